# SPDX-License-Identifier: Apache-2.0
"""The worked example of docs/fairness.md, and even shares from the case to the verified plan file."""

import json

import h5py

import surgeflow_cli as cli
from plan_content import content

# Both devices of C at A on day 1 treat its four patients, two on day 1 and two on day 3; one at B
# treats a patient on day 1 and is free on day 3, too late for anything else.
FACILITIES = """id,name,latitude,longitude,region,devices
A,A,,,north,0
B,B,,,south,0
C,C,,,north,2
"""
DEMAND = "facility,period,patients\nA,1,2\nA,3,2\nB,1,2\n"
TRANSIT = "origin,destination,periods\nC,A,1\nC,B,1\n"


class ExampleTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        for name, text in (("facilities.csv", FACILITIES), ("demand.csv", DEMAND),
                           ("transit.csv", TRANSIT), ("case.toml", cli.plain_case(4))):
            (self.folder / name).write_text(text, encoding="utf-8")

    def plan(self, *settings):
        overrides = [word for setting in settings for word in ("--set", setting)]
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                *overrides).stdout
        return json.loads((self.folder / "plan.json").read_text(encoding="utf-8")), told

    def verify(self, words):
        self.assertIn(words, self.run_program("verify", "plan.h5").stdout)

    def write_orders(self, *orders):
        text = "action,origin,destination,first,last,devices\n" + "".join(f"{o}\n" for o in orders)
        (self.folder / "orders.csv").write_text(text, encoding="utf-8")

    def test_one_device_for_each(self):
        self.assertEqual(self.plan()[0]["treated"], 4)
        for by in ("facility", "region"):
            with self.subTest(by):
                summary, told = self.plan(f"rules.fair_by={by}")
                self.assertEqual((summary["treated"], summary["units_shipped"]), (3, 2))
                fairness = summary["fairness"]
                self.assertEqual(fairness["by"], by)
                self.assertEqual(fairness["with"]["smallest_share_treated"], 0.5)
                self.assertEqual(fairness["smallest_share_bound"], 0.5)
                self.assertEqual(fairness["without"]["smallest_share_treated"], 0.0)
                self.assertEqual(fairness["without"]["worst_group"],
                                 "B" if by == "facility" else "south")
                self.assertEqual(fairness["with"]["gini_treated"], 0.0)
                self.assertEqual(fairness["price_patients"], 1)
                self.assertEqual(summary["rule_prices"], {"fair_by": 1})
                self.assertIn("no plan can make it more than 50.00 %", told)
                self.assertIn("no plan that keeps these shares can treat more", told)
                self.assertIn("none can be raised beyond its bound",
                              self.run_program("verify", "plan.h5").stdout)

    def test_floors_are_rows_of_the_programme(self):
        self.plan("rules.fair_by=facility")
        self.run_program("export", "plan.h5", "--format", "mps", "-o", "plan.mps")
        text = (self.folder / "plan.mps").read_text(encoding="utf-8")
        for row in (" G floor0\n", " y0_3 floor0 1\n", " supply floor0 2\n", " supply floor1 1\n"):
            self.assertIn(row, text)

    def test_changed_claims_are_found(self):
        changes = (("limits/floor", 2, "floor limit: group 1, of B"),
                   ("fairness/bound_treated", 0, "fair bound: level 1"),
                   ("fairness/reached_treated", 3, "fair share: group"))
        for dataset, value, words in changes:
            with self.subTest(dataset):
                self.plan("rules.fair_by=facility")
                with h5py.File(self.folder / "plan.h5", "r+") as file:
                    file[dataset][-1] = value
                refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
                self.assertIn(words, refused.stdout)

    def test_a_lending_limit_holds_in_plan_and_bound(self):
        # Of C's devices one may leave a day. That of day 0 is B's only one in time; the other
        # treats one of A's on day 3.
        self.assertEqual(self.plan("rules.lending_limit=1")[0]["treated"], 3)
        summary, _ = self.plan("rules.fair_by=facility", "rules.lending_limit=1")
        fairness = summary["fairness"]
        self.assertEqual((summary["treated"], fairness["with"]["smallest_share_treated"]),
                         (2, 0.25))
        self.assertEqual(fairness["smallest_share_bound"], 0.25)
        self.assertEqual(summary["rule_prices"], {"fair_by": 1})
        self.verify("none can be raised beyond its bound")
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            file["fairness/bound_treated"][0] = 0
        refused = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
        self.assertIn("fair bound: level 1", refused.stdout)

    def test_shares_come_before_weights_and_reserves(self):
        # A patient of A counts three of B's.
        header, a, b, c = FACILITIES.splitlines()
        (self.folder / "facilities.csv").write_text(
            f"{header},weight\n{a},3\n{b},1\n{c},1\n", encoding="utf-8")
        for rules in ([], ["rules.reserve_devices=2", "rules.reserve_weight=0.4"]):
            with self.subTest(rules):
                summary, told = self.plan("rules.fair_by=facility", *rules)
                self.assertEqual(summary["treated"], 3)
                self.assertEqual(summary["fairness"]["with"]["smallest_share_treated"], 0.5)
                self.assertEqual(summary["fairness"]["smallest_share_bound"], 0.5)
                self.assertIn("less than the best one that keeps these shares", told)
                self.verify("none can be raised beyond its bound")

    def test_orders_are_obeyed(self):
        self.write_orders("lock,C,A,2020-03-31,,2")
        summary, _ = self.plan("rules.fair_by=facility", "orders.file=orders.csv")
        fairness = summary["fairness"]
        self.assertEqual((summary["treated"], fairness["smallest_share_bound"]), (4, 0.0))
        self.verify("the plan obeys its orders")
        self.write_orders("keep,C,,2020-03-31,2020-04-01,1")
        summary, _ = self.plan("rules.fair_by=facility", "orders.file=orders.csv")
        # The device kept until day 1 can leave on day 2, for A on day 3.
        self.assertEqual((summary["treated"], summary["fairness"]["smallest_share_bound"]),
                         (2, 0.25))
        self.verify("the plan obeys its orders")

    def test_orders_in_conflict_are_named(self):
        self.write_orders("force,C,A,2020-03-31,,2", "keep,C,,2020-03-31,2020-03-31,1")
        refused = self.run_program("plan", "case.toml", "--set", "rules.fair_by=facility", "--set",
                                   "orders.file=orders.csv", expect=cli.INFEASIBLE)
        self.assertIn("orders.csv:3: keep", refused.stderr)

    def test_what_does_not_go_together_is_refused(self):
        cases = ((["rules.fair_by=county"], '"facility" or "region"'),
                 (["rules.fair_by=region", "rules.away_limit=0.5"], "fair_by beside a limit"),
                 (["rules.fair_by=region", "shipments.fewest=true"], "fair_by beside [shipments]"),
                 (["rules.fair_by=region", "solver.method=exact"], "solver.method"))
        for settings, words in cases:
            with self.subTest(settings):
                overrides = [word for setting in settings for word in ("--set", setting)]
                refused = self.run_program("plan", "case.toml", *overrides, expect=cli.BAD_INPUT)
                self.assertIn(words, refused.stderr)

    def test_every_facility_needs_a_region(self):
        (self.folder / "facilities.csv").write_text(FACILITIES.replace("south", ""),
                                                    encoding="utf-8")
        refused = self.run_program("plan", "case.toml", "--set", "rules.fair_by=region",
                                   expect=cli.BAD_INPUT)
        self.assertIn("facilities.csv:3", refused.stderr)
        self.plan("rules.fair_by=facility")


class SyntheticTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("synth", "--facilities", cli.to_try(8, 20), "--periods", 60, "--seed", 5,
                         "-o", "case")

    def plan(self, name, *words, ranks=None, expect=cli.DONE):
        self.run_program("plan", "case/case.toml", "-o", f"{name}.h5", "--summary", f"{name}.json",
                         "--set", "rules.fair_by=facility", *words, ranks=ranks, expect=expect)
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def test_the_same_plan_on_three_ranks_and_two_threads(self):
        fairness = self.plan("one", "--threads", "1")["fairness"]
        self.assertLess(fairness["without"]["smallest_share_treated"],
                        fairness["with"]["smallest_share_treated"])
        self.assertLessEqual(fairness["with"]["smallest_share_treated"],
                             fairness["smallest_share_bound"])
        self.plan("three", "--threads", "2", ranks=3)
        self.assertEqual(content(self.folder / "one.h5"), content(self.folder / "three.h5"))
        self.run_program("verify", "three.h5", ranks=3)

    @cli.thorough
    def test_the_same_beside_rules(self):
        rules = ("--set", "rules.lending_limit=1", "--set", "rules.reserve=0.1", "--set",
                 "rules.patient_tiers=[[0.5, 1.5], [1.0, 1.0]]")
        fairness = self.plan("one", "--threads", "1", *rules)["fairness"]
        self.assertLess(fairness["without"]["smallest_share_treated"],
                        fairness["with"]["smallest_share_treated"])
        self.plan("three", "--threads", "2", *rules, ranks=3)
        self.assertEqual(content(self.folder / "one.h5"), content(self.folder / "three.h5"))
        self.run_program("verify", "three.h5", ranks=3)
        self.plan("short", "--time-limit", "0", *rules, expect=cli.LIMIT_REACHED)
        self.run_program("verify", "short.h5")

    def test_a_time_limit_leaves_a_verified_plan(self):
        self.plan("short", "--time-limit", "0", expect=cli.LIMIT_REACHED)
        self.run_program("verify", "short.h5")

    def test_other_commands_refuse_it(self):
        self.plan("plan")
        refused = self.run_program("replan", "case/case.toml", "--from", "plan.h5", "--at",
                                   "2020-04-10", "--set", "rules.fair_by=facility", "-o", "next.h5",
                                   expect=cli.BAD_INPUT)
        self.assertIn("only 'surgeflow plan' makes shares even", refused.stderr)
        refused = self.run_program("explain", "plan.h5", expect=cli.BAD_INPUT)
        self.assertIn("a plan that makes shares even", refused.stderr)


if __name__ == "__main__":
    cli.main()
