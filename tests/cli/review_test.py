# SPDX-License-Identifier: Apache-2.0
"""The worked example of docs/review.md: who goes without, who owes whom, who pays; wrong prices."""

import csv
import json

import surgeflow_cli as cli

MONEY = """[money]
currency = "USD"
rental = 2.50
per_shipment = 100
per_device = 1
subsidy = 5
"""


class ReviewTest(cli.CliTest):
    def write_case(self, money=""):
        for name, text in (
                ("facilities.csv", "id,name,latitude,longitude,region,devices\n"
                                   "A,Alder,,,west,3\nB,Birch,,,east,0\n"),
                ("demand.csv", "facility,period,patients\nA,0,1\nB,1,2\nB,2,1\nA,4,3\n"),
                ("transit.csv", "origin,destination,periods\nA,B,1\nB,A,1\n"),
                ("case.toml", cli.plain_case(8, money))):
            self.write(name, text)

    def plan(self):
        told = self.run_program("plan", "case.toml", "-o", "plan.h5", "--summary", "plan.json",
                                "--csv", "tables").stdout
        return told, json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))

    def table(self, name, folder="tables"):
        with open(self.folder / folder / name, encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_who_goes_without(self):
        self.write_case()
        _, summary = self.plan()
        self.assertEqual(summary["treated"], 6)
        equity = summary["equity"]
        # A treats its 4 patients and B 2 of 3: |4 x 3 - 2 x 4| / (7 x 6).
        self.assertAlmostEqual(equity["gini_treated"], 4 / 42)
        # Alone A treats 4 and B none: |4 x 3 - 0| / (7 x 4).
        self.assertAlmostEqual(equity["gini_treated_without_sharing"], 12 / 28)
        self.assertEqual(equity["worst_facility"],
                         {"id": "B", "demand": 3, "unmet": 1, "unmet_share": 1 / 3})
        self.assertEqual(equity["worst_region"]["name"], "east")
        self.assertEqual([(row["place"], row["kind"], row["unmet"])
                          for row in self.table("equity.csv")],
                         [("A", "facility", "0"), ("B", "facility", "1"), ("east", "region", "1"),
                          ("west", "region", "0")])
        self.assertNotIn("money", summary)
        self.assertFalse((self.folder / "tables" / "money.csv").exists())

    def test_who_owes_whom(self):
        self.write_case()
        self.plan()
        self.assertEqual([(row["period"], row["lender"], row["borrower"], row["devices"])
                          for row in self.table("loans.csv")],
                         [("0", "A", "B", "2"), ("3", "A", "B", "0")])

    def test_who_pays(self):
        self.write_case(MONEY)
        told, summary = self.plan()
        self.assertEqual([tuple(row.values()) for row in self.table("money.csv")],
                         [("A", "carrier", "transport", "2", "102.00"),
                          ("B", "A", "rental", "6", "15.00"),
                          ("B", "carrier", "transport", "2", "102.00"),
                          ("state", "A", "subsidy", "1", "5.00"),
                          ("state", "B", "subsidy", "1", "5.00")])
        self.assertEqual(summary["money"], {"currency": "USD", "rental": 15, "subsidy": 10,
                                            "transport": 204, "total": 229})
        self.assertIn("It costs 229.00 USD: rental 15.00, subsidy 10.00, transport 204.00.", told)
        self.run_program("verify", "plan.h5")
        self.run_program("export", "plan.h5", "--format", "csv", "-o", "exported")
        self.assertEqual(self.table("money.csv", "exported"), self.table("money.csv"))

    def test_wrong_prices(self):
        self.write_case("[money]\nrental = -1\nper_device = 0.001\npurchase = 1e9\n"
                   'subsidy_payer = "lender"\npurchase_payer = "lender"\n')
        told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
        for line, key, seen in ((13, "rental", "-1"), (14, "per_device", "0.001"),
                                (15, "purchase", "1000000000"), (16, "subsidy_payer", '"lender"'),
                                (17, "purchase_payer", '"lender"')):
            self.assertIn(f"case.toml:{line}: 'money.{key}': {seen}", told)


if __name__ == "__main__":
    cli.main()
