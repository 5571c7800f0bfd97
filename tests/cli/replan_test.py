# SPDX-License-Identifier: Apache-2.0
"""surgeflow replan: the same forecast changes nothing; what was seen counts; others are refused."""

import csv
import json

import h5py

import surgeflow_cli as cli


class ReplanTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("plan", self.case, "-o", "plan.h5")

    def see(self, **tables):
        """Writes tables of what was seen into the folder `seen`."""
        (self.folder / "seen").mkdir(exist_ok=True)
        for name, text in tables.items():
            self.write(f"seen/{name}.csv", text)
        return ["--actuals", "seen"]

    def replan(self, at, *arguments, source="plan.h5", **options):
        return self.run_program("replan", self.case, "--from", source, "--at", at, "-o", "new.h5",
                                "--summary", "new.json", "--csv", "new", *arguments, **options)

    def summary(self):
        return json.loads((self.folder / "new.json").read_text(encoding="utf-8"))

    def table(self, name):
        with open(self.folder / "new" / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def refused(self, at, *arguments, expect=cli.BAD_INPUT):
        before = self.files()
        finished = self.run_program("replan", self.case, "--from", "plan.h5", "--at", at, "-o",
                                    "new.h5", *arguments, "--quiet", expect=expect)
        self.assertEqual(self.files(), before)
        return finished.stderr


class ThreeTownsTest(ReplanTest):
    """Both devices of Arch left for Bend on the first day."""

    def test_all_as_planned(self):
        finished = self.replan("2020-04-01")
        self.assertIn("1 patient came, where 1 were expected; 0 went without", finished.stdout)
        self.assertIn("0 devices idle, 1 on patients, 2 in trucks.", finished.stdout)
        self.run_program("verify", "new.h5")
        summary = self.summary()
        self.assertEqual((summary["demand"], summary["unmet"], summary["status"]), (5, 1, "optimal"))

    def test_on_the_first_day_the_order_is_frozen(self):
        finished = self.replan("2020-03-31")
        self.assertIn("Orders: 1 kept, 0 changed, 0 dropped, 0 new; 2 of 2 devices", finished.stdout)
        self.assertIn("Frozen: 1 order with 2 devices leave in the next 1 period", finished.stdout)
        self.run_program("verify", "new.h5")
        with h5py.File(self.folder / "new.h5") as plan:
            self.assertEqual(plan["replan/orders/frozen"][...].tolist(), [2])
            self.assertEqual(plan["shipments/quantity"][...].tolist(), [2])
            self.assertEqual(plan["input/orders/devices"][...].tolist(), [2])
            self.assertEqual(plan["history/demand"].shape, (3, 0))

    def test_what_did_not_leave_stays(self):
        seen = self.see(shipments="origin,destination,period,devices\n001,002,0,1\n")
        finished = self.replan("2020-04-01", *seen)
        self.assertIn("1 order left with fewer devices than ordered, or not at all: 1 device stayed",
                      finished.stdout)
        self.assertIn("1 device idle, 1 on patients, 1 in trucks.", finished.stdout)
        row = self.table("changes.csv")
        self.assertEqual([(line["origin"], line["destination"], line["change"], line["now"])
                          for line in row], [("001", "002", "new", "1")])
        self.run_program("verify", "new.h5")

    def test_limits_bind_every_day(self):
        """Two devices were to leave on the first day, one may: the other comes a day later."""
        limit = ["--set", "rules.dispatch_limit=1"]
        self.run_program("plan", self.case, "-o", "plan.h5")
        finished = self.replan("2020-03-31", *limit)
        self.assertIn("Frozen: 1 order with 1 device leave in the next 1 period as ordered; 1 device "
                      "more are not there to leave, or may not within the limits.", finished.stdout)
        self.run_program("verify", "new.h5")
        with h5py.File(self.folder / "new.h5") as plan:
            self.assertEqual(plan["shipments/quantity"][...].tolist(), [1, 1])
            self.assertEqual(plan["replan/orders/frozen"][...].sum(), 1)

    def test_orders_of_later_days_do_not_leave_twice(self):
        """Within limits yesterday's plan is one of the answers, with what a person ordered in it."""
        self.write("orders.csv", "action,origin,destination,first,last,devices\n"
                   "force,001,003,2020-04-02,,1\n")
        limit = ["--set", "rules.dispatch_limit=1", "--set", "orders.file='orders.csv'", "--set",
                 "solver.gap=0.9"]
        self.run_program("plan", self.case, *limit, "-o", "plan.h5")
        finished = self.replan("2020-03-31", *limit, "--frozen-periods", 0)
        self.run_program("verify", "new.h5")
        self.assertIn("0 dropped, 0 new", finished.stdout)

    def test_frozen_orders_are_cut_to_a_lower_lending_limit(self):
        finished = self.replan("2020-03-31", "--set", "rules.lending_limit=1")
        self.run_program("verify", "new.h5")
        self.assertIn("Frozen: 1 order with 1 device leave", finished.stdout)
        finished = self.replan("2020-03-31", "--set", "rules.lending_limit=1", "--set",
                               "rules.away_limit=1.0", "--frozen-periods", 0)
        self.run_program("verify", "new.h5")

    def test_loans_come_back_though_they_are_away_in_the_morning(self):
        """Arch lends two for the first patients of Bend only, and they are at Bend on the third day."""
        limit = ["--set", "rules.return_by=2020-04-05"]
        self.run_program("plan", self.case, *limit, "-o", "plan.h5")
        with h5py.File(self.folder / "plan.h5") as plan:
            self.assertEqual(plan["shipments/depart"][...].tolist(), [0, 3])
        finished = self.replan("2020-04-02", *limit)
        self.run_program("verify", "new.h5")
        self.assertIn("2 of 2 devices ordered before still travel as ordered", finished.stdout)
        self.assertEqual(self.summary()["unmet"], 2)

    def test_loans_that_can_not_be_back_in_time_are_said(self):
        limit = ["--set", "rules.return_by=2020-04-01"]
        refused = self.refused("2020-04-01", *limit, expect=cli.INFEASIBLE)
        self.assertIn("no plan can obey rules.return_by: 2 devices are short at 001 on 2020-04-01, "
                      "where 2 must be there", refused)

    def test_a_frozen_order_is_explained(self):
        self.replan("2020-03-31")
        text = self.run_program("explain", "new.h5", "--shipment", 0).stdout
        self.assertIn("It is ordered: force, 2 devices, frozen by the re-plan.", text)

    def test_a_count_counts(self):
        seen = self.see(stock="facility,period,devices\n003,2020-03-31,4\n")
        finished = self.replan("2020-04-01", *seen)
        self.assertIn("The books were wrong in 1 place; the plan goes on with what was seen, "
                      "4 devices more in all", finished.stdout)
        self.assertEqual(self.table("reconciliation.csv"),
                         [{"facility": "003", "period": "2020-03-31", "source": "stock_count",
                           "expected": "0", "used": "4"}])
        self.assertEqual(self.summary()["unmet"], 0)
        self.run_program("verify", "new.h5")

    def test_patients_who_came(self):
        seen = self.see(demand="facility,period,patients\n003,0,3\n")
        finished = self.replan("2020-04-01", *seen)
        self.assertIn("3 patients came, where 1 were expected; 2 went without", finished.stdout)
        self.assertEqual(sum(int(row["treated"]) for row in self.table("past.csv")), 1)

    def test_a_chain_keeps_its_history_in_one_file(self):
        self.replan("2020-03-31")
        for day in ["2020-04-01", "2020-04-03", "2020-04-05"]:
            self.replan(day, source="new.h5")
            self.run_program("verify", "new.h5")
        with h5py.File(self.folder / "new.h5") as plan:
            history = plan["history"]
            self.assertEqual(history["replans/date"].asstr()[...].tolist(),
                             ["2020-03-31", "2020-04-01", "2020-04-03", "2020-04-05"])
            self.assertEqual(history["demand"][...].sum(), cli.DEMAND_TOTAL)
            self.assertEqual(history["demand"][...].sum() - history["treated"][...].sum(),
                             cli.UNMET_SHARED)
            self.assertEqual(history["shipments/quantity"][...].tolist(), [2])
            self.assertEqual(history["received"][1].tolist(), [0, 2, 0, 0, 0])
        self.assertIn("/history/replans", self.run_program("info", "new.h5").stdout)

    def test_an_altered_history_is_found(self):
        self.replan("2020-04-01")
        with h5py.File(self.folder / "new.h5", "r+") as plan:
            plan["history/treated"][2, 0] = 0
        self.assertIn("history/treated", self.run_program("verify", "new.h5", expect=3).stdout)

    def test_the_same_on_ranks(self):
        def content():
            with h5py.File(self.folder / "new.h5") as plan:
                return [plan[name][...].tobytes() for name in
                        ["plan/treated", "replan/orders/now", "duals/device_value_moves"]]
        self.replan("2020-04-01")
        alone = content()
        self.replan("2020-04-01", ranks=2)
        self.assertEqual(content(), alone)


class RefusedTest(ReplanTest):
    def test_facilities_that_the_plan_does_not_know(self):
        seen = self.see(demand="facility,period,patients\n01,0,3\n",
                        shipments="origin,destination,period,devices\n001,009,0,1\n",
                        stock="facility,period,devices\n777,0,1\n")
        message = self.refused("2020-04-01", *seen)
        self.assertIn('seen/demand.csv:2: \'facility\': "01" is no facility of the plan', message)
        self.assertIn('seen/shipments.csv:2: \'destination\': "009" is no facility', message)
        self.assertIn('seen/stock.csv:2: \'facility\': "777" is no facility', message)

    def test_what_has_not_happened_yet(self):
        seen = self.see(demand="facility,period,patients\n001,2020-04-01,3\n")
        message = self.refused("2020-04-01", *seen)
        self.assertIn("has not passed, or is no period of the plan; allowed: 0 to 0", message)

    def test_dates_outside_the_plan(self):
        for day in ["2020-03-30", "2020-04-06"]:
            self.assertIn(f"{day} is outside the plan; allowed: a date from 2020-03-31 to "
                          "2020-04-05", self.refused(day))
        self.assertIn("is no date", self.refused("soon", expect=cli.USAGE))

    def test_a_date_outside_the_case(self):
        message = self.refused("2020-04-05", "--set", "horizon.periods=4")
        self.assertIn("2020-04-05 is outside the case", message)

    def test_a_plan_of_an_older_format(self):
        with h5py.File(self.folder / "plan.h5", "r+") as plan:
            plan.attrs["format_version"] = 1
        message = self.refused("2020-04-01")
        self.assertIn("format version 1; allowed: 2; write the file again", message)

    def test_an_altered_plan(self):
        with h5py.File(self.folder / "plan.h5", "r+") as plan:
            plan["plan/treated"][2, 0] = 0
        self.assertIn("differs from its recorded SHA-256: plan/treated", self.refused("2020-04-01"))

    def test_a_plan_of_another_case(self):
        self.write("facilities.csv", cli.FACILITIES.replace("003,Cove", "004,Cove"))
        self.write("demand.csv", "facility,period,patients\n002,1,2\n")
        self.write("transit.csv", "origin,destination,periods\n001,002,1\n")
        self.assertIn('facility 3 of the plan is "003", that of the case is "004"',
                      self.refused("2020-04-01"))

    def test_folders_that_say_nothing(self):
        seen = self.see(stocks="facility,period,devices\n001,0,1\n")
        message = self.refused("2020-04-01", *seen)
        self.assertIn('"stocks.csv" is no table of what was seen', message)
        self.assertIn("the folder says nothing of what was seen", message)
        self.assertIn("can not be read", self.refused("2020-04-01", "--actuals", "absent"))
        self.assertIn("no period of the plan has passed", self.refused("2020-03-31", *seen))

    def test_bad_numbers(self):
        seen = self.see(
            shipments="origin,destination,period,devices,arrive\n001,002,0,1,0\n003,001,0,1,\n"
                      "001,001,0,1,\n",
            stock="facility,period,devices\n001,0,-1\n001,0,2\n001,0,3\n")
        message = self.refused("2020-04-01", *seen)
        self.assertIn("a period of the plan after that of departure", message)
        self.assertIn("the plan has no such lane", message)
        self.assertIn("the facility that sends; allowed: another facility", message)
        self.assertIn("-1; allowed: 0 to", message)
        self.assertIn('"001" has this period already, in line 3', message)


if __name__ == "__main__":
    cli.main()
