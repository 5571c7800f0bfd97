# SPDX-License-Identifier: Apache-2.0
"""Waves built from series small enough to check by hand, played by the program, and drawn."""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from datetime import date

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))
import build_replay  # noqa: E402
import plot_replay  # noqa: E402
from replays import series  # noqa: E402

EXECUTABLE = os.environ.get("SURGEFLOW_EXECUTABLE", "surgeflow")

COUNTIES = """fips,name,state,population,lat,lon
01001,Ash,AA,300,40.0,-100.0
01003,Birch,AA,100,44.0,-104.0
02001,Cedar,BB,1000,41.0,-101.0
"""
VENTILATORS = "state,full_feature_ventilators_2009\nAA,3\nBB,40\nPR,7\n"
CASES = """UID,FIPS,Admin2,3/19/20,3/20/20,3/21/20,3/22/20
1,1001.0,Ash,100,200,200,150
2,,Unassigned,5,5,5,5
"""


def hospitalizations():
    """AA has 10, 20, ... in hospital, a tenth of them on ventilators; BB reports hospitals alone."""
    lines = ["date,state,hospitalized_currently,ventilator_currently"]
    for n in range(20):
        day = date(2020, 3, 20 + n) if n < 12 else date(2020, 4, n - 11)
        lines.append(f"{day},AA,{10 * (n + 1)},{n + 1}")
        if n >= 4:
            lines.append(f"{day},BB,50,")
    return "\n".join(lines) + "\n"


class SeriesTest(unittest.TestCase):
    def test_gaps(self):
        days = series.days_from(date(2020, 3, 1), 8)
        values = {days[1]: 4.0, days[4]: 10.0}
        self.assertEqual(series.filled(values, days), [2, 4, 6, 8, 10, 10, 10, 10])
        self.assertEqual(series.filled({}, days), [0.0] * 8)

    def test_a_census_as_arrivals(self):
        patients, clipped = series.arrivals([2.0, 5.0, 5.0, 1.0], stay=2)
        self.assertEqual((patients, clipped), ([2.0, 3.0, 2.0, 0.0], 1.0))

    def test_whole_patients(self):
        self.assertEqual(series.whole([0.4, 0.4, 0.4, 0.4]), [0, 1, 0, 1])


class BuildTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="surgeflow-test-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        for name, text in [("counties.csv", COUNTIES), ("ventilators.csv", VENTILATORS),
                           ("hospitals.csv", hospitalizations()), ("cases.csv", CASES)]:
            (self.folder / name).write_text(text, encoding="utf-8")

    def build(self, *words, expect=build_replay.DONE):
        arguments = [str(self.folder / word) if word.endswith(".csv") else word for word in words]
        self.assertEqual(build_replay.main([*arguments, "-o", str(self.folder / "wave")]), expect)

    def rows(self, name):
        with open(self.folder / "wave" / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def build_states(self):
        self.build("states", "--counties", "counties.csv", "--ventilators", "ventilators.csv",
                   "--hospitalizations", "hospitals.csv", "--days", "20", "--stay", "5")

    def test_states(self):
        self.build_states()
        first, second = self.rows("facilities.csv")
        self.assertEqual((first["id"], first["latitude"], first["devices"]), ("AA", "41.0000", "2"))
        self.assertEqual((second["id"], second["devices"]), ("BB", "20"))
        truth = {(row["facility"], int(row["period"])): int(row["patients"])
                 for row in self.rows("truth.csv")}
        # One more a day on ventilators, and from the sixth day on one in place of each who leaves.
        self.assertEqual([truth[("AA", day)] for day in range(10)], [1] * 5 + [2] * 5)
        # A tenth of 50 from the fifth day on, straight up to it from nothing.
        self.assertEqual([truth[("BB", day)] for day in range(5)], [1] * 5)

    def test_counties(self):
        self.build("counties", "--counties", "counties.csv", "--cases", "cases.csv", "--days", "3")
        self.assertEqual(self.rows("truth.csv"),
                         [{"facility": "01001", "period": "0", "patients": "2"}])

    def test_days_that_nobody_reported(self):
        self.build("counties", "--counties", "counties.csv", "--cases", "cases.csv", "--days", "9",
                   expect=build_replay.BAD_INPUT)
        self.build("counties", "--counties", "ventilators.csv", "--cases", "cases.csv",
                   expect=build_replay.BAD_INPUT)

    def test_played_and_drawn(self):
        self.build_states()
        found = self.folder / "found.h5"
        played = subprocess.run([EXECUTABLE, "replay", self.folder / "wave/replay.toml", "-o", found],
                                text=True, capture_output=True, check=False, timeout=60)
        self.assertEqual(played.returncode, 0, played.stderr)
        pictures = self.folder / "pictures"
        self.assertEqual(plot_replay.main([str(found), "-o", str(pictures)]), plot_replay.DONE)
        self.assertEqual(sorted(path.name for path in pictures.iterdir()),
                         ["courses.svg", "policies.svg"])
        self.assertEqual(plot_replay.main([str(self.folder / "cases.csv"), "-o", str(pictures)]),
                         plot_replay.BAD_INPUT)


if __name__ == "__main__":
    unittest.main()
