# SPDX-License-Identifier: Apache-2.0
"""us-counties: populations, codes that changed, cases without a county, devices, periods."""

import os
import subprocess
import sys
import unittest

import small_country as country
from small_country import CASES, CENSUS, case_row


class CountiesTest(country.NationalTest):
    def cases(self, finished):
        rows = finished.facilities("us-counties")
        return {ident: int(row["cases"]) for ident, row in rows.items()}

    def build_with_cases(self, *rows, options=()):
        self.write("cases.csv", CASES + "".join(rows))
        return self.build(*options)

    def test_a_county_has_the_figures_of_the_three_files(self):
        finished = self.build()
        rows = finished.facilities("us-counties")
        self.assertEqual(len(rows), 15)
        self.assertEqual(rows["01001"], {
            "id": "01001", "name": "Autauga County, AL", "latitude": "32.5", "longitude": "-86.6",
            "region": "AL", "state": "AL", "hhs_region": "HHS 4", "population": "50000",
            "hospitalized": "6.8644639245", "devices": "", "cases": "40"})  # 40 x 509/2966
        self.assertEqual(rows["35013"]["name"], "Doña Ana County, NM", "Latin-1 was understood")
        self.assertEqual(rows["35013"]["hospitalized"], "0.0000000000")
        self.assertIn("15 facilities, 5,847,000 people, 8 in hospital", finished.stdout)
        self.assertIn("devices_per_100k = 19.7\n", finished.text("us-counties", "case.toml"))

    def test_every_layout_of_the_gazetteer_gives_the_same_case(self):
        files = self.build().facilities("us-counties")
        for words, text in [
                ("no header", country.gazetteer_lines()),
                ("commas, no header", country.gazetteer_lines(",")),
                ("lines end with CR LF", (country.GAZETTEER_HEADER
                                          + country.gazetteer_lines()).replace("\n", "\r\n")),
                ("plus signs", country.gazetteer_lines().replace("\t32.5\t", "\t+32.5\t"))]:
            with self.subTest(words):
                self.write("gazetteer.txt", text)
                self.assertEqual(self.build().facilities("us-counties"), files)

    def test_zeros_in_front_of_codes_come_back(self):
        files = self.build().facilities("us-counties")
        self.write("census.csv", CENSUS.replace(",01,001,", ",1,1,"), encoding="latin-1")
        self.write("cases.csv", CASES.replace("01001,", "1001.0,"))
        finished = self.build()
        self.assertEqual(finished.facilities("us-counties"), files)
        section = finished.section("us-counties", "County codes that had lost their leading zero")
        self.assertIn("- Autauga County (01001)", section)
        self.assertIn("- Autauga, Alabama: 1001.0 is 01001", section)

    def test_former_codes_are_the_counties_of_today(self):
        finished = self.build_with_cases(
            case_row("46113", "Shannon", "South Dakota", 3),
            case_row("02270", "Wade Hampton", "Alaska", 2),
            case_row("51019", "Bedford", "Virginia", 5),
            case_row("51515", "Bedford City", "Virginia", 4))
        cases = self.cases(finished)
        self.assertEqual((cases["46102"], cases["02158"], cases["51019"]), (3, 2, 9))
        section = finished.section("us-counties", "Former county codes")
        self.assertEqual(section.splitlines()[0], " 3")
        self.assertIn("- Shannon, South Dakota: 46113 is Oglala Lakota County, SD (46102)", section)

    def test_a_divided_county_is_divided_by_population(self):
        finished = self.build_with_cases(case_row("02280", "Wrangell-Petersburg", "Alaska", 8))
        cases = self.cases(finished)  # 8 x 4000/6000 = 5.33, 8 x 2000/6000 = 2.67
        self.assertEqual((cases["02195"], cases["02275"]), (5, 3))

    def test_former_codes_in_the_census_files(self):
        self.write("census.csv", CENSUS.replace("46,102,South Dakota,Oglala Lakota",
                                                "46,113,South Dakota,Shannon")
                   + "050,3,51,515,Virginia,Bedford city,1,6000\n", encoding="latin-1")
        rows = self.build().facilities("us-counties")
        self.assertEqual(rows["46102"]["population"], "14000")
        self.assertEqual((rows["51019"]["name"], rows["51019"]["population"]),
                         ("Bedford County, VA", "85000"))

    def test_rows_without_a_code_are_found_by_name(self):
        finished = self.build_with_cases(
            case_row("", "Dona Ana", "New Mexico", 18), case_row("", "Fairfax", "Virginia", 7),
            case_row("", "Fairfax City", "Virginia", 1), case_row("99998", "Wrangell", "Alaska", 6))
        cases = self.cases(finished)
        self.assertEqual((cases["35013"], cases["51059"], cases["51600"], cases["02275"]),
                         (18, 7, 1, 6))
        section = finished.section("us-counties", "Rows without a county code, found by name")
        self.assertIn("- Dona Ana, New Mexico: Doña Ana County, NM (35013)", section)
        self.assertIn("99998 is Wrangell", finished.section(
            "us-counties", "Codes that no county has, found by name"))

    def test_one_row_for_several_counties_is_divided_by_population(self):
        finished = self.build_with_cases(
            case_row("36061", "New York City", "New York", 43119),
            case_row("", "Dukes and Nantucket", "Massachusetts", 8))
        cases = self.cases(finished)
        self.assertEqual((cases["36005"], cases["36061"]), (10780, 32339))  # a quarter: 10779.75
        self.assertEqual((cases["25007"], cases["25019"]), (5, 3))
        self.assertIn("New York City, New York, by population", finished.section(
            "us-counties", "Rows that cover several counties"))

    def test_one_row_for_several_counties_is_divided_by_a_table(self):
        self.write("boroughs.csv", "fips,cases\n36005,30\n36061,10\n01001,7\n")
        finished = self.build_with_cases(case_row("36061", "New York City", "New York", 43),
                                         options=("--case-shares", "boroughs.csv"))
        cases = self.cases(finished)  # 32.25 and 10.75
        self.assertEqual((cases["36005"], cases["36061"], cases["01001"]), (32, 11, 40))
        self.assertIn("by a table with 40 cases", finished.section(
            "us-counties", "Rows that cover several counties"))

    def test_cases_that_belong_to_no_county_are_left_out_and_told(self):
        finished = self.build_with_cases(
            case_row("", "Unassigned", "Alabama", 11), case_row("80001", "Out of AL", "Alabama", 5),
            case_row("88888", "", "Diamond Princess", 49), case_row("", "", "Puerto Rico", 239))
        self.assertEqual(sum(self.cases(finished).values()), 48)
        report = finished.text("us-counties", "quality.md")
        for line in ["| confirmed cases in the report | 352 |", "| of them in counties | 48 |",
                     "belong to no county | 16 |", "outside the states | 288 |",
                     "- Unassigned, Alabama: 11", "- Puerto Rico: 239"]:
            self.assertIn(line, report)

    def test_ratios_by_state(self):
        self.write("ratios.csv", "state,ratio\nAlabama,0.5\n")
        finished = self.build("--ratio", "1/4", "--ratio-by-state", "ratios.csv")
        rows = finished.facilities("us-counties")
        self.assertEqual((rows["01001"]["hospitalized"], rows["12033"]["hospitalized"]),
                         ("20.0000000000", "2.0000000000"))
        self.assertIn("- FL", finished.section("us-counties",
                                               "States that the table of ratios lacks"))

    def test_devices_by_state_keep_their_sum(self):
        states = {"AL": 10, "AK": 1, "FL": 30, "MA": 2, "NM": 0, "NY": 3, "SD": 5, "VA": 100}
        self.write("devices.csv", "note,devices,state\n" + "".join(
            f",{count},{state}\n" for state, count in states.items()) + ",50,PR\n")
        finished = self.build("--devices-by-state", "devices.csv")
        for case in ("us-counties", "us-hospitals"):
            found = dict.fromkeys(states, 0)
            for row in finished.facilities(case).values():
                found[row["state"]] += int(row["devices"])
            if case == "us-counties":
                self.assertEqual(found, states)
            self.assertEqual(sum(found.values()), sum(states.values()))
        rows = finished.facilities("us-counties")
        self.assertEqual((rows["01001"]["devices"], rows["01003"]["devices"]), ("7", "3"))  # 7.14
        self.assertNotIn("devices_per_100k", finished.text("us-counties", "case.toml"))
        self.assertIn("devices.csv: PR", finished.text("us-counties", "quality.md"))

    def test_half_days(self):
        text = self.build("--period-hours", 12).text("us-counties", "case.toml")
        for line in ["periods = 360\n", "period_hours = 12\n", "turnaround = 20 ",
                     "in_processing = 2 ", "km_per_period = 321.85 ", "doubling_time = 4 ",
                     "infectious_days = 14\n"]:
            self.assertIn(line, text)
        text = self.build("--periods", 30).text("us-counties", "case.toml")
        self.assertIn("periods = 30\nperiod_hours = 24\n", text)

    def test_regions(self):
        rows = self.build("--region", "hhs").facilities("us-counties")
        self.assertEqual((rows["02158"]["region"], rows["02158"]["state"]), ("HHS 10", "AK"))

    def test_the_same_input_gives_the_same_bytes(self):
        first = self.build()
        files = {path: path.read_bytes() for path in sorted(first.folder.rglob("*.*"))}
        self.assertEqual(len(files), 6)
        again = self.build()
        self.assertEqual({path: path.read_bytes() for path in sorted(again.folder.rglob("*.*"))},
                         files)

    def test_the_program_accepts_the_cases(self):
        program = os.environ.get("SURGEFLOW_EXECUTABLE", "surgeflow")
        self.write("cases.csv", CASES + case_row("36061", "New York City", "New York", 43119))
        for case, options in [("us-counties", ()),
                              ("us-hospitals", ("--period-hours", 12, "--region", "hhs"))]:
            with self.subTest(case):
                path = self.build(*options).folder / case / "case.toml"
                done = subprocess.run([program, "plan", path, "--dry-run"], text=True,
                                      capture_output=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_from_the_command_line(self):
        done = subprocess.run(
            [sys.executable, country.SCRIPT, "--population", "census.csv", "--gazetteer",
             "gazetteer.txt", "--cases", "cases.csv", "-o", "only"], cwd=self.folder, text=True,
            capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (country.DONE, ""))
        self.assertEqual([path.name for path in (self.folder / "only").iterdir()], ["us-counties"])
        self.assertNotIn("ospital", done.stdout.replace("in hospital", ""))


if __name__ == "__main__":
    unittest.main()
