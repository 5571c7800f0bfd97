# SPDX-License-Identifier: Apache-2.0
"""Few shipments beside several items: the worked examples of docs/shipments.md, and what is refused."""

import json

import h5py

import surgeflow_cli as cli
from plan_content import content

# A day from A to B and back; devices treat for two days. B has a patient for a ventilator on day 2
# and one on day 3, so that two of A's are needed, which leave on day 1 at the latest and on day 2.
CASE = """[horizon]
start = 2020-03-31
periods = 8
[facilities]
file = "facilities.csv"
[transit]
file = "transit.csv"
[[item]]
name = "ventilator"
turnaround = 2
demand = "ventilators.csv"
"""
PUMP = """[[item]]
name = "pump"
turnaround = 2
demand = "pumps.csv"
"""
USES = "uses = { circuit = 1 }\n"
CIRCUIT = """[[item]]
name = "circuit"
kind = "consumable"
"""
FEWEST = "[shipments]\nfewest = true\n"


class ItemShipmentsTest(cli.CliTest):
    def write_case(self, rest, devices="2,1,2"):
        self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_pump,"
                   f"devices_circuit\nA,A,,,{devices}\nB,B,,,0,0,0\n")
        self.write("ventilators.csv", "facility,period,patients\nB,2,1\nB,3,1\n")
        self.write("pumps.csv", "facility,period,patients\nB,2,1\n")
        self.write("transit.csv", "origin,destination,periods\nA,B,1\nB,A,1\n")
        self.write("case.toml", CASE + rest)

    def plan(self, *options, verified="no plan of the same treatments has fewer shipments",
             ranks=None):
        """The summary of plans that are verified, the words said, and shipments by item, as what
        leaves in a period."""
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                *options, ranks=ranks).stdout
        self.assertIn(verified, self.run_program("verify", "plan.h5").stdout)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        with h5py.File(self.folder / "plan.h5") as file:
            shipments = {name: list(zip(group["shipments/depart"][:].tolist(),
                                        group["shipments/quantity"][:].tolist()))
                         for name, group in file["items"].items()}
        return summary, told, shipments

    # With one load a day three devices leave on three days. With two the ventilators leave
    # together, on a day on which the pump does not; with three all may leave on one.
    def test_a_carrier_keeps_its_room(self):
        for limit, numbers, loads in ((1, (2, 1), [1, 1, 1]), (2, (1, 1), [1, 2]),
                                      (3, (1, 1), None)):
            with self.subTest(limit):
                self.write_case(PUMP + f'[[carrier]]\nname = "truck"\nlimit = {limit}\n' + FEWEST)
                summary, told, shipments = self.plan()
                self.assertEqual(summary["treated"], 3)
                self.assertEqual((len(shipments["ventilator"]), len(shipments["pump"])), numbers)
                leaving = [0] * 8
                for depart, quantity in shipments["ventilator"] + shipments["pump"]:
                    leaving[depart] += quantity
                self.assertLessEqual(max(leaving), limit)
                if loads:
                    self.assertEqual(sorted(load for load in leaving if load), loads)
                of_item = summary["items"]["ventilator"]["consolidation"]
                self.assertEqual(of_item["least_shipments"], 1)
                self.assertGreaterEqual(of_item["shipments_before"], numbers[0])
                self.assertTrue(of_item["keep_unmet"])
                self.assertIn("; no plan that gives it the same treatments has fewer than 1.", told)
                with h5py.File(self.folder / "plan.h5") as file:
                    stored = file["items/ventilator/consolidation"].attrs
                    self.assertEqual(stored["least_shipments"], 1)
                    self.assertEqual(stored["shipments_before"], of_item["shipments_before"])

    # Three may leave in a day: the ventilators leave together and so do the circuits, on two days.
    def test_units_travel_together_for_the_same_treatments(self):
        self.write_case(USES + CIRCUIT + "[rules]\ndispatch_limit = 3\n" + FEWEST)
        summary, told, shipments = self.plan()
        self.assertEqual(summary["treated"], 2)
        self.assertEqual(sorted(shipments["ventilator"] + shipments["circuit"]), [(0, 2), (1, 2)])
        self.assertIn("1 shipment instead of 2, at a movement of 2 instead of 2; no plan that gives "
                      "it the same treatments has fewer than 1.", told)
        self.write_case(USES + CIRCUIT + "[rules]\ndispatch_limit = 1\n" + FEWEST)
        summary, _, shipments = self.plan()
        self.assertEqual(summary["treated"], 1)
        self.assertEqual({quantity for item in shipments.values() for _, quantity in item}, {1})

    # A ventilator at C is nearer: from A, with the other, it moves more.
    def test_a_fixed_cost_is_weighed_against_movement(self):
        for fixed_cost, number in ((2, 2), (3, 1)):
            self.write_case(USES + CIRCUIT + f"[shipments]\nfixed_cost = {fixed_cost}\n"
                            '[objective]\nmovement = "cost"\n')
            self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_circuit\n"
                       "A,A,,,2,0\nB,B,,,0,2\nC,C,,,1,0\n")
            self.write("ventilators.csv", "facility,period,patients\nB,1,2\n")
            self.write("transit.csv", "origin,destination,periods,cost\nA,B,1,3\nC,B,1,1\n")
            _, _, shipments = self.plan()
            self.assertEqual(len(shipments["ventilator"]), number)

    # What is ordered leaves on day 0, and takes the other ventilator along.
    def test_ordered_shipments_take_more(self):
        self.write("orders.csv", "action,item,origin,destination,first,last,devices\n"
                   "force,ventilator,A,B,2020-03-31,,1\n")
        self.write_case(USES + CIRCUIT + FEWEST + '[orders]\nfile = "orders.csv"\n')
        summary, _, shipments = self.plan()
        self.assertEqual(summary["treated"], 2)
        self.assertEqual(shipments["ventilator"], [(0, 2)])

    def test_what_nothing_ties_is_as_a_case_of_its_own(self):
        self.write_case(PUMP + FEWEST)
        summary, told, _ = self.plan(verified="ventilator: no plan has fewer shipments than is said")
        self.assertIn("no plan that treats as many has fewer than 1.", told)
        self.write("one.toml", CASE.replace("[[item]]", "[item]").replace(
            'demand = "ventilators.csv"\n', '[demand]\nfile = "ventilators.csv"\n') + FEWEST)
        self.run_program("plan", "one.toml", "-o", "one.h5", "--summary", "one.json")
        one = json.loads((self.folder / "one.json").read_text(encoding="utf-8"))
        self.assertEqual(summary["items"]["ventilator"]["consolidation"], one["consolidation"])
        with h5py.File(self.folder / "plan.h5") as items, h5py.File(self.folder / "one.h5") as alone:
            for name in ("plan/treated", "shipments/depart", "shipments/quantity"):
                self.assertEqual(items[f"items/ventilator/{name}"][:].tolist(),
                                 alone[name][:].tolist())

    # C's device is nearer; one shipment of A's two moves more than it must.
    def test_a_plan_that_moves_more_is_not_called_optimal(self):
        self.write_case(PUMP + FEWEST + '[objective]\nmovement = "cost"\n')
        self.write("facilities.csv", "id,name,latitude,longitude,devices,devices_pump\n"
                   "A,A,,,2,1\nB,B,,,0,0\nC,C,,,1,0\n")
        self.write("ventilators.csv", "facility,period,patients\nB,1,2\n")
        self.write("transit.csv", "origin,destination,periods,cost\nA,B,1,3\nC,B,1,1\n")
        summary, told, shipments = self.plan(verified="Verified")
        self.assertEqual((shipments["ventilator"], summary["status"]), ([(0, 2)], "feasible"))
        self.assertIn("Shipments were made fewer: no plan can treat more, but one that moves less "
                      "may exist.", told)

    def test_threads_and_ranks_give_the_same_plans(self):
        self.write_case(USES + PUMP + CIRCUIT + "[rules]\ndispatch_limit = 3\n" + FEWEST)
        self.plan("--threads", 1)
        one = content(self.folder / "plan.h5")
        self.plan("--threads", 2)
        self.assertEqual(content(self.folder / "plan.h5"), one)
        self.plan(ranks=2)
        self.assertEqual(content(self.folder / "plan.h5"), one)

    def test_a_false_bound_is_found(self):
        self.write_case(USES + CIRCUIT + FEWEST)
        self.plan()
        with h5py.File(self.folder / "plan.h5", "r+") as file:
            file["items/circuit/consolidation"].attrs["least_shipments"] = 3
        told = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT).stdout
        self.assertIn("circuit: no plan of the same treatments has fewer", told)
        self.assertIn("the file says 3, recounted it is 1", told)

    def test_a_minimum_is_refused(self):
        self.write_case(PUMP + "[shipments]\nfewest = true\nminimum = 2\n")
        told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
        self.assertRegex(told, r"case\.toml:\d+: 'shipments\.minimum'")
        self.assertIn("not supported with several items", told)
        self.write_case(PUMP + "[shipments]\nkeep_unmet = true\n")
        told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
        self.assertIn("keep_unmet alone", told)
        self.assertEqual(told.count("keep_unmet alone"), 1)


if __name__ == "__main__":
    cli.main()
