# SPDX-License-Identifier: Apache-2.0
"""Inputs that can not be understood: told with their place, and nothing is written."""

import pathlib
import unittest

import small_country as country
from small_country import CASES, CENSUS, HOSPITALS, case_row, hospital_row

GAZETTEER = country.GAZETTEER_HEADER + country.gazetteer_lines()


class RefusalsTest(country.NationalTest):
    def expect(self, file, text, *words, options=(), encoding="utf-8"):
        """Each of these words is in the message about a file with this text."""
        before = (self.folder / file).read_bytes() if (self.folder / file).exists() else None
        self.write(file, text, encoding)
        message = self.refused(*options)
        for word in (f"{file}:", "; allowed: ", *words):
            self.assertIn(word, message)
        if before is not None:
            (self.folder / file).write_bytes(before)

    def test_files_that_are_not_tables(self):
        for words, text in [("is empty", ""), ("is empty", "\ufeff\n,,\n"),
                            ("is an archive", "PK\x03\x04rest"), ("zero bytes", "a\0b"),
                            ("1: is no CSV", 'a,"b"c\n'), ("2: is no CSV", 'SUMLEV,"\n'),
                            ("nothing below it", CENSUS.splitlines()[0] + "\n")]:
            with self.subTest(words):
                self.expect("census.csv", text, words.removeprefix("2: "))

    def test_files_that_are_missing(self):
        for option in ("--population", "--gazetteer", "--cases", "--hospitals", "--case-shares",
                       "--ratio-by-state", "--devices-by-state", "--networks"):
            with self.subTest(option):
                self.assertIn("absent.csv: can not be read: No such file or directory; allowed: a "
                              "readable file", self.refused(option, "absent.csv"))
        self.assertIn("Is a directory", self.refused("--cases", "."))

    def test_census(self):
        self.expect("census.csv", CENSUS.replace("POPESTIMATE2019", "POPESTIMATE2022"),
                    "census.csv:1: 'POPESTIMATE2019': there is no such column", "the year")
        self.expect("census.csv", CENSUS.replace("70000", "70001"),
                    "census.csv:2:", "Alabama has 70001, its counties 70000 together")
        self.expect("census.csv", CENSUS.replace(",50000", ",many"), 'census.csv:3:', '"many"')
        self.expect("census.csv", CENSUS.replace(",50000", ","), "the cell is empty")
        self.expect("census.csv", CENSUS.replace(",50000", ",-50000"), '"-50000"')
        self.expect("census.csv", CENSUS.replace("01,003", "01,001"), "there already, in line 3")
        self.expect("census.csv", CENSUS + "162,3,51,700,Virginia,Town,1,1\n", "040 or 050")
        self.expect("census.csv", CENSUS + "050,1,09,110,Connecticut,Capitol,1,1\n",
                    "planning region of Connecticut", "eight counties")
        self.expect("census.csv", CENSUS.replace("Autauga County,", "Autauga County,,"),
                    "census.csv:3: has 9 cells; allowed: 8")

    def test_gazetteer(self):
        self.expect("gazetteer.txt", GAZETTEER.replace("01001", "01005"),
                    "01001 (Autauga County) is missing", "01005 is no county of census.csv")
        self.expect("gazetteer.txt", GAZETTEER.replace("-86.6", "-186.6"),
                    "gazetteer.txt:2: 'INTPTLONG': \"-186.6\"; allowed: -180 to 180 degrees")
        self.expect("gazetteer.txt", GAZETTEER.replace("AL\t01001", "XX\t01001"), '"XX"')
        self.expect("gazetteer.txt", GAZETTEER.replace("INTPTLAT", "LATITUDE"), "'INTPTLAT'")
        self.expect("gazetteer.txt", "a,b,c\n", "gazetteer.txt:1: has 3 cells; allowed: 10")
        self.expect("gazetteer.txt", GAZETTEER + "AL\t01001\t0\tA\t1\t1\t1\t1\t1\t1\n",
                    "01001 is there already")

    def test_cases(self):
        self.expect("cases.csv", CASES.replace(",US,", ",Freedonia,"),
                    "no row is of the country US")
        self.expect("cases.csv", CASES + case_row("", "Autuaga", "Alabama", 3),
                    "cases.csv:5: 'Admin2': \"Autuaga\" with the code \"\" is no county of Alabama")
        self.expect("cases.csv", CASES + case_row("1001", "Autauga", "Alabama", 3),
                    "Autauga County, AL (01001) is there already, in line 2")
        self.expect("cases.csv", CASES + case_row("01003", "Baldwin", "Albama", 3), '"Albama"')
        self.expect("cases.csv", CASES + case_row("01003", "Baldwin", "Alabama", "1e3"), '"1e3"')
        self.write("boroughs.csv", "fips,cases\n36005,30\n")
        self.expect("cases.csv", CASES + case_row("36061", "New York City", "New York", 3),
                    "only 1 of the 2 counties", "36005, 36061",
                    options=("--case-shares", "boroughs.csv"))

    def test_more_infected_than_people(self):
        self.expect("cases.csv", CASES + case_row("02275", "Wrangell", "Alaska", 300),
                    "1 facilities would begin with as many infected as people, or more, the first "
                    "Wrangell City and Borough, AK (02275) with 51.48 in hospital of 2,000 people",
                    "choose a smaller ratio")

    def test_hospitals(self):
        for words, row in [
                ("is there already, in line 2", ("11", "TWICE", "AL", "AUTAUGA", "01001")),
                ("the cell is empty", ("", "NONE", "AL", "AUTAUGA", "01001")),
                ('"ZZ"', ("90", "ELSEWHERE", "ZZ", "AUTAUGA", "01001")),
                ("no location, is no county of AL", ("90", "LOST", "AL", "NOWHERE", "99999"))]:
            with self.subTest(words):
                self.expect("hospitals.csv", HOSPITALS + hospital_row(*row), words,
                            "hospitals.csv:7: ")
        self.expect("hospitals.csv", HOSPITALS.replace(",30\n", ",30.5\n"), '"30.5"')
        self.expect("hospitals.csv", HOSPITALS.replace(",OPEN,", ",CLOSED,"), "no hospital is open")

    def test_tables_of_the_planner(self):
        ratios = ("--ratio-by-state", "ratios.csv")
        self.expect("ratios.csv", "state,ratio\nAL,1.5\n", 'ratios.csv:2:', '"1.5"', options=ratios)
        self.expect("ratios.csv", "state,ratio\nAL,1/0\n", '"1/0"', options=ratios)
        self.expect("ratios.csv", "state,ratio\nAL,1\nAlabama,1\n", "in line 2", options=ratios)
        self.expect("ratios.csv", "state,rate\nAL,1\n", "'ratio'", options=ratios)
        devices = ("--devices-by-state", "devices.csv")
        self.expect("devices.csv", "state,devices\nAL,5\nUS,9\n", '"US"', "NY has no line",
                    options=devices)
        shares = ("--case-shares", "shares.csv")
        self.expect("shares.csv", "fips,cases\n36999,1\n36005,1\n36005,2\n", '"36999"',
                    "36005 is there already", options=shares)
        self.expect("networks.csv", "id,network\n11,A\n0000000011,B\n", "networks.csv:3:",
                    options=("--networks", "networks.csv"))

    def test_all_that_is_wrong_is_told_up_to_twenty(self):
        rows = "".join(case_row("", f"Nowhere {n}", "Alabama", 1) for n in range(25))
        self.write("cases.csv", CASES + rows)
        lines = self.refused().splitlines()
        self.assertEqual((len(lines), lines[-1]), (21, "and 5 more"))

    def test_usage(self):
        for options, words in [
                (("--region", "network"), "--region network needs --networks"),
                (("--ratio", "1.5"), "'1.5' is not a number from 0 to 1"),
                (("--periods", "0"), "'0' is not a whole number from 1 to 32767"),
                (("--period-hours", "5"), "invalid choice"),
                (("--devices-per-100k", "-1"), "--devices-per-100k"),
                (("--devices-per-100k", "1", "--devices-by-state", "a.csv"), "not allowed with")]:
            with self.subTest(options):
                self.assertIn(words, self.refused(*options, code=country.USAGE))

    def test_folders_that_hold_something_else(self):
        kept = self.folder / "out" / "us-counties" / "plan.h5"
        kept.parent.mkdir(parents=True)
        kept.write_text("kept", encoding="utf-8")
        finished = self.run_script()
        self.assertEqual(finished.code, country.BAD_INPUT)
        self.assertIn("out/us-counties: holds plan.h5; allowed: a new folder", finished.stderr)
        self.assertEqual([path.name for path in finished.folder.rglob("*")],
                         ["us-counties", "plan.h5"])

    def test_a_folder_that_can_not_be_made(self):
        self.assertIn("census.csv/under: can not be written",
                      self.run_script("-o", pathlib.Path("census.csv") / "under").stderr)

    def test_a_failed_run_leaves_the_earlier_cases(self):
        files = {path: path.read_bytes() for path in self.build().folder.rglob("*.*")}
        self.write("hospitals.csv", HOSPITALS.replace(",30\n", ",many\n"))
        finished = self.run_script()
        self.assertEqual(finished.code, country.BAD_INPUT)
        self.assertEqual({path: path.read_bytes() for path in finished.folder.rglob("*.*")}, files)


if __name__ == "__main__":
    unittest.main()
