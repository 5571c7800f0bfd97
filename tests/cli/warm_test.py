# SPDX-License-Identifier: Apache-2.0
"""surgeflow plan --warm: the same answer as without, from an earlier plan; others are refused."""

import hashlib
import json

import h5py

import surgeflow_cli as cli

VALUES = ["status", "demand", "treated", "unmet", "movement_cost", "bound_unmet", "certified"]


class WarmTest(cli.CliTest):
    def values(self, *arguments, case=None, ranks=None):
        """What is the same of every best plan; the plan itself is verified."""
        self.run_program("plan", case or self.case, *arguments, "-o", "new.h5", "--summary",
                         "new.json", ranks=ranks)
        self.run_program("verify", "new.h5")
        summary = json.loads((self.folder / "new.json").read_text(encoding="utf-8"))
        return {key: summary[key] for key in VALUES}

    def refused(self, *arguments, expect=cli.BAD_INPUT):
        """The message; nothing was written."""
        before = self.files()
        finished = self.run_program("plan", self.case, "-o", "new.h5", "--csv", "new", *arguments,
                                    "--quiet", expect=expect)
        self.assertEqual(self.files(), before)
        self.assertEqual(finished.stdout, "")
        return finished.stderr

    def plan_old(self, *arguments):
        self.run_program("plan", self.case, "-o", "old.h5", *arguments)


class TownsTest(WarmTest):
    def setUp(self):
        super().setUp()
        self.plan_old()

    def test_the_same_case(self):
        self.assertEqual(self.values("--warm", "old.h5"), self.values())

    def test_other_stock_demand_and_lanes(self):
        self.write("facilities.csv", cli.FACILITIES.replace("east,2", "east,1"))
        self.write("demand.csv", cli.DEMAND + "001,4,1\n002,5,2\n")
        self.write("transit.csv", cli.TRANSIT.replace("001,002,1\n", "") + "003,002,1\n")
        warm = self.values("--warm", "old.h5")
        self.assertEqual(warm, self.values())
        self.assertEqual(warm["demand"], 9)

    def test_a_facility_more_is_said(self):
        self.write("facilities.csv", cli.FACILITIES + "004,Dell,39.1,-105.0,east,1\n")
        cold = self.values()
        self.assertEqual(self.values("--warm", "old.h5"), cold)
        stderr = self.run_program("plan", self.case, "--warm", "old.h5").stderr
        self.assertIn("3 of 4 facilities start from old.h5", stderr)

    def test_provenance_names_the_plan_started_from(self):
        self.values("--warm", "old.h5")
        digest = hashlib.sha256((self.folder / "old.h5").read_bytes()).hexdigest()
        with h5py.File(self.folder / "new.h5") as plan:
            volatile = plan["provenance/volatile"].attrs
            self.assertEqual((volatile["warm_file"], volatile["warm_sha256"]), ("old.h5", digest))
        with h5py.File(self.folder / "old.h5") as plan:
            self.assertNotIn("warm_file", plan["provenance/volatile"].attrs)

    def test_settings_tell_it(self):
        for arguments, told in [(["--warm", "old.h5"], "old.h5"), ([], "none")]:
            finished = self.run_program("plan", self.case, *arguments, "--log-level", "debug")
            self.assertIn(f"run.warm = {told}\n", finished.stderr)

    def test_the_plan_may_be_replaced(self):
        before = (self.folder / "old.h5").read_bytes()
        self.run_program("plan", self.case, "--warm", "old.h5", "-o", "old.h5")
        self.assertNotEqual((self.folder / "old.h5").read_bytes(), before)
        self.assertIn("Verified optimal", self.run_program("verify", "old.h5").stdout)

    def test_only_by_a_plan(self):
        before = (self.folder / "old.h5").read_bytes()
        message = self.refused("--warm", "old.h5", "--summary", "old.h5", expect=cli.USAGE)
        self.assertIn("'old.h5' is named twice", message)
        self.assertEqual((self.folder / "old.h5").read_bytes(), before)

    def test_what_is_no_plan_is_refused(self):
        for name in ["case.toml", "absent.h5"]:
            self.assertIn(f"{name}:", self.refused("--warm", name))

    def test_a_damaged_plan_is_refused(self):
        whole = (self.folder / "old.h5").read_bytes()
        with h5py.File(self.folder / "old.h5", "r+") as plan:
            plan["duals/device_value_patients"][0, 0] = 9
        message = self.refused("--warm", "old.h5")
        self.assertIn("duals/device_value_patients", message)
        self.assertIn("the content differs from its recorded SHA-256; allowed: a plan file", message)
        self.assertIn("write the file again", message)
        (self.folder / "old.h5").write_bytes(whole[:len(whole) // 2])
        self.refused("--warm", "old.h5")

    def test_a_plan_of_another_case_is_refused(self):
        hours = self.refused("--warm", "old.h5", "--set", "horizon.period_hours=12")
        self.assertIn("old.h5: the plan's periods have 24 hours; allowed: periods of 12", hours)
        self.write("demand.csv", "facility,period,patients\n002,1,2\n")
        later = self.refused("--warm", "old.h5", "--set", "horizon.start=2020-04-06")
        self.assertIn("2020-03-31 to 2020-04-05; allowed: one that overlaps the case's, 2020-04-06",
                      later)
        self.run_program("synth", "--facilities", 3, "--periods", 6, "--seed", 1, "-o", "other")
        self.run_program("plan", "other/case.toml", "-o", "old.h5")
        self.assertIn("knows none of the case's facilities", self.refused("--warm", "old.h5"))


class SyntheticTest(WarmTest):
    """Sixty facilities over ninety days: the warm solver has something to do."""

    def setUp(self):
        super().setUp()
        self.run_program("synth", "--facilities", 60, "--periods", 90, "--seed", 11, "-o", "case")
        self.case = self.folder / "case/case.toml"
        self.plan_old()

    def change_devices(self):
        path = self.folder / "case/facilities.csv"
        header, first, *rest = path.read_text(encoding="utf-8").splitlines()
        cells = first.split(",")
        at = header.split(",").index("devices")
        cells[at] = str(int(cells[at]) + 5)
        path.write_text("\n".join([header, ",".join(cells), *rest]) + "\n", encoding="utf-8")

    def test_other_devices_and_demand(self):
        self.change_devices()
        changes = ["--set", "demand.contact_reduction=0.31"]
        self.assertEqual(self.values(*changes, "--warm", "old.h5"), self.values(*changes))

    def test_a_day_later_and_a_day_earlier(self):
        for start in ["2020-04-01", "2020-03-30"]:
            with self.subTest(start=start):
                changes = ["--set", f"horizon.start={start}"]
                self.assertEqual(self.values(*changes, "--warm", "old.h5"), self.values(*changes))

    @cli.thorough
    def test_another_length(self):
        for periods in [60, 100]:
            with self.subTest(periods=periods):
                changes = ["--set", f"horizon.periods={periods}"]
                self.assertEqual(self.values(*changes, "--warm", "old.h5"), self.values(*changes))

    @cli.thorough
    def test_the_same_plan_on_ranks(self):
        def plan():
            with h5py.File(self.folder / "new.h5") as file:
                return {name: file[name][()].tobytes() for name in
                        ["plan/treated", "shipments/quantity", "shipments/depart",
                         "duals/device_value_moves"]}
        self.change_devices()
        alone = self.values("--warm", "old.h5")
        first = plan()
        self.assertEqual(self.values("--warm", "old.h5", ranks=3), alone)
        self.assertEqual(plan(), first)


if __name__ == "__main__":
    cli.main()
