# SPDX-License-Identifier: Apache-2.0
"""The worked examples of docs/shipments.md: few shipments, what they cost, and what is refused."""

import csv
import json

import h5py
import surgeflow_cli as cli

BY_COST = """[objective]
movement = "cost"
"""
FACILITIES = """id,name,latitude,longitude,devices
A,Alder,,,{0}
B,Birch,,,0
C,Cedar,,,{1}
"""
TRANSIT = """origin,destination,periods,cost
A,B,1,3
A,C,1,1
C,B,1,1
"""


class ShipmentsTest(cli.CliTest):
    def write_case(self, demand, rules, devices=(3, 0), transit=TRANSIT):
        if transit.startswith("origin,destination,periods,cost"):
            rules += BY_COST
        for name, text in (("facilities.csv", FACILITIES.format(*devices)),
                           ("demand.csv", "facility,period,patients\n" + demand),
                           ("transit.csv", transit), ("case.toml", cli.plain_case(8, rules))):
            self.write(name, text)

    def plan(self, expect_verified="Verified", arguments=(), **launch):
        """The summary of a plan that is verified, the words said, and its shipments."""
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                "--csv", "tables", *arguments, **launch)
        self.assertIn(expect_verified, self.run_program("verify", "plan.h5").stdout)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        with open(self.folder / "tables" / "shipments.csv", encoding="utf-8") as file:
            shipments = [(row["origin"], row["destination"], row["depart_date"][:10],
                          int(row["quantity"])) for row in csv.DictReader(file)]
        return summary, told.stdout, shipments

    # B has a patient on day 2 and one on day 3: two of A's devices are needed.
    def test_devices_leave_together(self):
        self.write_case("B,2,1\nB,3,1\n", "[shipments]\nfewest = true\n",
                        transit="origin,destination,periods\nA,B,1\n")
        summary, told, shipments = self.plan()
        self.assertEqual([shipment[3] for shipment in shipments], [2])
        self.assertEqual(summary["treated"], 2)
        self.assertEqual(summary["consolidation"]["least_shipments"], 1)
        self.assertIn("no plan that treats as many has fewer than 1.", told)

    # C has a device near B, A two that are far: both from A are one shipment and cost more.
    def test_few_shipments_may_cost_movement(self):
        demand, devices = "B,1,2\n", (2, 1)
        self.write_case(demand, "", devices)
        summary, told, shipments = self.plan("Verified optimal")
        self.assertEqual((len(shipments), summary["movement_cost"]), (2, 4))
        self.assertNotIn("consolidation", summary)
        self.write_case(demand, "[shipments]\nfewest = true\n", devices)
        summary, told, shipments = self.plan("at least 0 unmet")
        self.assertEqual(shipments, [("A", "B", "2020-03-31", 2)])
        self.assertEqual(summary["status"], "feasible")
        self.assertFalse(summary["certified"])
        self.assertEqual((summary["movement_cost"], summary["gap"]), (6, 0))
        self.assertEqual(summary["consolidation"], {
            "shipments_before": 2, "movement_before": 4, "least_shipments": 1,
            "keep_unmet": False})
        self.assertIn("1 shipment instead of 2, at a movement of 6 instead of 4; no plan that "
                      "treats as many has fewer than 1.\n", told)
        self.assertIn("Shipments were made fewer: no plan can treat more, but one that moves less "
                      "may exist.", told)

    def test_a_fixed_cost_says_what_a_shipment_is_worth(self):
        for fixed_cost, number, movement in ((2, 2, 4), (3, 1, 6)):
            self.write_case("B,1,2\n", f"[shipments]\nfixed_cost = {fixed_cost}\n", (2, 1))
            summary, _, shipments = self.plan()
            self.assertEqual((len(shipments), summary["movement_cost"]), (number, movement))

    # A's two devices can treat two of B's patients or two of C's, or one of each.
    def test_unmet_demand_may_have_to_stay(self):
        demand = "B,1,2\nC,1,2\n"
        transit = "origin,destination,periods,cost\nA,B,1,1\nA,C,1,1\n"
        self.write_case(demand, "[shipments]\nfewest = true\n", (2, 0), transit)
        summary, _, shipments = self.plan()
        self.assertEqual((len(shipments), summary["treated"]), (1, 2))
        self.write_case(demand, "", (2, 0), transit)
        before = self.plan()[2]
        self.write_case(demand, "[shipments]\nfewest = true\nkeep_unmet = true\n", (2, 0), transit)
        self.assertEqual(self.plan()[2], before)

    # Two devices are lent for a day each, and are back by day 5: together there and back, unless
    # one may leave in a period.
    def test_loans_travel_together(self):
        transit = "origin,destination,periods\nA,B,1\nB,A,1\n"
        for rules, number in (("return_by = 5\n", 2), ("return_by = 5\ndispatch_limit = 1\n", 4)):
            self.write_case("B,1,1\nB,2,1\n",
                            f"[shipments]\nfewest = true\n[rules]\n{rules}", (2, 0), transit)
            summary, told, shipments = self.plan("the plan obeys its limits")
            self.assertEqual((summary["treated"], len(shipments)), (2, number))
            self.assertTrue(summary["consolidation"]["keep_unmet"])
        self.assertIn("no plan that keeps unmet demand where it is has fewer than", told)

    # An ordered shipment takes what would have left a day later.
    def test_ordered_shipments_take_more(self):
        self.write("orders.csv", "action,origin,destination,first,last,devices\n"
                   "force,A,B,2020-03-31,,1\n")
        self.write_case("B,1,1\nB,2,1\n",
                        "[shipments]\nfewest = true\n[orders]\nfile = \"orders.csv\"\n")
        summary, _, shipments = self.plan("the plan obeys its orders")
        self.assertEqual(shipments, [("A", "B", "2020-03-31", 2)])
        self.assertEqual(summary["treated"], 2)

    # One of A's devices is needed at B: it takes another along, or stays where there is none.
    def test_a_minimum_may_cost_patients(self):
        transit = "origin,destination,periods\nA,B,1\n"
        for devices, treated in ((3, 1), (1, 0)):
            self.write_case("B,1,1\n", "[shipments]\nminimum = 2\n", (devices, 0), transit)
            summary, told, shipments = self.plan("no shipment has fewer than 2 devices")
            self.assertEqual(summary["treated"], treated)
            self.assertEqual([shipment[3] for shipment in shipments], [2] if treated else [])
            self.assertEqual(summary["rule_prices"], {"minimum": 1 - treated})
        self.assertIn("The search for shipments of the least size ended before the optimum was "
                      "proved: under any plan at least 0 patients go without, 1 fewer than here "
                      "(gap 100.00 %).", told)
        self.assertIn("The rule minimum costs 1 patient.", told)
        self.assertEqual(summary["consolidation"]["least_shipments"], 0)

    # B needs devices on two days: two leave together, and one waits there.
    def test_a_minimum_may_cost_nothing(self):
        self.write_case("B,2,1\nB,3,1\n", "[shipments]\nminimum = 2\n",
                        transit="origin,destination,periods\nA,B,1\n")
        summary, _, shipments = self.plan("no shipment has fewer than 2 devices")
        self.assertEqual([shipment[3] for shipment in shipments], [2])
        self.assertEqual(summary["treated"], 2)

    # One device is ordered to B; C's patient needs one of A's other two, and both go.
    def test_what_is_ordered_may_be_less_than_the_minimum(self):
        self.write("orders.csv", "action,origin,destination,first,last,devices\n"
                   "force,A,B,2020-03-31,,1\n")
        self.write_case("B,1,1\nC,1,1\n",
                        "[shipments]\nminimum = 2\n[orders]\nfile = \"orders.csv\"\n")
        summary, _, shipments = self.plan("no shipment that nobody ordered has fewer than 2 devices")
        self.assertEqual(shipments, [("A", "B", "2020-03-31", 1), ("A", "C", "2020-03-31", 2)])
        self.assertEqual(summary["treated"], 2)

    # What was stopped keeps the minimum, and says that it was stopped.
    def test_a_minimum_holds_when_time_is_up(self):
        self.write_case("B,1,1\nB,3,1\nC,2,1\n", "[shipments]\nminimum = 2\n", (3, 1))
        summary, told, shipments = self.plan("no shipment has fewer than 2 devices",
                                             arguments=("--time-limit", "0"),
                                             expect=cli.LIMIT_REACHED)
        self.assertTrue(all(shipment[3] >= 2 for shipment in shipments))
        self.assertEqual(summary["status"], "time_limit")
        self.assertIn("The time limit was reached", told)
        self.assertNotIn("minimum", summary.get("rule_prices", {}))

    def test_ranks_agree(self):
        self.write_case("B,1,2\nC,2,1\nB,3,2\n", "[shipments]\nfewest = true\n", (4, 1))
        self.assertEqual(self.plan()[2], self.plan(ranks=2)[2])

    def test_what_is_refused(self):
        for rules, seen in (
                ("[shipments]\nfewest = true\nfixed_cost = 3\n", "fixed_cost beside fewest"),
                ("[shipments]\nkeep_unmet = true\n", "keep_unmet alone"),
                ("[shipments]\nfixed_cost = -1\n", "-1"),
                ("[shipments]\nminimum = 0\n", "1 to"),
                ("[shipments]\nminimum = 2\nkeep_unmet = true\n", "minimum beside keep_unmet"),
                ("[shipments]\nminimum = 2\n[rules]\ndispatch_limit = 1\n", "beside a limit"),
                ("[shipments]\nfewest = true\n[rules]\nreserve = 0.1\nbackup_periods = 1\n",
                 "beside rules.backup_periods"),
                ("[shipments]\nfewest = true\n[solver]\nmethod = \"lagrangian\"\n",
                 "\"lagrangian\" with [shipments]"),
                ("[shipments]\nfewset = true\n", "fewest")):
            self.write_case("B,1,1\n", rules)
            told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
            self.assertIn(seen, told)

    # The plan sends a device on each of two days; the first order stands, and takes both.
    def test_a_plan_of_the_next_day_has_few_shipments(self):
        demand, transit = "B,2,1\nB,3,1\n", "origin,destination,periods\nA,B,1\n"
        self.write_case(demand, "", transit=transit)
        one_a_day = self.plan(arguments=("--set", "rules.lending_limit=1"))[2]
        self.assertEqual([shipment[3] for shipment in one_a_day], [1, 1])
        self.write_case(demand, "[shipments]\nfewest = true\n", transit=transit)
        told = self.run_program("replan", "case.toml", "--from", "plan.h5", "--at", "2020-03-31",
                                "-o", "next.h5", "--summary", "next.json").stdout
        self.assertIn("1 shipment instead of 2, at a movement of 1 instead of 1", told)
        self.assertIn("no plan has fewer shipments than is said",
                      self.run_program("verify", "next.h5").stdout)
        summary = json.loads((self.folder / "next.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["shipments"], summary["unmet"]), (1, 0))
        self.assertEqual(summary["consolidation"]["shipments_before"], 2)

    def test_other_commands_refuse_it(self):
        self.write_case("B,2,1\n", "[shipments]\nminimum = 1\n")
        self.plan()
        told = self.run_program("replan", "case.toml", "--from", "plan.h5", "--at", "2020-04-01",
                                expect=cli.BAD_INPUT).stderr
        self.assertIn("only 'surgeflow plan' keeps a least size of shipments", told)
        self.write_case("B,2,1\n", "[shipments]\nfixed_cost = 1\n")
        self.write("sweep.toml", '[sweep]\ncase = "case.toml"\ndesign = "list"\n[[scenario]]\n'
                   'name = "longer"\nitem.turnaround = 3\n')
        told = self.run_program("sweep", "sweep.toml", "-o", "sweep.h5", expect=cli.BAD_INPUT).stderr
        self.assertIn("'surgeflow plan' and 'surgeflow replan' make shipments fewer", told)
        self.assertRegex(told, r"case\.toml:\d+: 'shipments\.fewest'")

    def test_a_false_bound_is_found(self):
        self.write_case("B,2,1\n", "[shipments]\nfewest = true\n")
        self.plan()
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            self.assertEqual(file["consolidation"].attrs["least_shipments"], 1)
            file["consolidation"].attrs["least_shipments"] = 2
        told = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stdout
        self.assertIn("the file says 2, recounted it is 1", told)


if __name__ == "__main__":
    cli.main()
