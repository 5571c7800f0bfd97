# SPDX-License-Identifier: Apache-2.0
"""surgeflow verify: a good plan passes, and any change is found and named."""

import json

import h5py
import numpy

import surgeflow_cli as cli
from plan_content import content_sha256


class VerifyTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("plan", self.case, "-o", "plan.h5")
        self.honest = (self.folder / "plan.h5").read_bytes()

    def restore(self):
        (self.folder / "plan.h5").write_bytes(self.honest)

    def change(self, change):
        with h5py.File(self.folder / "plan.h5", "r+") as plan:
            change(plan)

    def failed(self):
        """The failed claims of the changed plan, with the lines that say where."""
        text = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stdout
        self.assertIn("NOT verified", text)
        return text

    def test_an_honest_plan_passes(self):
        text = self.run_program("verify", "plan.h5").stdout
        self.assertIn("Verified optimal: 5 treated, 1 unmet, 2 devices moved", text)
        self.assertNotIn("FAILED", text)

    def test_json(self):
        verdict = json.loads(self.run_program("verify", "plan.h5", "--json").stdout)
        self.assertTrue(verdict["verified"] and verdict["optimal"])
        self.assertTrue(all(check["ok"] for check in verdict["checks"]))
        self.change(lambda plan: plan["plan/idle"].__setitem__((0, 0), 7))
        finished = self.run_program("verify", "plan.h5", "--json", expect=cli.BAD_INPUT)
        verdict = json.loads(finished.stdout)
        self.assertFalse(verdict["verified"])
        failed = [check["claim"] for check in verdict["checks"] if not check["ok"]]
        self.assertEqual(failed, ["every dataset is as it was written",
                                  "idle follows from the plan"])

    def test_a_changed_treated_number(self):
        self.change(lambda plan: plan["plan/treated"].__setitem__((1, 1), 1))
        text = self.failed()
        self.assertIn("plan/treated differs from its recorded SHA-256", text)
        self.assertIn("facility 002, 2020-04-01: the file says 0, the plan gives 1", text)
        self.assertIn("treated: the file says 5, the plan gives 4", text)
        self.assertIn("optimality is claimed but not proved", text)

    def test_more_treated_than_devices_allow(self):
        self.change(lambda plan: plan["plan/treated"].__setitem__((2, 1), 1))
        self.assertRegex(self.failed(), r"FAILED  the plan obeys .*\n.*003.*2020-04-01")

    def test_a_changed_shipment(self):
        self.change(lambda plan: plan["shipments/quantity"].__setitem__(0, 1))
        text = self.failed()
        self.assertRegex(text, r"FAILED  the plan obeys .*\n.*002")
        self.assertIn("FAILED  sent follows from the plan", text)

    def test_a_shipment_on_a_lane_that_is_not_there(self):
        self.change(lambda plan: plan["shipments/origin"].__setitem__(0, 2))
        self.assertIn("FAILED", self.failed())

    def test_a_changed_arrival(self):
        self.change(lambda plan: plan["shipments/arrive"].__setitem__(0, 3))
        self.assertIn("shipment 0: the file says period 3, the lane gives 1", self.failed())

    def test_a_changed_potential(self):
        self.change(lambda plan: plan["duals/device_value_patients"].__setitem__((0, 0), 0))
        text = self.failed()
        self.assertRegex(text, r"FAILED  the potentials hold on every arc.*\n.*001")

    def test_a_changed_stock(self):
        for name in ["idle", "in_use", "unmet", "sent", "received"]:
            with self.subTest(name=name):
                self.restore()
                self.change(lambda plan: plan[f"plan/{name}"].__setitem__((2, 5), 77))
                text = self.failed()
                self.assertIn(f"FAILED  {name} follows from the plan", text)
                self.assertIn("facility 003, 2020-04-05: the file says 77, the plan gives", text)

    def test_a_changed_summary(self):
        for name in ["demand", "treated", "unmet", "units_shipped", "shipments", "movement_cost",
                     "bound_unmet", "facilities", "periods", "lanes", "regions", "gap"]:
            with self.subTest(name=name):
                self.restore()
                self.change(lambda plan: plan["summary"].attrs.modify(name, 99))
                self.assertRegex(self.failed(), rf"{name}: the file says 99(\.0)?, the plan gives")

    def test_optimality_that_is_not_proved(self):
        self.run_program("plan", self.case, "--time-limit", "0", "-o", "plan.h5",
                         expect=cli.LIMIT_REACHED)
        self.change(lambda plan: plan["summary"].attrs.modify("certified", 1))
        self.assertIn("optimality is claimed but not proved", self.failed())

    def add_steps(self, plan):
        """Says that each patient gains 1, as one step."""
        group = plan.create_group("input/steps")
        for name, value in [("resolution", 1), ("treat_steps", 1), ("hold_steps", 0),
                            ("send_steps", 0)]:
            group.attrs[name] = value
        width = plan["input/demand"][...]
        checksums = plan["provenance/checksums"].attrs
        for name, values in [("treat_width_0", width), ("treat_gain_0", width * 0 + 1)]:
            group[name] = values
            checksums[f"input/steps/{name}"] = content_sha256(group[name])

    def test_steps_that_change_nothing(self):
        self.change(self.add_steps)
        text = self.run_program("verify", "plan.h5").stdout
        self.assertIn("Verified optimal: 5 treated, 1 unmet, 2 devices moved", text)
        verdict = json.loads(self.run_program("verify", "plan.h5", "--json").stdout)
        self.assertEqual((verdict["treated"], verdict["gain"], verdict["bound_gain"]), (5, 5, 5))

    def test_a_changed_gain(self):
        self.change(self.add_steps)
        with h5py.File(self.folder / "plan.h5") as plan:
            where = tuple(numpy.argwhere(plan["plan/unmet"][...])[0])
        self.change(lambda plan: plan["input/steps/treat_gain_0"].__setitem__(where, 9))
        text = self.failed()
        self.assertIn("input/steps/treat_gain_0 differs from its recorded SHA-256", text)
        self.assertIn("optimality is claimed but not proved", text)

    def test_a_changed_width(self):
        self.change(self.add_steps)
        self.change(lambda plan: plan["input/steps/treat_width_0"].__setitem__((0, 0), 77))
        refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stderr
        self.assertIn("treat steps for 77 of", refused)

    def test_a_truncated_file(self):
        path = self.folder / "plan.h5"
        path.write_bytes(path.read_bytes()[:3000])
        self.assertIn("plan.h5", self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stderr)

    def test_a_missing_file(self):
        self.assertIn("absent.h5",
                      self.run_program("verify", "absent.h5", expect=cli.BAD_INPUT).stderr)


if __name__ == "__main__":
    cli.main()
