# SPDX-License-Identifier: Apache-2.0
"""The worked examples of docs/partners.md: partners that are preferred or avoided, and wrong lines."""

import csv
import json

import h5py
import surgeflow_cli as cli

PARTNERS = '[partners]\nfile = "partners.csv"\n'
FACILITIES = """id,name,region,latitude,longitude,devices
A,Alder,north,,,{0}
B,Birch,south,,,0
C,Cedar,south,,,{1}
"""
TRANSIT = "origin,destination,periods\nA,B,1\nC,B,1\nA,C,1\nC,A,1\n"


class PartnersTest(cli.CliTest):
    def write_case(self, *partners, devices=(1, 1), patients=1, rules=""):
        for name, text in (("facilities.csv", FACILITIES.format(*devices)),
                           ("demand.csv", f"facility,period,patients\nB,1,{patients}\n"),
                           ("transit.csv", TRANSIT), ("case.toml", cli.plain_case(6, PARTNERS + rules)),
                           ("partners.csv", "origin,destination,factor\n" +
                            "".join(f"{line}\n" for line in partners))):
            self.write(name, text)

    def plan(self, certified=True):
        """The summary of a plan that is verified, the words said, and its shipments."""
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                "--csv", "tables")
        self.assertIn("Verified optimal" if certified else "Verified: ",
                      self.run_program("verify", "plan.h5").stdout)
        summary = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        self.assertEqual(summary["certified"], certified)
        with open(self.folder / "tables" / "shipments.csv", encoding="utf-8") as file:
            shipments = [(row["origin"], row["destination"], int(row["quantity"]))
                         for row in csv.DictReader(file)]
        return summary, told.stdout, shipments

    def test_avoided_and_preferred_lenders(self):
        for line, lender in (("A,B,2", "C"), ("C,B,2", "A"), ("A,B,0.5", "A"), ("C,B,0.5", "C")):
            self.write_case(line)
            summary, told, shipments = self.plan()
            self.assertEqual(shipments, [(lender, "B", 1)])
            self.assertEqual(summary["movement_cost"], 1)
            self.assertEqual(summary["partners"]["with"]["avoided"], 0)
            self.assertIn("Partners: ", told)

    def test_patients_come_first(self):
        self.write_case("A,B,1000", devices=(2, 1), patients=3)
        summary, told, shipments = self.plan()
        self.assertEqual(summary["treated"], 3)
        self.assertEqual(summary["movement_cost"], 2001)
        self.assertIn("Partners: 0 devices on preferred lanes and 2 on avoided ones, where without "
                      "the table it were 0 and 2; movement without factors is 3 instead of 3.", told)

    def test_regions_and_the_last_line(self):
        self.write_case("north,,3")
        self.assertEqual(self.plan()[2], [("C", "B", 1)])
        self.write_case(",B,3", "A,B,1")
        self.assertEqual(self.plan()[2], [("A", "B", 1)])

    def test_movement_is_counted_in_parts(self):
        self.write_case("A,B,0.5", "C,B,0.75", devices=(1, 1), patients=2)
        # Quarters of a unit: 2 for A's device, 3 for C's.
        self.assertEqual(self.plan()[0]["movement_cost"], 5)

    def test_a_detour_by_friends_can_be_cheaper(self):
        self.write_case("A,B,5", devices=(1, 0))
        summary, _, shipments = self.plan()
        # B's patient comes too early for a way by C: patients first.
        self.assertEqual(shipments, [("A", "B", 1)])
        self.assertEqual(summary["treated"], 1)
        self.write("demand.csv", "facility,period,patients\nB,2,1\n")
        self.assertEqual(self.plan()[2], [("A", "C", 1), ("C", "B", 1)])

    def test_the_file_has_the_factors(self):
        self.write_case("A,B,0.5")
        self.plan()
        with h5py.File(self.folder / "plan.h5") as file:
            group = file["input/partners"]
            self.assertEqual(group["origin"].asstr()[0].rstrip("\0"), "A")
            self.assertEqual(list(group["hundredths"]), [50])

    def test_coordinates_give_the_same_lanes_again(self):
        self.write_case("A,,2", "B,,2")
        self.write("facilities.csv", "id,name,latitude,longitude,devices\n"
                   "A,Alder,40,-105,1\nB,Birch,41,-105,0\nC,Cedar,40.5,-105,1\n")
        text = (self.folder / "case.toml").read_text(encoding="utf-8")
        self.write("case.toml", text.replace('file = "transit.csv"',
                                             'model = "geodesic"\nkm_per_period = 500'))
        self.assertEqual(self.plan()[2], [("C", "B", 1)])

    def test_wrong_lines(self):
        self.write_case("X,B,2", "A,B,", "A,B,0", "A,B,1001")
        told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
        for line, seen in ((2, '"X" is no facility and no region'), (3, "the cell is empty"),
                           (4, "0"), (5, "1001")):
            self.assertRegex(told, rf"partners\.csv:{line}: '\w+': {seen}")

    def test_within_a_limit_the_factor_chooses_the_lender(self):
        # B has two patients, and one device may leave a day: one is treated.
        for line, lender in (("A,B,2", "C"), ("C,B,2", "A"), ("A,B,0.5", "A"), ("C,B,0.5", "C")):
            self.write_case(line, patients=2, rules="[rules]\ndispatch_limit = 1\n")
            summary, told, shipments = self.plan(certified=False)
            self.assertEqual(shipments, [(lender, "B", 1)])
            self.assertEqual(summary["treated"], 1)
            self.assertEqual(summary["movement_cost"], 1)
            self.assertEqual(summary["partners"]["with"]["avoided"], 0)
            self.assertIn("Within limits movement is lowered, not proved least.", told)

    def test_within_limits_patients_come_first(self):
        # Half of each fleet stays, and the other halves treat two of four patients.
        self.write_case("A,B,1000", devices=(2, 2), patients=4, rules="[rules]\naway_limit = 0.5\n")
        summary, told, shipments = self.plan(certified=False)
        self.assertEqual(shipments, [("A", "B", 1), ("C", "B", 1)])
        self.assertEqual((summary["treated"], summary["movement_cost"]), (2, 1001))
        self.assertIn("1 on avoided ones, where without the table it were 0 and 1", " ".join(told.split()))

    def test_an_optimum_that_obeys_the_limits_is_proved(self):
        self.write_case("A,B,2", devices=(2, 2), rules="[rules]\naway_limit = 0.5\n")
        _, told, shipments = self.plan()
        self.assertEqual(shipments, [("C", "B", 1)])
        self.assertNotIn("not proved least", told)

    def test_orders_beside_limits_and_a_table(self):
        self.write_case("A,B,2", devices=(2, 2), patients=4, rules=(
            "[rules]\naway_limit = 0.5\n[orders]\nfile = \"orders.csv\"\n"))
        self.write("orders.csv", "action,origin,destination,first,last,devices\nban,C,B,0,5,\n")
        summary, _, shipments = self.plan(certified=False)
        self.assertEqual(shipments, [("A", "B", 1)])
        self.assertEqual(summary["movement_cost"], 2)

    def test_what_is_refused_beside_them(self):
        for rules, seen in (("[rules]\nlending_limit = 1\n", "beside lending_limit"),
                            ("[solver]\nmethod = \"lagrangian\"\n", "lagrangian")):
            self.write_case("A,B,2", rules=rules)
            told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
            self.assertIn(seen, told)


if __name__ == "__main__":
    cli.main()
