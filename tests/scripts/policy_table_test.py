# SPDX-License-Identifier: Apache-2.0
"""Policies of sharing on four facilities in two federal regions, counted by hand."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "scripts" / "policy_table.py"

# A1 has all devices; A2 is in its state, B in its federal region, C in another. 0.01 degrees of
# longitude on the equator are 1.113 km, and everything is a day away.
FACILITIES = """id,name,latitude,longitude,state,hhs_region,devices
A1,A1,0,0,A,1,3
A2,A2,0,0.01,A,1,0
B,B,0,0.02,B,1,0
C,C,0,0.03,C,2,0
"""
DEMAND = "facility,period,patients\nA2,1,1\nB,1,1\nC,1,1\n"
CASE = """[horizon]
start = 2020-03-31
periods = 3
[facilities]
file = "facilities.csv"
[item]
turnaround = 2
[demand]
file = "demand.csv"
[transit]
model = "geodesic"
km_per_period = 100
"""


class PolicyTableTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name, text in (("facilities.csv", FACILITIES), ("demand.csv", DEMAND),
                           ("case.toml", CASE)):
            (self.folder / name).write_text(text, encoding="utf-8")

    def run_script(self, *arguments):
        return subprocess.run(
            [sys.executable, SCRIPT, self.folder / "case.toml", "--program",
             os.environ["SURGEFLOW_EXECUTABLE"], *arguments],
            capture_output=True, text=True, check=False)

    def test_wider_sharing_helps_more_and_costs_more(self):
        run = self.run_script("--per-shipment", "10", "--per-device-km", "1", "--reserve", "0",
                              "--reserve-weight", "0.1")
        self.assertEqual(run.returncode, 0, run.stderr)
        rows = [[cell.strip() for cell in line.strip("|").split("|")]
                for line in run.stdout.splitlines()[2:]]
        without = [row for row in rows if row[1] == "none"]
        self.assertEqual([(row[0], row[2], row[3]) for row in without],
                         [("no sharing", "3", "0"), ("within states", "2", "1"),
                          ("within federal regions", "1", "2"), ("national sharing", "0", "3")])
        # 1.113 + 2.226 + 3.340 km by three shipments.
        self.assertEqual(without[-1][4:], ["3", "7", "37"])
        self.assertEqual(len(rows), 8)

    def test_a_failing_run_ends_it_with_its_words(self):
        run = self.run_script("--state-column", "stat")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("sharing.regions", run.stderr)


if __name__ == "__main__":
    unittest.main()
