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

    def test_nobody_to_treat(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT
                        + "[rules]\ndispatch_limit = 1\n")
        self.write("demand.csv", "facility,period,patients\n")
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["rule_prices"]), (0, {"dispatch_limit": 0}))

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
        summary, told = self.plan()
        # A ventilator leaves on day 0, another on day 1; the pump would be too late.
        self.assertEqual((summary["treated"], summary["bound_unmet"]), (3, 2))
        self.assertEqual(summary["rule_prices"], {"carrier truck": 2})
        self.assertIn("The carrier truck costs about 2 patients.", told)
        self.write_case(VENTILATOR + second + carrier.replace("limit = 1", "limit = 3"))
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["status"]), (5, "optimal"))
        self.assertEqual(summary["rule_prices"], {"carrier truck": 0})

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

    @cli.thorough
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

    def write_rules_case(self, items, facilities, demand, rest=""):
        """Days enough for any loan to come back; a day between any two of A, B and C."""
        self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_circuit,weight\n"
                   + facilities)
        self.write("demand.csv", "facility,period,patients\n" + demand)
        names = [line.split(",")[0] for line in facilities.split()]
        self.write("transit.csv", "origin,destination,periods\n" + "".join(
            f"{one},{other},1\n" for one in names for other in names if one != other))
        self.write("case.toml", CASE.format(items=items).replace("periods = 6", "periods = 10")
                   + rest)

    def treated(self, facility):
        with h5py.File(self.folder / "plan.h5") as file:
            return file["joint/treated"][:].sum(axis=(0, 2))[facility]

    def test_the_circuit_goes_to_the_patient_who_counts_more(self):
        self.write_rules_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT,
                              "A,A,,,2,1,\nB,B,,,0,0,\nC,C,,,0,0,2\n", "B,1,1\nC,1,1\n")
        summary, told = self.plan()
        self.assertEqual((self.treated(1), self.treated(2)), (0, 1))
        self.assertEqual((summary["treated"], summary["gap"]), (1, 0))
        self.assertIn("All together 1 patient", told)
        self.assertEqual(summary["rule_prices"], {"weight": 0})

    def test_the_first_patients_of_a_day_count_more(self):
        self.write_rules_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT,
                              "A,A,,,4,2,\nB,B,,,0,0,\nC,C,,,0,0,\n", "B,1,2\nC,1,2\n",
                              "[rules]\npatient_tiers = [[0.5, 1.5], [1.0, 1.0]]\n")
        summary, _ = self.plan()
        self.assertEqual((self.treated(1), self.treated(2)), (1, 1))
        self.assertEqual(summary["rule_prices"], {"patient_tiers": 0})
        self.assertEqual(summary["gap"], 0)
        with h5py.File(self.folder / "plan.h5") as file:
            self.assertEqual(file["joint/tier_item"][:].tolist(), [0, 0])
        self.run_program("export", "plan.h5", "--format", "mps", "-o", "items.mps")
        self.assertIn("patients of ventilator by ventilator, tier 1",
                      (self.folder / "items.mps").read_text(encoding="utf-8"))

    def test_a_reserve_is_lent_to_a_patient_who_counts_more(self):
        for weight, treated in ((0.3, 0), (0.2, 1)):
            with self.subTest(weight):
                self.write_rules_case(
                    VENTILATOR + f"reserve = 1.0\nreserve_weight = {weight}\n"
                    "uses = { circuit = 1 }\n" + CIRCUIT, "A,A,,,1,1,\nB,B,,,0,0,\n", "B,1,1\n")
                summary, _ = self.plan()
                self.assertEqual((summary["treated"], summary["gap"]), (treated, 0))
                self.assertEqual(summary["rule_prices"], {"reserve": 1 - treated})

    def test_a_lending_limit_of_all_items_does_not_bind_consumables(self):
        items = VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT
        self.write_rules_case(items, "A,A,,,4,4,\nB,B,,,0,0,\n", "B,1,4\nB,2,4\n",
                              "[rules]\nlending_limit = 1\n")
        summary, _ = self.plan()
        self.assertEqual(summary["treated"], 2)
        self.assertEqual(summary["rule_prices"], {"lending_limit": 2})
        self.write_rules_case(items + "lending_limit = 1\n", "A,A,,,4,4,\nB,B,,,0,0,\n",
                              "B,1,4\nB,2,4\n")
        summary, _ = self.plan()
        self.assertEqual(summary["treated"], 2)

    def test_items_that_only_carriers_tie_are_proved_optimal_beside_rules(self):
        items = VENTILATOR + CIRCUIT + '[[carrier]]\nname = "truck"\nlimit = 9\n'
        self.write_rules_case(items, "A,A,,,4,4,3\nB,B,,,0,0,2\n", "B,1,4\nB,2,4\n",
                              "[rules]\nlending_limit = 1\nlending_cost = [[1.0, 2]]\n")
        summary, told = self.plan()
        self.assertEqual((summary["treated"], summary["status"]), (2, "optimal"))
        self.assertEqual(summary["movement_cost"], 6)
        self.assertIn("Certified optimal", told)

    def test_what_leaves_in_a_day_is_limited_for_all_items_together(self):
        for limit, treated in ((0, 0), (1, 1), (2, 3), (4, 4)):
            with self.subTest(limit):
                self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT
                                + f"[rules]\ndispatch_limit = {limit}\n", "2,4,0")
                summary, _ = self.plan()
                self.assertEqual((summary["treated"], summary["gap"]), (treated, 0))
                self.assertEqual(summary["rule_prices"], {"dispatch_limit": 4 - treated})
                with h5py.File(self.folder / "plan.h5") as file:
                    self.assertEqual(file["joint/carrier"][:].tolist(), [b"dispatch_limit"])
                    sent = sum(file[f"items/{item}/plan/sent"][:].sum(axis=0)
                               for item in ("ventilator", "circuit"))
                    self.assertLessEqual(sent.max(), limit)
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            file["joint/carrier_limit"][0] = 1
        refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
        self.assertIn("carrier limit: dispatch_limit", refused.stdout)
        self.run_program("export", "plan.h5", "--format", "mps", "-o", "items.mps")

    def test_ventilators_are_away_by_shares_and_back_by_dates(self):
        used = VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT
        # Who treats on days 1 and 2 leaves B on day 3 and is back on day 4.
        for rule, treated in (("away_limit = 0.5", 2), ("away_limit = 0", 0),
                              ("return_by = 2020-04-04", 2), ("return_by = 2020-04-03", 0)):
            with self.subTest(rule):
                self.write_case(used + f"[rules]\n{rule}\n", "2,4,0")
                summary, _ = self.plan()
                self.assertEqual((summary["treated"], summary["gap"]), (treated, 0))
                self.assertEqual(summary["rule_prices"], {rule.split(" ")[0]: 4 - treated})
                with h5py.File(self.folder / "plan.h5") as file:
                    self.assertIn("limits", file["items/ventilator"])
                    self.assertNotIn("limits", file["items/circuit"])
                    self.assertEqual(file["joint/away_price"].shape, (2, 2, 6))
        self.run_program("export", "plan.h5", "--format", "mps", "-o", "items.mps")
        self.assertIn(" G a0_0_3", (self.folder / "items.mps").read_text(encoding="utf-8"))
        self.run_program("report", "plan.h5", "--item", "ventilator", "-o", "page.html")
        self.run_program("export", "plan.h5", "--format", "mps", "--item", "ventilator", "-o",
                         "one.mps")
        self.assertIn("present0_3", (self.folder / "one.mps").read_text(encoding="utf-8"))

    def test_items_share_staffed_beds(self):
        """Two ventilators and two others treat four of B's patients on day 1; three lie in beds."""
        second = '[[item]]\nname = "pump"\nturnaround = 2\ndevices = "devices_transport"\n' \
                 'demand = "pumps.csv"\n'
        for beds, treated in ((9, 4), (3, 3), (0, 0)):
            with self.subTest(beds):
                self.write_case(VENTILATOR + second + "uses = { circuit = 1 }\n" + CIRCUIT, "2,9,2")
                self.write("demand.csv", "facility,period,patients\nB,1,2\n")
                self.write("pumps.csv", "facility,period,patients\nB,1,2\n")
                self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_circuit,"
                           f"devices_transport,staffed_beds\nA,A,,,2,9,2,\nB,B,,,0,0,0,{beds}\n")
                summary, told = self.plan()
                self.assertEqual((summary["treated"], summary["gap"]), (treated, 0))
                self.assertEqual(summary["rule_prices"], {"staffed_beds": 4 - treated})
        self.assertIn("The rule staffed_beds costs about 4 patients.", told)
        self.run_program("export", "plan.h5", "--format", "mps", "-o", "items.mps")
        self.assertIn(" L s1_1", (self.folder / "items.mps").read_text(encoding="utf-8"))

    def test_patients_from_before_lie_in_beds_and_plans_beyond_them_are_found(self):
        self.write_case(VENTILATOR + 'in_use = "later.csv"\nuses = { circuit = 1 }\n' + CIRCUIT)
        self.write("demand.csv", "facility,period,patients\nB,1,2\n")
        self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_circuit,"
                   "staffed_beds\nA,A,,,2,9,\nB,B,,,0,0,2\n")
        # One of B's beds is taken until day 2: one of the two ventilators treats on day 1.
        self.write("later.csv", "facility,period,devices\nB,2,1\n")
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["gap"]), (1, 0))
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            self.assertEqual(file["joint/beds"][1].tolist(), [1, 1, 2, 2, 2, 2])
            self.assertEqual(file["joint/in_beds"][:].tolist(), [1, 0])
            file["joint/beds"][1, 1] = 0
        refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
        self.assertIn("staffed beds limit: facility B", refused.stdout)

    def test_limits_of_what_is_away_do_not_bind_consumables(self):
        self.write_rules_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT,
                              "A,A,,,0,4,\nB,B,,,2,0,\n", "B,1,2\nB,3,2\n",
                              "[rules]\naway_limit = 0\nreturn_by = \"end\"\n")
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["gap"]), (4, 0))

    def test_plans_beyond_the_limits_of_an_item_are_found(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT
                        + "[rules]\naway_limit = 0.5\n", "2,4,0")
        self.plan()
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            file["items/ventilator/limits"].attrs["away_limit_millionths"] = 0
        refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
        self.assertIn("away limit: ventilator: facility A", refused.stdout)

    def test_an_item_that_nothing_ties_is_planned_within_its_limits(self):
        self.write_case(VENTILATOR + CIRCUIT + "[rules]\naway_limit = 0.5\n", "2,4,0")
        summary, told = self.plan()
        self.assertEqual((summary["treated"], summary["bound_unmet"]), (2, 2))
        self.assertIn("All together 2 patients are treated", told)
        explained = self.run_program("explain", "plan.h5", "--item", "ventilator")
        self.assertIn("limits", explained.stdout)

    def test_orders_stand_beside_limits(self):
        used = VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT + "[rules]\naway_limit = 0.5\n"
        self.write_ordered_case("ban,A,B,0,0,,ventilator\nforce,A,B,0,,1,circuit\n", used)
        summary, told = self.plan()
        self.assertEqual((summary["treated"], summary["gap"]), (1, 0))
        self.assertEqual(summary["rule_prices"], {"away_limit": 1, "orders": 1, "all": 3})
        self.assertIn("The orders cost about 1 patient.", told)
        # The one that may leave is ordered to, too late for the patients of day 1.
        self.write_ordered_case("force,A,B,1,,1,ventilator\n", used)
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["gap"]), (1, 0))
        self.write_ordered_case("force,A,B,1,,2,ventilator\n", used)
        refused = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT)
        self.assertIn("orders.csv:2: 'devices'", refused.stderr)
        self.assertIn("item ventilator: 1 device is short at A on 2020-04-01, beside those that must "
                      "be there by its limits", refused.stderr)
        # Nothing ties the item: it is planned as a case of its own.
        alone = VENTILATOR + CIRCUIT + "[rules]\naway_limit = 0.5\n"
        self.write_ordered_case("force,A,B,1,,1,ventilator\n", alone)
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["bound_unmet"]), (1, 3))

    def test_devices_on_patients_in_trucks_and_out_of_service(self):
        self.write("later.csv", "facility,period,devices\nA,1,1\n")
        self.write("coming.csv", "facility,period,devices\nB,1,1\n")
        used = "uses = { circuit = 1 }\n" + CIRCUIT
        # Free at A on day 1, it treats at B on day 3; at B on day 1, on day 1 too.
        for key, devices, treated in (('in_use = "later.csv"\n', "1,4,0", 3),
                                      ('in_transit = "coming.csv"\n', "1,4,0", 4),
                                      ("out_of_service = 0.5\n", "2,4,0", 2)):
            with self.subTest(key):
                self.write_case(VENTILATOR + key + used, devices)
                summary, _ = self.plan()
                self.assertEqual((summary["treated"], summary["bound_unmet"]),
                                 (treated, 4 - treated))
        self.write_case(VENTILATOR + used + '[state]\nin_use = "later.csv"\n', "1,4,0")
        summary, _ = self.plan()
        self.assertEqual(summary["treated"], 3)

    def write_ordered_case(self, orders, items, devices="2,4,0"):
        self.write_case(items, devices)
        self.write("orders.csv", "action,origin,destination,first,last,devices,item\n" + orders)
        with (self.folder / "case.toml").open("a", encoding="utf-8") as case:
            case.write('[orders]\nfile = "orders.csv"\n')

    def test_orders_are_about_single_items(self):
        used = VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT
        truck = VENTILATOR + CIRCUIT + '[[carrier]]\nname = "truck"\nlimit = 1\n'
        for orders, items, treated in (
                ("ban,A,B,,,,\n", used, 0),
                # What leaves on day 1 treats on day 3.
                ("ban,A,B,0,0,,ventilator\n", used, 2),
                ("ban,A,B,0,0,,\n", used, 2),
                # One circuit on day 1; the others come for day 3.
                ("lock,A,B,0,,1,circuit\n", used, 3),
                ("keep,A,,0,,1,ventilator\n", used, 2),
                # The truck of day 0 is full: ventilators leave on days 1 and 2.
                ("force,A,B,0,,1,circuit\n", truck, 2)):
            with self.subTest(orders):
                self.write_ordered_case(orders, items)
                summary, _ = self.plan()
                self.assertEqual((summary["treated"], summary["gap"]), (treated, 0))
                self.assertEqual(summary["rule_prices"]["orders"],
                                 (3 if items == truck else 4) - treated)
                for item in ("ventilator", "circuit"):
                    self.run_program("export", "plan.h5", "--format", "csv", "--item", item,
                                     "-o", "tables")
        self.assertIn("A", (self.folder / "tables" / "shipments.csv").read_text(encoding="utf-8"))

    def test_orders_that_no_item_can_obey_are_refused(self):
        used = VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT
        truck = VENTILATOR + CIRCUIT + '[[carrier]]\nname = "truck"\nlimit = 1\n'
        for orders, items, words in (
                ("force,A,B,0,,5,ventilator\n", used,
                 ("orders.csv:2: 'devices'", "item ventilator: 3 devices are short at A")),
                ("force,A,B,0,,1,\n", used, ("orders.csv:2: 'item'", "the cell is empty")),
                ("ban,A,B,0,,,ventilater\n", used,
                 ("orders.csv:2: 'item'", "did you mean \"ventilator\"?")),
                ("force,A,B,0,,2,ventilator\n", truck,
                 ("orders.csv:2: 'devices'", "load 2 in period 0", "the 1 loads"))):
            with self.subTest(orders):
                self.write_ordered_case(orders, items)
                refused = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT)
                for word in words:
                    self.assertIn(word, refused.stderr)

    def write_routes_case(self, carrier):
        """B is a flight away from A, C a day's drive."""
        self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_circuit\n"
                   "A,A,,,4,9\nB,B,,,0,0\nC,C,,,0,0\n")
        self.write("demand.csv", "facility,period,patients\nB,1,2\nB,3,2\nC,1,2\n")
        self.write("edges.csv", "origin,destination,mode,hours,both_ways\n"
                   "A,B,air,5,yes\nA,B,road,40,yes\nA,C,road,10,yes\n")
        items = VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT + carrier
        self.write("case.toml", CASE.format(items=items).replace(
            'file = "transit.csv"', 'model = "routes"\n[routes]\nedges = "edges.csv"'))

    def test_a_carrier_by_mode_counts_the_lanes_that_take_it(self):
        carrier = '[[carrier]]\nname = "plane"\nlimit = 1\nmode = "air"\n' \
                  'loads = { circuit = 0 }\n'
        self.write_routes_case(carrier)
        summary, _ = self.plan()
        # Two drive to C. One flies to B on day 0 and treats twice, another on day 1.
        self.assertEqual((summary["treated"], summary["bound_unmet"]), (5, 1))
        with h5py.File(self.folder / "plan.h5") as file:
            lanes = list(zip(file["joint/lane_origin"][:].tolist(),
                             file["joint/lane_destination"][:].tolist()))
            self.assertIn((0, 1), lanes)
            self.assertNotIn((0, 2), lanes)
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            file["joint/carrier_limit"][0] = 0
        refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
        self.assertIn("carrier limit: plane", refused.stdout)
        self.write_routes_case(carrier.replace("air", "road"))
        summary, _ = self.plan()
        # One drives to C for day 1; all others fly.
        self.assertEqual((summary["treated"], summary["bound_unmet"]), (5, 1))
        self.write_routes_case(carrier.replace("limit = 1", "limit = 2"))
        summary, _ = self.plan()
        self.assertEqual((summary["treated"], summary["gap"]), (6, 0))

    def test_modes_that_are_not_there_are_refused(self):
        carrier = '[[carrier]]\nname = "plane"\nlimit = 1\nmode = "airr"\n'
        self.write_routes_case(carrier)
        refused = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT)
        for word in ("'carrier.mode'", '"airr" is no mode of the routes', 'did you mean "air"?'):
            self.assertIn(word, refused.stderr)
        self.refused(VENTILATOR + CIRCUIT + carrier, "'carrier.mode'", 'transit.model = "routes"')

    def test_a_time_limit_leaves_plans_within_the_ties(self):
        self.write_case(VENTILATOR + "uses = { circuit = 1 }\n" + CIRCUIT)
        self.run_program("plan", "case.toml", "-o", "plan.h5", "--time-limit", "0",
                         expect=cli.LIMIT_REACHED)
        self.run_program("verify", "plan.h5")

    @cli.thorough
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
                (VENTILATOR + "reserve = 1.5\n", ("case.toml:10: 'item.reserve'", "1.5", "0 to 1")),
                (VENTILATOR + "lending_cost = [[0.5, 1]]\n",
                 ("'item.lending_cost'", "shares up to 0.5")),
                (VENTILATOR + "reserve_weight = 0.1\n",
                 ("'item.reserve_weight'", "without a reserve")),
                (VENTILATOR + 'in_use = "no.csv"\n', ("'item.in_use'", "can not be read")),
                (VENTILATOR + "out_of_service = 2\n", ("'item.out_of_service'", "0 to 1")),
                (VENTILATOR + "[rules]\nno_worse_off = true\n",
                 ("'rules.no_worse_off'", "not supported with several items")),
                (VENTILATOR + "[rules]\naway_limit = 1.5\n",
                 ("case.toml:11: 'rules.away_limit'", "1.5", "0 to 1")),
                (VENTILATOR + "[rules]\ndispatch_limit = -1\n",
                 ("case.toml:11: 'rules.dispatch_limit'", "-1", "0 to ")),
                (VENTILATOR + '[[carrier]]\nname = "dispatch_limit"\nlimit = 1\n'
                 "[rules]\ndispatch_limit = 3\n",
                 ("'rules.dispatch_limit'", "beside a carrier", "each name once"))):
            with self.subTest(words):
                self.refused(items, *words)
        self.refused(VENTILATOR, "--set", "list of item", options=("--set", "item.turnaround=3"))


if __name__ == "__main__":
    cli.main()
