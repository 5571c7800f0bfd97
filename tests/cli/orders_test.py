# SPDX-License-Identifier: Apache-2.0
"""The worked examples of docs/orders.md, orders that contradict each other, and wrong ones."""

import csv
import json

import h5py
import surgeflow_cli as cli

ORDERS = '[orders]\nfile = "orders.csv"\n'
FACILITIES = """id,name,latitude,longitude,devices
A,Alder,,,3
B,Birch,,,0
C,Cedar,,,0
"""
DEMAND = "facility,period,patients\nA,0,1\nB,1,2\nC,3,1\nC,4,1\n"
TRANSIT = ("origin,destination,periods\nA,B,1\nA,C,1\nB,A,1\nB,C,1\nC,A,1\nC,B,1\n")
HEAD = "action,origin,destination,first,last,devices\n"


class OrdersTest(cli.CliTest):
    def write_case(self, *orders, rules=""):
        for name, text in (("facilities.csv", FACILITIES), ("demand.csv", DEMAND),
                           ("transit.csv", TRANSIT), ("case.toml", cli.plain_case(8, ORDERS + rules)),
                           ("orders.csv", HEAD + "".join(f"{order}\n" for order in orders))):
            self.write(name, text)

    def plan(self):
        """The summary of a plan that is verified, the words said, and its shipments."""
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                "--csv", "tables")
        verified = self.run_program("verify", "plan.h5")
        self.assertIn("the plan obeys its orders", verified.stdout)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        self.assertTrue(summary["certified"])
        with open(self.folder / "tables" / "shipments.csv", encoding="utf-8") as file:
            shipments = [(row["origin"], row["destination"], row["depart_date"][:10],
                          int(row["quantity"])) for row in csv.DictReader(file)]
        return summary, told.stdout, shipments

    def refused(self, *orders, rules=""):
        self.write_case(*orders, rules=rules)
        return self.run_program("plan", "case.toml", "-o", "plan.h5", expect=cli.BAD_INPUT).stderr

    def test_without_orders_all_are_treated(self):
        self.write_case()
        told = self.run_program("plan", "case.toml", "--summary", "plan.json")
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["treated"], summary["units_shipped"]), (5, 4))
        self.assertNotIn("orders", told.stdout)

    def test_a_ban_of_one_lane(self):
        self.write_case("ban,A,C,,,")
        summary, told, shipments = self.plan()
        self.assertEqual(summary["treated"], 4)
        self.assertNotIn(("A", "C"), [shipment[:2] for shipment in shipments])
        self.assertIn("The orders cost 1 patient", told)

    def test_a_ban_for_some_days(self):
        self.write_case("ban,A,,2020-03-31,2020-03-31,")
        summary, told, shipments = self.plan()
        # What leaves on the second day comes too late for B, whose patients need it then.
        self.assertEqual(summary["treated"], 3)
        self.assertGreater(min(day for _, _, day, _ in shipments), "2020-03-31")
        self.assertIn("The orders cost 2 patients", told)

    def test_a_ban_of_all_that_a_facility_receives(self):
        self.write_case("ban,,B,,,")
        summary, _, shipments = self.plan()
        self.assertEqual(summary["treated"], 3)
        self.assertNotIn("B", [destination for _, destination, _, _ in shipments])

    def test_forced_shipments_are_part_of_the_plan(self):
        self.write_case("force,A,C,2020-04-05,,1")
        summary, _, shipments = self.plan()
        self.assertIn(("A", "C", "2020-04-05", 1), shipments)
        self.assertEqual(summary["treated"], 5)
        self.assertEqual(summary["units_shipped"], sum(devices for *_, devices in shipments))
        self.assertEqual(summary["units_shipped"], 6)

    def test_a_lock_is_exact(self):
        self.write_case("lock,A,B,2020-03-31,,1")
        summary, _, shipments = self.plan()
        self.assertEqual([devices for origin, destination, day, devices in shipments
                          if (origin, destination, day) == ("A", "B", "2020-03-31")], [1])
        self.assertEqual(summary["treated"], 4)

    def test_stock_that_is_kept(self):
        self.write_case("keep,A,,,2020-04-02,2")
        summary, told, _ = self.plan()
        with h5py.File(self.folder / "plan.h5") as file:
            self.assertTrue((file["plan/idle"][0, :3] >= 2).all())
        self.assertEqual(summary["treated"], 3)
        self.assertIn("The orders cost 2 patients", told)

    def explain(self, *arguments):
        """The words about the plan of the case, and the numbers beside them."""
        told = self.run_program("explain", "plan.h5", *arguments, "--json", "answer.json")
        return told.stdout, json.loads((self.folder / "answer.json").read_text(encoding="utf-8"))

    def test_an_ordered_shipment_is_explained_as_such(self):
        self.write_case("lock,A,B,2020-03-31,,1")
        self.plan()
        text, answer = self.explain("--shipment", 0)
        self.assertIn("It is ordered: orders.csv:2: lock, 1 device. Planned anew without that "
                      "order, 1 more patient is treated", text)
        self.assertIn("2 devices still leave on that lane on that day.", text)
        self.assertEqual((answer["order"]["devices"], answer["order"]["costs_patients"],
                          answer["order"]["still_sent_without"]), (1, 1, 2))
        self.assertNotIn("dropped", answer)

    def test_what_is_sent_beyond_an_order(self):
        self.write_case("force,A,B,2020-03-31,,1")
        self.plan()
        text, answer = self.explain("--shipment", 0)
        self.assertIn("Of the 1 device beyond the order:\nIt saves 1 patient.", text)
        self.assertEqual((answer["quantity"], answer["order"]["costs_patients"],
                          answer["dropped"]["patients_saved"]), (2, 0, 1))

    def test_all_shipments_beside_an_order(self):
        self.write_case("force,A,C,2020-04-05,,1")
        summary, _, shipments = self.plan()
        text, answer = self.explain("--shipment", "all")
        self.assertEqual(len(answer["shipments"]), len(shipments))
        ordered = answer["shipments"][-1]
        self.assertEqual((ordered["order"]["costs_patients"], ordered["order"]["costs_movement"]),
                         (0, summary["units_shipped"] - 4))
        self.assertIn("Order: it is ordered", text)

    def test_stock_that_an_order_keeps_is_explained(self):
        self.write_case("keep,A,,,2020-04-02,2")
        self.plan()
        text, answer = self.explain("--facility", "A", "--date", "2020-03-31")
        self.assertIn("2 devices are idle there and 1 in use.", text)
        self.assertIn("An order keeps 2 of the idle ones there.", text)
        self.assertEqual(answer["kept_by_order"], 2)
        text, _ = self.explain("--facility", "B", "--date", "2020-04-01")
        self.assertIn("No other facility has an idle device on that day that no order keeps", text)

    def test_beside_rules(self):
        self.write_case("force,A,B,2020-03-31,,2", rules="[rules]\nlending_limit = 3\n")
        summary, told, _ = self.plan()
        self.assertIn("The rule lending_limit costs no patient", told)
        self.assertEqual({price["rule"] for price in summary["rule_prices"]}
                         if isinstance(summary["rule_prices"], list)
                         else set(summary["rule_prices"]), {"lending_limit", "orders", "all"})

    def test_the_smallest_conflict_is_named(self):
        self.write_case("ban,C,A,,,", "force,A,B,2020-03-31,,2", "keep,A,,,2020-03-31,2")
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", expect=cli.INFEASIBLE).stderr
        self.assertIn("1 device is short at A on 2020-03-31", told)
        self.assertIn("orders.csv:3: force: at least 2 devices from A to B on 2020-03-31", told)
        self.assertIn("orders.csv:4: keep: 2 devices idle at A, 2020-03-31 to 2020-03-31", told)
        self.assertNotIn("orders.csv:2", told)
        self.assertFalse((self.folder / "plan.h5").exists())

    def test_ranks_agree_on_a_conflict(self):
        self.write_case("force,A,B,2020-03-31,,4")
        told = self.run_program("plan", "case.toml", ranks=2, expect=cli.INFEASIBLE).stderr
        self.assertEqual(told.count("no plan can obey this order"), 1)

    def test_orders_that_collide(self):
        told = self.refused("ban,A,,2020-03-31,2020-04-02,", "force,A,B,2020-04-01,,1")
        self.assertIn("orders.csv:3: 'action': force where line 2 says ban", told)
        told = self.refused("lock,A,B,2020-04-01,,1", "force,A,B,2020-04-01,,1")
        self.assertIn("force where line 2 says lock", told)

    def test_wrong_lines(self):
        told = self.refused("bann,A,B,,,", "force,A,B,,,1", "force,A,,2020-03-31,,1",
                            "lock,A,B,2020-03-31,,-1", "keep,A,B,,,1", "ban,,,,,",
                            "ban,A,B,2020-04-03,2020-04-01,", "ban,X,,,,", "force,A,A,0,,1",
                            "ban,A,,,,3", "force,A,B,2020-03-31,2020-04-01,1", "keep,A,,,,0")
        for line, seen in ((2, '"bann" is no action'), (3, "the cell is empty"),
                           (4, "the cell is empty"), (5, "-1"), (6, '"B"'),
                           (7, "a ban of every lane"), (8, "is before"), (9, "is no facility"),
                           (10, "to itself"), (11, "3"), (12, "after"), (13, "0")):
            self.assertRegex(told, rf"orders\.csv:{line}: '\w+': .*{seen}")

    def test_shipments_that_can_not_be(self):
        told = self.refused("force,A,B,2020-04-07,,1")
        self.assertIn("orders.csv:2: 'first': devices that leave then arrive after the end", told)
        (self.folder / "transit.csv").write_text("origin,destination,periods\nB,A,1\n")
        told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
        self.assertIn("there is no lane between the two", told)

    def test_a_ban_beside_limits(self):
        self.write_case("ban,A,C,,,", rules="[rules]\ndispatch_limit = 1\n")
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                "--csv", "tables").stdout
        self.assertIn("The orders cost no patient", told)
        verified = self.run_program("verify", "plan.h5").stdout
        for words in ("the plan obeys its orders", "the plan obeys its limits"):
            self.assertIn(f"ok      {words}", verified)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["treated"], summary["gap"]), (4, 0))
        told = self.run_program("explain", "plan.h5", "--shipment", "all").stdout
        self.assertRegex(told, r"1\s+1      1.00  Birch \(B\) to Cedar \(C\)")
        self.send_on_the_closed_lane()
        told = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stdout
        self.assertIn("closed lane: 1 devices from A to C in period 2020-03-31", told)

    def send_on_the_closed_lane(self):
        """Changes where the first shipment to B goes."""
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            destination = file["shipments/destination"]
            destination[list(destination[:]).index(1)] = 2

    def plan_within(self, *orders, rules):
        """The summary of a plan within limits, and its shipments; both kinds of rules are verified."""
        self.write_case(*orders, rules=f"[rules]\n{rules}\n")
        self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                         "--csv", "tables")
        verified = self.run_program("verify", "plan.h5").stdout
        for words in ("the plan obeys its orders", "the plan obeys its limits"):
            self.assertIn(f"ok      {words}", verified)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        with open(self.folder / "tables" / "shipments.csv", encoding="utf-8") as file:
            shipments = [(row["origin"], row["destination"], row["depart_date"][:10],
                          int(row["quantity"])) for row in csv.DictReader(file)]
        return summary, shipments

    def test_what_is_forced_counts_in_a_dispatch_limit(self):
        # The one device of day 0 goes to C, and what leaves later is too late for B's patients.
        summary, shipments = self.plan_within("force,A,C,2020-03-31,,1", rules="dispatch_limit = 1")
        self.assertEqual([shipment for shipment in shipments if shipment[2] == "2020-03-31"],
                         [("A", "C", "2020-03-31", 1)])
        self.assertEqual((summary["treated"], summary["gap"]), (3, 0))

    def test_what_is_locked_counts_as_away(self):
        # Two of three must stay, and the third is lent by order.
        summary, _ = self.plan_within("lock,A,B,2020-03-31,,1", rules="away_limit = 0.34")
        self.assertEqual((summary["treated"], summary["gap"]), (3, 0))

    def test_what_is_forced_comes_back(self):
        _, shipments = self.plan_within("force,A,C,2020-04-05,,1", rules='return_by = "end"')
        back = [devices for _, destination, _, devices in shipments if destination == "A"]
        away = [devices for origin, _, _, devices in shipments if origin == "A"]
        self.assertGreaterEqual(sum(back), sum(away))

    def test_what_is_kept_is_there(self):
        # The two that must be there are those that are kept, and the third is lent; from day 3 on
        # none of the two may leave for C, as one does without the limit.
        summary, shipments = self.plan_within("keep,A,,,2020-04-02,2", rules="away_limit = 0.34")
        with h5py.File(self.folder / "plan.h5") as file:
            self.assertTrue((file["plan/idle"][0, :3] >= 2).all())
        self.assertEqual(sum(devices for origin, *_, devices in shipments if origin == "A"), 1)
        self.assertEqual((summary["treated"], summary["gap"]), (2, 0))

    def impossible(self, *orders, rules):
        self.write_case(*orders, rules=f"[rules]\n{rules}\n")
        return self.run_program("plan", "case.toml", expect=cli.INFEASIBLE).stderr

    def test_orders_that_no_limit_allows(self):
        told = self.impossible("ban,A,C,2020-04-05,,", "force,A,C,2020-03-31,,1",
                               "lock,A,B,2020-03-31,,1",
                               rules="dispatch_limit = 1\naway_limit = 0.9")
        self.assertIn("within rules.dispatch_limit, which is possible without any one of them: 2 "
                      "devices leave on 2020-03-31, and 1 may\n  orders.csv:3: force", told)
        self.assertNotIn("orders.csv:2", told)
        told = self.impossible("force,A,C,2020-03-31,,2", rules="away_limit = 0.34")
        self.assertIn("no plan can obey this order within rules.away_limit: 1 device is short at A "
                      "on 2020-03-31", told)
        told = self.impossible("force,A,C,2020-04-06,,1", rules='return_by = "end"')
        self.assertIn("within rules.return_by: 1 device is short at A on 2020-04-07", told)
        told = self.impossible("keep,A,,,,3", rules="no_worse_off = true")
        self.assertIn("no plan can obey this order within rules.no_worse_off: A treats at most 0 "
                      "patients, and 1 with nothing shipped", told)

    def test_a_limit_that_an_ordered_shipment_exceeds_is_found(self):
        self.plan_within("force,A,C,2020-03-31,,1", rules="dispatch_limit = 1")
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            file["limits"].attrs["dispatch_limit"] = 0
        told = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stdout
        self.assertIn("1 devices leave, 1 more than the 0 allowed", told)

    def test_reasons_within_limits_name_what_is_ordered(self):
        self.plan_within("force,A,C,2020-03-31,,1", rules="dispatch_limit = 1")
        told = self.run_program("explain", "plan.h5", "--shipment", 0).stdout
        self.assertIn("It is ordered: orders.csv:2: force, 1 device.", told)
        self.assertIn("That is exact, and within the limits.", told)
        self.run_program("explain", "plan.h5")
        self.run_program("explain", "plan.h5", "--facility", "C", "--date", "2020-04-03")
        told = self.run_program("explain", "plan.h5", "--shipment", "all").stdout
        self.assertIn("2020-03-31        1       1", told)

    def test_a_plan_that_does_not_obey_is_found(self):
        self.write_case("lock,A,B,2020-03-31,,1")
        self.plan()
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            file["input/orders/devices"][0] = 2
        told = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stdout
        self.assertIn("line 2 of orders.csv: the plan sends less than 2 devices", told)


if __name__ == "__main__":
    cli.main()
