# SPDX-License-Identifier: Apache-2.0
"""surgeflow calibrate: from counts to a facilities' table that can be planned with.

Also runs the example of docs/calibration.md and compares what it prints.
"""

import csv
import datetime
import math
import os
import pathlib

import surgeflow_cli as cli

SIR_FACILITIES = """id,name,latitude,longitude,region,population,hospitalized,devices,remark
a,Alder,39.0,-105.0,north,4000000,4,20,"first, of four"
b,Birch,40.0,-106.0,north,5000000,2,10,
c,Cedar,41.0,-107.0,south,8000000,9,16,
d,Dogwood,42.0,-107.0,south,30000,0,2,small
"""
SIR_SECTION = 'model = "sir"'
FIRST = datetime.date(2020, 3, 1)
DAYS, CHANGE = 56, 21
# Cases on the first day, doubling time before the change and days in which they double after it.
COURSES = {"a": (2.0, 3.5, 20.0), "b": (3.0, 4.5, 30.0), "c": (1.5, 4.0, 15.0),
           "d": (0.05, 4.0, 20.0)}
DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "calibration.md"


def day(number):
    return (FIRST + datetime.timedelta(days=number)).isoformat()


def new_cases(course):
    """Whole cases a day whose running sum follows the course, with a wave of a week's length."""
    first, before, after = course
    total, reported = 0.0, 0
    for number in range(DAYS):
        growth = min(number, CHANGE) / before + max(0, number - CHANGE) / after
        total += first * 2.0 ** growth * (1.0 + 0.2 * math.sin(2.0 * math.pi * number / 7.0))
        yield int(total) - reported
        reported = int(total)


def counts_csv(courses=None):
    lines = ["facility,date,cases"]
    for facility, course in (courses or COURSES).items():
        total = 0
        for number, cases in enumerate(new_cases(course)):
            total += cases
            lines.append(f"{facility},{day(number)},{total}")
    return "\n".join(lines) + "\n"


class CalibrateTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.write("facilities.csv", SIR_FACILITIES)
        self.write("transit.csv", "origin,destination,periods\n")
        stated = 'model = "file"\nfile = "demand.csv"'
        start = "start = 2020-03-31"
        self.write("case.toml", cli.CASE.replace(stated, SIR_SECTION)
                   .replace(start, "start = 2020-04-26"))
        self.write("counts.csv", counts_csv())

    def calibrate(self, *arguments, **options):
        return self.run_program(
            "calibrate", "case.toml", "counts.csv", "--change-date", day(CHANGE), "--delay-days",
            "0", "-o", "found", "--quiet", *arguments, **options)

    def refused(self, *arguments, expect=cli.BAD_INPUT):
        finished = self.calibrate(*arguments, expect=expect)
        self.assertFalse((self.folder / "found").exists())
        return finished.stderr

    def rows(self, name):
        with open(self.folder / "found" / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_finds_the_growth(self):
        self.calibrate()
        found = {row["facility"]: row for row in self.rows("calibration.csv")}
        for facility in "abc":
            _, before, after = COURSES[facility]
            row = found[facility]
            error = float(row["doubling_time_se"])
            self.assertLess(abs(float(row["doubling_time"]) - before), max(0.15, 3.0 * error))
            kept = 2.0 ** (1.0 / after) - 1.0 + 1.0 / 14.0
            reduction = 1.0 - kept / (2.0 ** (1.0 / before) - 1.0 + 1.0 / 14.0)
            self.assertLess(abs(float(row["contact_reduction"]) - reduction), 0.08)
        self.assertEqual(found["d"]["own_log_growth_before"], "")
        self.assertEqual(found["d"]["region_weight_before"], "1")

    def test_facilities_keep_their_other_columns(self):
        self.calibrate()
        with open(self.folder / "facilities.csv", newline="", encoding="utf-8") as file:
            stated = list(csv.DictReader(file))
        found = self.rows("facilities.csv")
        fitted = ["doubling_time", "doubling_time_se", "contact_reduction", "contact_reduction_se"]
        self.assertEqual(list(found[0]), list(stated[0]) + fitted)
        for before, after in zip(stated, found):
            self.assertEqual(before, {name: after[name] for name in before})
            self.assertGreater(float(after["doubling_time"]), 0.0)
            self.assertTrue(0.0 <= float(after["contact_reduction"]) <= 1.0)

    def test_the_case_can_be_planned_with_what_was_found(self):
        self.calibrate()
        for command in ("demand", "plan"):
            text = self.run_program(command, "case.toml", "--quiet", "--set",
                                    "facilities.file=found/facilities.csv").stdout
            self.assertIn("4 facilities", text)

    def test_backtest(self):
        text = self.calibrate().stdout
        rows = self.rows("backtest.csv")
        self.assertEqual([row["scope"] for row in rows], ["all"] + ["facility"] * 4)
        self.assertEqual(rows[0]["days"], str(4 * 14))
        self.assertEqual(int(rows[0]["counted"]), sum(int(row["counted"]) for row in rows[1:]))
        self.assertIn("Back-test, fitted up to 2020-04-11, 2020-04-12 to 2020-04-25 forecast", text)
        self.calibrate("--backtest-days", 7)
        self.assertEqual(self.rows("backtest.csv")[0]["days"], str(4 * 7))

    def test_the_same_on_any_number_of_threads(self):
        contents = []
        for threads in (1, 2, 3):
            self.calibrate("--threads", threads)
            contents.append([(self.folder / "found" / name).read_bytes() for name in
                             ("facilities.csv", "calibration.csv", "backtest.csv")])
        self.assertEqual(contents[0], contents[1])
        self.assertEqual(contents[0], contents[2])

    def test_days_up_to_a_date(self):
        lines = counts_csv().splitlines()
        self.calibrate("--until", day(50))
        whole = (self.folder / "found" / "calibration.csv").read_bytes()
        kept = [line for line in lines if line.split(",")[1] <= day(50) or line == lines[0]]
        self.write("counts.csv", "\n".join(kept) + "\n")
        self.calibrate()
        self.assertEqual((self.folder / "found" / "calibration.csv").read_bytes(), whole)

    def test_counts_that_fall_are_told(self):
        text = counts_csv()
        last = text.splitlines()[DAYS]
        fallen = ",".join([*last.split(",")[:2], "1"])
        self.write("counts.csv", text.replace(last, fallen))
        self.assertIn("Cumulative counts fell 1 time", self.calibrate().stdout)

    def test_johns_hopkins(self):
        header = "UID,FIPS,Admin2," + ",".join(
            f"{d.month}/{d.day}/{d.year % 100}"
            for d in (FIRST + datetime.timedelta(days=n) for n in range(DAYS)))
        lines = [header]
        for fips, facility in (("8001.0", "a"), ("8003.0", "b"), ("8005.0", "c"), ("80008.0", "d")):
            total, cells = 0, []
            for cases in new_cases(COURSES[facility]):
                total += cases
                cells.append(str(total))
            lines.append(",".join([fips, fips, facility, *cells]))
        self.write("counts.csv", "\n".join(lines) + "\n")
        facilities = SIR_FACILITIES
        for fips, facility in (("08001", "a"), ("08003", "b"), ("08005", "c"), ("08007", "d")):
            facilities = facilities.replace(f"\n{facility},", f"\n{fips},")
        self.write("facilities.csv", facilities)
        text = self.calibrate("--layout", "jhu").stdout
        self.assertIn("Confirmed cases at 3 of 4 facilities", text)
        self.assertIn("Left out: 1 line of places that the case lacks", text)

    def test_a_census(self):
        lines = ["facility,date,hospitalized"]
        for facility, course in COURSES.items():
            cases = list(new_cases(course))
            lines += [f"{facility},{day(n)},{sum(cases[max(0, n - 6):n + 1])}" for n in range(DAYS)]
        self.write("counts.csv", "\n".join(lines) + "\n")
        text = self.calibrate().stdout
        self.assertIn("Patients in hospital at 4 of 4 facilities", text)
        self.assertLess(abs(float(self.rows("calibration.csv")[0]["doubling_time"]) - 3.5), 1.0)

    def test_a_change_to_come_is_minded(self):
        text = self.calibrate("--set", "horizon.start=2020-03-20").stdout
        self.assertIn("contact_reduction as a column holds from day 0, 2020-03-20", text)

    def test_bad_counts(self):
        self.write("counts.csv", counts_csv() + f"e,{day(1)},3\na,{day(1)},3\nb,{day(60)},-1\n")
        message = self.refused()
        self.assertIn('"e" is no facility of the case', message)
        self.assertIn(f"{day(1)} after {day(DAYS - 1)}", message)
        self.assertIn("-1; allowed: a number of persons, 0 or more", message)

    def test_counts_of_nothing(self):
        for text, message in [("", "the file is empty"), ("facility,date,cases\n", "no count"),
                              (counts_csv({"d": COURSES["d"]}), "no facility has enough counts")]:
            with self.subTest(message=message):
                self.write("counts.csv", text)
                self.assertIn(message, self.refused())

    def test_one_facility_and_one_region(self):
        self.write("facilities.csv", "\n".join(SIR_FACILITIES.splitlines()[:2]) + "\n")
        self.write("counts.csv", counts_csv({"a": COURSES["a"]}))
        self.calibrate()
        self.assertLess(abs(float(self.rows("facilities.csv")[0]["doubling_time"]) - 3.5), 0.5)

    def test_a_folder_that_can_not_be_made(self):
        finished = self.run_program("calibrate", "case.toml", "counts.csv", "--change-date",
                                    day(CHANGE), "-o", "transit.csv/found", "--quiet",
                                    expect=cli.BAD_INPUT)
        self.assertIn("transit.csv", finished.stderr)

    def test_too_few_days(self):
        self.assertIn("leaves 6 days", self.refused("--backtest-days", 29))
        self.assertIn("at least 7 days", self.refused("--until", day(23)))
        self.assertIn("a day of the counts", self.refused("--until", day(99)))

    def test_other_demand_models_are_refused(self):
        self.write("case.toml", cli.CASE)
        self.assertIn("demand.model", self.refused())

    def test_a_missing_file_of_counts(self):
        (self.folder / "counts.csv").unlink()
        self.assertIn("counts.csv: the file can not be read", self.refused())

    def test_usage(self):
        for arguments in (["--until", "yesterday"], ["--layout", "wide"], ["--fit-days", 3],
                          ["--least-count", 0], ["--backtest-days", 0]):
            with self.subTest(arguments=arguments):
                message = self.refused(*arguments, expect=cli.USAGE)
                self.assertIn(str(arguments[1]), message)
                self.assertIn("allowed:", message)

    def test_inputs_are_not_overwritten(self):
        finished = self.run_program("calibrate", "case.toml", "counts.csv", "--change-date",
                                    day(CHANGE), "-o", ".", expect=cli.USAGE)
        self.assertIn("is named twice", finished.stderr)

    def test_the_document_shows_what_the_example_prints(self):
        text = self.calibrate().stdout
        document = DOCUMENT.read_text(encoding="utf-8")
        shown = "".join(f"    {line}\n" for line in text.splitlines())
        if os.environ.get("SURGEFLOW_SHOW_EXAMPLE"):
            print(shown)
        self.assertIn(shown, document)


if __name__ == "__main__":
    cli.main()
