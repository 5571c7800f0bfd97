# SPDX-License-Identifier: Apache-2.0
"""The worked examples of docs/items.md, from their files to the verified plans, and wrong items."""

import json
import pathlib

import h5py

import surgeflow_cli as cli
from plan_content import content

COLORADO = pathlib.Path(__file__).resolve().parents[2] / "datasets" / "colorado" / "items.toml"
CASE = """[horizon]
start = 2020-03-31
periods = 6
[facilities]
file = "facilities.csv"
{items}
[transit]
file = "transit.csv"
"""
VENTILATOR = """[[item]]
name = "ventilator"
turnaround = 2
demand = "demand.csv"
"""
CIRCUIT = """[[item]]
name = "circuit"
kind = "consumable"
"""
TRANSPORT = """[[item]]
name = "transport"
turnaround = 2
stands_in_for = { ventilator = 0.7 }
"""


class ItemsTest(cli.CliTest):
    def write_case(self, items, devices="2,3,2"):
        self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_circuit,"
                   f"devices_transport\nA,A,,,{devices}\nB,B,,,0,0,0\n")
        self.write("demand.csv", "facility,period,patients\nB,1,2\nB,3,2\n")
        self.write("transit.csv", "origin,destination,periods\nA,B,1\nB,A,1\n")
        self.write("case.toml", CASE.format(items=items))

    def plan(self, *options, ranks=None):
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                *options, ranks=ranks)
        verified = self.run_program("verify", "plan.h5")
        self.assertNotIn("FAILED", verified.stdout)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        return summary, told.stdout

    def test_every_patient_uses_up_a_circuit(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT)
        summary, told = self.plan()
        self.assertEqual((summary["treated"], summary["bound_unmet"], summary["gap"]), (3, 1, 0))
        self.assertEqual(summary["items"]["circuit"]["treated"], 3)
        self.assertIn("circuit: 3 units, 3 used", told)
        with h5py.File(self.folder / "plan.h5") as file:
            self.assertEqual(file["items/ventilator/plan/unmet"][:].sum(), 1)
            self.assertEqual(file["joint/treated"][:].sum(), 3)

    def test_a_unit_for_every_day_of_a_treatment(self):
        self.write_case(VENTILATOR + "uses_per_period = { circuit = 1 }\n" + CIRCUIT, "2,7,0")
        summary, _ = self.plan()
        self.assertEqual(summary["items"]["circuit"]["treated"], 6)
        self.assertEqual(summary["treated"], 3)

    def test_a_device_stands_in_at_a_loss(self):
        self.write_case(VENTILATOR + TRANSPORT, "1,0,2")
        summary, told = self.plan()
        self.assertEqual((summary["treated"], summary["unmet"], summary["gap"]), (4, 0, 0))
        self.assertIn("2 in place of ventilator", told)

    def test_items_share_a_carrier(self):
        second = '[[item]]\nname = "pump"\nturnaround = 6\ndevices = "devices_circuit"\n' \
                 'demand = "pumps.csv"\n'
        self.write("pumps.csv", "facility,period,patients\nB,1,1\n")
        carrier = '[[carrier]]\nname = "truck"\nlimit = 1\n'
        self.write_case(VENTILATOR + second + carrier)
        summary, _ = self.plan()
        # A ventilator leaves on day 0, another on day 1; the pump would be too late.
        self.assertEqual((summary["treated"], summary["bound_unmet"]), (3, 2))
        self.write_case(VENTILATOR + second + carrier.replace("limit = 1", "limit = 3"))
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["status"]), (5, "optimal"))

    def test_items_that_nothing_ties_are_planned_like_cases_of_their_own(self):
        self.write_case(VENTILATOR + CIRCUIT)
        summary, told = self.plan()
        self.assertEqual((summary["status"], summary["certified"]), ("optimal", True))
        self.assertIn("Certified optimal", told)
        self.write("one.toml", (self.folder / "case.toml").read_text(encoding="utf-8")
                   .replace("[[item]]\nname = \"ventilator\"", "[item]\nname = \"ventilator\"", 1)
                   .replace("demand = \"demand.csv\"\n", "[demand]\nfile = \"demand.csv\"\n")
                   .replace(CIRCUIT, ""))
        self.run_program("plan", "one.toml", "-o", "one.h5")
        with h5py.File(self.folder / "plan.h5") as items, h5py.File(self.folder / "one.h5") as one:
            for name in ("plan/treated", "shipments/quantity", "duals/device_value_moves"):
                self.assertEqual(items[f"items/ventilator/{name}"][:].tolist(),
                                 one[name][:].tolist())

    def test_three_ranks_give_the_same_plans(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT + TRANSPORT)
        self.plan()
        alone = content(self.folder / "plan.h5")
        self.plan("--threads", 2, ranks=3)
        self.assertEqual(content(self.folder / "plan.h5"), alone)

    def test_other_commands_take_one_item(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT)
        self.plan("--csv", "tables")
        self.assertTrue((self.folder / "tables" / "circuit" / "shipments.csv").exists())
        self.run_program("export", "plan.h5", "--format", "csv", "--item", "ventilator", "-o", "out")
        self.run_program("export", "plan.h5", "--format", "mps", "-o", "items.mps")
        self.assertIn("item 1: circuit", (self.folder / "items.mps").read_text(encoding="utf-8"))
        self.run_program("report", "plan.h5", "--item", "ventilator", "-o", "page.html")
        self.assertIn("/items/circuit/plan", self.run_program("info", "plan.h5").stdout)
        refused = self.run_program("export", "plan.h5", "--format", "csv", "-o", "out2",
                                   expect=cli.BAD_INPUT)
        self.assertIn("--item: circuit, ventilator", refused.stderr)
        refused = self.run_program("explain", "plan.h5", "--item", "ventilator",
                                   expect=cli.BAD_INPUT)
        self.assertIn("tied", refused.stderr)

    def test_what_was_changed_is_found(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT)
        for dataset, place, words in (("joint/use_per_patient", 0, "units limit"),
                                      ("joint/unit_price", (1, 1, 1), "differs from its recorded"),
                                      ("items/circuit/plan/treated", (1, 1), "items/circuit")):
            with self.subTest(dataset):
                self.run_program("plan", "case.toml", "-o", "plan.h5")
                with h5py.File(self.folder / "plan.h5", "r+") as file:
                    file[dataset][place] += 1
                refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
                self.assertIn("FAILED", refused.stdout)
                if words != "items/circuit":
                    self.assertIn(words, refused.stdout)

    def test_a_time_limit_leaves_plans_within_the_ties(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT)
        self.run_program("plan", "case.toml", "-o", "plan.h5", "--time-limit", "0",
                         expect=cli.LIMIT_REACHED)
        self.run_program("verify", "plan.h5")

    def test_three_items_at_colorados_counties(self):
        process = self.start_program("plan", COLORADO, "-o", "plan.h5", "--summary", "plan.json")
        process.communicate(timeout=270)
        self.assertEqual(process.returncode, cli.DONE)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        self.assertEqual(summary["facilities"], 64)
        self.assertLess(summary["gap"], 0.01)
        self.run_program("verify", "plan.h5")
        with h5py.File(self.folder / "plan.h5") as file:
            loads = sum(load * file[f"items/{item}/plan/sent"][:].sum(axis=0) for item, load in
                        (("ventilator", 10), ("transport ventilator", 5), ("circuit", 1)))
            self.assertEqual(loads.max(), file["joint/carrier_limit"][0])
            self.assertGreater(file["joint/carrier_price"][:].max(), 0)

    def refused(self, items, *words, options=()):
        self.write_case(items)
        refused = self.run_program("plan", "case.toml", *options, expect=cli.BAD_INPUT)
        for word in words:
            self.assertIn(word, refused.stderr)

    def test_wrong_items_are_refused_by_name_and_place(self):
        back = VENTILATOR + "stands_in_for = { transport = 0.9 }\n"
        for items, words in (
                (back + TRANSPORT, ("case.toml:10: 'item.stands_in_for'", "a cycle: ventilator for "
                                    "transport for ventilator")),
                (VENTILATOR + "uses = { circuit = -1 }\n" + CIRCUIT,
                 ("case.toml:10: 'item.uses'", "circuit = -1")),
                (VENTILATOR + "uses = { circut = 1 }\n" + CIRCUIT,
                 ("'item.uses'", "is no item", "did you mean \"circuit\"?")),
                (VENTILATOR + "uses = { transport = 1 }\n" + TRANSPORT, ("not consumable",)),
                (VENTILATOR + TRANSPORT.replace("0.7", "1.7"),
                 ("'item.stands_in_for'", "ventilator = 1.7", "at most 1")),
                (VENTILATOR + VENTILATOR, ("'item.name'", "is there already")),
                (VENTILATOR + CIRCUIT + "turnaround = 3\n", ("what is used up",)),
                (VENTILATOR + 'kind = "reusabel"\n', ("'item.kind'", "reusable")),
                (VENTILATOR + "turnarond = 2\n", ("turnarond", "item.turnaround")),
                (VENTILATOR + '[[carrier]]\nname = "truck"\nlimit = -1\n',
                 ("'carrier.limit'", "-1")),
                (VENTILATOR + '[[carrier]]\nname = "truck"\nlimit = 1\nloads = { pump = 1 }\n',
                 ("'carrier.loads'", "\"pump\" is no item")),
                (VENTILATOR + '[[carrier]]\nname = "truck"\n', ("'carrier.limit'", "missing")),
                (VENTILATOR + "[rules]\ndispatch_limit = 3\n",
                 ("'rules.dispatch_limit'", "not supported with several items"))):
            with self.subTest(words):
                self.refused(items, *words)
        self.refused(VENTILATOR, "--set", "list of item", options=("--set", "item.turnaround=3"))


if __name__ == "__main__":
    cli.main()
