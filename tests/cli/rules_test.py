# SPDX-License-Identifier: Apache-2.0
"""The worked examples of docs/rules.md, from their files to the verified plan, and wrong rules."""

import csv
import json

import surgeflow_cli as cli



class RulesTest(cli.CliTest):
    def write_case(self, facilities, demand, lanes, rules, periods=10):
        self.write("facilities.csv", "id,name,latitude,longitude," + "\n".join(facilities) + "\n")
        self.write("demand.csv", "facility,period,patients\n" + "\n".join(demand) + "\n")
        self.write("transit.csv", "origin,destination,periods\n" + "\n".join(lanes) + "\n")
        self.write("case.toml", cli.plain_case(periods, rules))

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def plan(self):
        """The summary of a plan that is verified, the words said, and its shipments."""
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                "--csv", "tables")
        self.run_program("verify", "plan.h5")
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        self.assertTrue(summary["certified"])
        with open(self.folder / "tables" / "shipments.csv", encoding="utf-8") as file:
            shipments = list(csv.DictReader(file))
        return summary, told.stdout, shipments

    def sent_by(self, shipments):
        sent = {}
        for shipment in shipments:
            origin = shipment["origin"]
            sent[origin] = sent.get(origin, 0) + int(shipment["quantity"])
        return sent

    def write_one_lender(self, rules, demand=("B,1,1",), reserve=""):
        self.write_case(["devices,reserve", f"A,A,,,1,{reserve}", "B,B,,,0,"], demand,
                        ["A,B,1", "B,A,1"], rules)

    def test_a_reserve_keeps_a_device_from_a_short_loan(self):
        self.write_one_lender("[rules]\nreserve_weight = 0.3\n", reserve=1)
        summary, told, _ = self.plan()
        self.assertEqual((summary["treated"], summary["units_shipped"]), (0, 0))
        self.assertIn("The rule reserve costs 1 patient", told)

    def test_a_lighter_reserve_lends_and_gets_it_back(self):
        self.write_one_lender("[rules]\nreserve_weight = 0.2\n", reserve=1)
        summary, told, shipments = self.plan()
        self.assertEqual((summary["treated"], summary["units_shipped"]), (1, 2))
        self.assertEqual([(s["origin"], s["destination"]) for s in shipments],
                         [("A", "B"), ("B", "A")])
        self.assertIn("The rule reserve costs no patient", told)

    def test_a_reserve_of_the_coming_periods_own_demand(self):
        self.write_one_lender("[rules]\nreserve_periods = 3\nreserve_weight = 0.4\n",
                              demand=("B,1,1", "A,2,1"))
        summary, _, shipments = self.plan()
        # A needs its device on day 2; sent on day 0 it would be back on day 4.
        self.assertEqual((summary["treated"], shipments), (1, []))

    def test_a_reserve_that_another_facility_covers(self):
        self.write_case(["devices,reserve", "A,A,,,1,1", "B,B,,,0,", "C,C,,,1,1"], ["B,1,1"],
                        ["A,B,1", "B,A,1", "C,A,1"], "[rules]\nreserve_weight = 0.3\n")
        summary, _, shipments = self.plan()
        self.assertEqual((summary["treated"], shipments), (0, []))
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                "--set", "rules.backup_periods=1")
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["treated"], summary["gap"]), (1, 0))
        self.assertEqual((summary["reserve"]["asked"], summary["reserve"]["own"] +
                          summary["reserve"]["covered"]), (20, 20))
        self.assertEqual(summary["rule_prices"]["backup_periods"], -1)
        self.assertIn("Of 20 reserve devices asked for over all periods", told.stdout)
        self.assertIn("A device covers up to 2 reserves at once", told.stdout)
        verified = self.run_program("verify", "plan.h5")
        self.assertIn("ok      the plan obeys its limits", verified.stdout)
        explained = self.run_program("explain", "plan.h5", "--shipment", 0)
        self.assertIn("nothing is decided anew, 1 fewer patient is treated", explained.stdout)

    def test_a_lending_limit(self):
        rules = "[rules]\nlending_limit = 1\n"
        self.write_case(["devices", "A,A,,,4", "B,B,,,0"], ["B,1,4", "B,2,4"], ["A,B,1"], rules)
        summary, told, shipments = self.plan()
        self.assertEqual(summary["treated"], 2)
        self.assertEqual({s["quantity"] for s in shipments}, {"1"})
        self.assertIn("The rule lending_limit costs 2 patients", told)

    def test_many_lenders_give_a_little(self):
        rules = "[rules]\nlending_cost = [[0.25, 0], [0.5, 1], [1.0, 3]]\n"
        lenders = [f"A{n},A{n},,,4" for n in (1, 2, 3)]
        lanes = [f"A{n},B,1" for n in (1, 2, 3)]
        self.write_case(["devices", *lenders, "B,B,,,0"], ["B,1,6"], lanes, rules)
        summary, _, shipments = self.plan()
        self.assertEqual(summary["movement_cost"], 9)
        self.assertEqual(self.sent_by(shipments), {"A1": 2, "A2": 2, "A3": 2})

    def test_the_first_patients_of_a_day_count_more(self):
        rules = "[rules]\npatient_tiers = [[0.5, 1.5], [1.0, 1.0]]\n"
        self.write_case(["devices", "A,A,,,2", "B,B,,,0", "C,C,,,0"], ["B,1,2", "C,1,2"],
                        ["A,B,1", "A,C,1"], rules)
        _, _, shipments = self.plan()
        self.assertEqual(sorted(s["destination"] for s in shipments), ["B", "C"])

    def test_a_facility_whose_patients_count_more(self):
        self.write_case(["devices,weight", "A,A,,,1,", "B,B,,,0,1", "C,C,,,0,2"],
                        ["B,1,1", "C,1,1"], ["A,B,1", "A,C,1"], "")
        _, _, shipments = self.plan()
        self.assertEqual([s["destination"] for s in shipments], ["C"])

    def test_a_pool_sends_where_patients_are(self):
        pool = ["devices,lead_periods", "P,Federal,,,2,2", "A,A,,,0,", "B,B,,,0,"]
        demand = ["A,1,1", "A,3,1", "B,2,1"]
        for rules in ("", '[sharing]\nscope = "none"\n', "[rules]\nlending_limit = 1\n"):
            with self.subTest(rules):
                self.write_case(pool, demand, ["A,B,9"], rules)
                summary, _, shipments = self.plan()
                # Sent on day 0 they are there on day 2: too late for A's patient of day 1.
                self.assertEqual((summary["treated"], self.sent_by(shipments)), (2, {"P": 2}))

    def test_three_ranks_give_the_same_plan(self):
        self.run_program("synth", "--facilities", 40, "--periods", 60, "--seed", 5, "-o", "case")
        rules = ("rules.reserve=0.1", "rules.lending_limit=2",
                 "rules.lending_cost=[[0.2, 0], [1.0, 2]]",
                 "rules.patient_tiers=[[0.5, 1.5], [1.0, 1.0]]")
        settings = [word for rule in rules for word in ("--set", rule)]
        for name, ranks in (("one", None), ("three", 3)):
            self.run_program("plan", "case/case.toml", "--csv", name, *settings, ranks=ranks)
        tables = [(self.folder / name / "shipments.csv").read_bytes() for name in ("one", "three")]
        self.assertEqual(*tables)

    def test_devices_on_patients_and_in_trucks_on_day_0(self):
        state = '[state]\nin_use = "in_use.csv"\nin_transit = "in_transit.csv"\nout_of_service = 0.5\n'
        self.write("in_use.csv", "facility,period,devices\nA,2,1\n")
        self.write("in_transit.csv", "facility,period,devices\nB,2020-04-01,1\n")
        self.write_case(["devices", "A,A,,,2", "B,B,,,0"],
                        ["A,0,2", "A,1,1", "A,2,1", "B,0,1", "B,1,1"], ["A,B,9"], state)
        summary, told, _ = self.plan()
        # Day 0: one of A's two is in service. Day 1: the truck at B. Day 2: both of A are free.
        self.assertEqual(summary["treated"], 3)
        self.assertIn("with 3 devices", told)

    def test_wrong_rules_are_refused_by_name(self):
        self.write_one_lender("")
        for setting, words in (
                ("reserve=1.5", "0 to 1"),
                ("reserve_weight=0.3", "a weight without a reserve"),
                ("backup_periods=1", "a cover without a reserve"),
                ("backup_periods=-1", "0 to"),
                ("lending_limit=-1", "0 to"),
                ("lending_cost=[[0.5, 1]]", "end with a pair for the rest"),
                ("lending_cost=[[0.5, 2], [1.0, 1]]", "no less than in the step before"),
                ("lending_cost=[[1.0, 0.5]]", "a whole number"),
                ("lending_cost=3", "a list of pairs of numbers"),
                ("patient_tiers=[[0.5, 1], [1.0, 2]]", "no more than in the tier before"),
                ("patient_tiers=[[0.5, 1], [0.4, 1]]", "cumulative shares")):
            with self.subTest(setting):
                refused = self.run_program("plan", "case.toml", "--set", f"rules.{setting}",
                                           expect=cli.BAD_INPUT)
                self.assertIn(words, refused.stderr)
                self.assertIn("rules." + setting.split("=", maxsplit=1)[0], refused.stderr)

    def test_a_reserve_must_not_outweigh_a_patient(self):
        self.write_one_lender("")
        refused = self.run_program("plan", "case.toml", "--set", "rules.reserve_devices=1", "--set",
                                   "rules.reserve_weight=0.5", expect=cli.BAD_INPUT)
        self.assertIn("less than 0.500", refused.stderr)

    def test_the_decomposition_refuses_these_rules(self):
        self.write_one_lender("")
        refused = self.run_program("plan", "case.toml", "--set", "rules.lending_limit=1", "--set",
                                   "solver.method=lagrangian", expect=cli.BAD_INPUT)
        self.assertIn("lending_limit", refused.stderr)


if __name__ == "__main__":
    cli.main()
