# SPDX-License-Identifier: Apache-2.0
"""A country of a few counties in the layouts of the agencies, and a way to build cases of it."""

import contextlib
import csv
import io
import pathlib
import sys
import tempfile
import unittest
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "scripts" / "build_national.py"
sys.path.insert(0, str(SCRIPT.parent))
import build_national  # noqa: E402

DONE, USAGE, BAD_INPUT = 0, 2, 3

# Populations are round so that parts can be worked out on paper. Fairfax is a county and a city.
CENSUS = """SUMLEV,REGION,STATE,COUNTY,STNAME,CTYNAME,POPESTIMATE2018,POPESTIMATE2019
040,3,01,000,Alabama,Alabama,1,70000
050,3,01,001,Alabama,Autauga County,1,50000
050,3,01,003,Alabama,Baldwin County,1,20000
040,4,02,000,Alaska,Alaska,1,14000
050,4,02,158,Alaska,Kusilvak Census Area,1,8000
050,4,02,195,Alaska,Petersburg Borough,1,4000
050,4,02,275,Alaska,Wrangell City and Borough,1,2000
050,3,12,033,Florida,Escambia County,1,300000
050,1,25,007,Massachusetts,Dukes County,1,17000
050,1,25,019,Massachusetts,Nantucket County,1,11000
050,4,35,013,New Mexico,Doña Ana County,1,218000
050,1,36,005,New York,Bronx County,1,1000000
050,1,36,061,New York,New York County,1,3000000
050,2,46,102,South Dakota,Oglala Lakota County,1,14000
050,3,51,019,Virginia,Bedford County,1,79000
050,3,51,059,Virginia,Fairfax County,1,1100000
050,3,51,600,Virginia,Fairfax city,1,24000
"""
GAZETTEER_HEADER = ("USPS\tGEOID\tANSICODE\tNAME\tALAND\tAWATER\tALAND_SQMI\tAWATER_SQMI\tINTPTLAT"
                    "\tINTPTLONG                                              \n")
POINTS = """AL 01001 32.5 -86.6 Autauga County
AL 01003 30.7 -87.7 Baldwin County
AK 02158 62.2 -163.5 Kusilvak Census Area
AK 02195 57.1 -133.0 Petersburg Borough
AK 02275 56.2 -132.0 Wrangell City and Borough
FL 12033 30.6 -87.3 Escambia County
MA 25007 41.4 -70.7 Dukes County
MA 25019 41.3 -70.1 Nantucket County
NM 35013 32.4 -106.8 Doña Ana County
NY 36005 40.8 -73.9 Bronx County
NY 36061 40.8 -74.0 New York County
SD 46102 43.3 -102.6 Oglala Lakota County
VA 51019 37.3 -79.5 Bedford County
VA 51059 38.8 -77.3 Fairfax County
VA 51600 38.9 -77.3 Fairfax city
PR 72001 18.2 -66.7 Adjuntas Municipio
"""
CASES = """FIPS,Admin2,Province_State,Country_Region,Last_Update,Confirmed,Combined_Key
01001,Autauga,Alabama,US,2020-03-31 23:43:56,40,"Autauga, Alabama, US"
12033,Escambia,Florida,US,2020-03-31 23:43:56,8,"Escambia, Florida, US"
,,Hubei,China,2020-03-31 23:43:56,67801,"Hubei, China"
"""
# Counties in the north are nearest to the first hospital, Baldwin's devices to the second.
HOSPITALS = """X,Y,ID,NAME,STATE,TYPE,STATUS,COUNTY,COUNTYFIPS,COUNTRY,LATITUDE,LONGITUDE,BEDS
0,0,0000000011,PRATTVILLE,AL,GENERAL ACUTE CARE,OPEN,AUTAUGA,01001,USA,32.60,-86.40,30
0,0,0000000012,"SECOND, OF PRATTVILLE",AL,PSYCHIATRIC,OPEN,AUTAUGA,01001,USA,32.40,-86.50,10
0,0,0000000013,SHUT,AL,GENERAL ACUTE CARE,CLOSED,AUTAUGA,01001,USA,32.48,-86.47,500
0,0,0000000021,PENSACOLA,FL,GENERAL ACUTE CARE,OPEN,ESCAMBIA,12033,USA,30.47,-87.21,101
0,0,0000000031,SAN JUAN,PR,GENERAL ACUTE CARE,OPEN,NOT AVAILABLE,NOT AVAILABLE,PRI,18.4,-66.1,90
"""


def gazetteer_lines(delimiter: str = "\t") -> str:
    lines = []
    for line in POINTS.splitlines():
        state, code, latitude, longitude, name = line.split(" ", 4)
        cells = [state, code, "0", name, "1", "1", "1", "1", latitude, longitude]
        lines.append(delimiter.join(cells))
    return "\n".join(lines) + "\n"


def case_row(code: str, name: str, state: str, cases) -> str:
    return f"{code},{name},{state},US,2020-03-31 23:43:56,{cases},\n"


def hospital_row(ident: str, name: str, state: str, county: str, code: str, place=("", ""),
                 beds="10", kind="GENERAL ACUTE CARE") -> str:
    return (f"0,0,{ident},{name},{state},{kind},OPEN,{county},{code},USA,{place[0]},{place[1]},"
            f"{beds}\n")


@dataclass
class Finished:
    """What a run left behind."""

    code: int
    stdout: str
    stderr: str
    folder: pathlib.Path

    def facilities(self, case: str) -> dict[str, dict[str, str]]:
        with open(self.folder / case / "facilities.csv", encoding="utf-8", newline="") as lines:
            return {row["id"]: row for row in csv.DictReader(lines)}

    def text(self, case: str, file: str) -> str:
        return (self.folder / case / file).read_text(encoding="utf-8")

    def section(self, case: str, heading: str) -> str:
        """What the quality report says under a heading."""
        _, found, rest = self.text(case, "quality.md").partition(f"### {heading}:")
        assert found, heading
        return rest.split("\n##")[0]


class NationalTest(unittest.TestCase):
    """A folder for each test, with the small country's files in it."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("census.csv", CENSUS, encoding="latin-1")
        self.write("gazetteer.txt", GAZETTEER_HEADER + gazetteer_lines())
        self.write("cases.csv", CASES)
        self.write("hospitals.csv", HOSPITALS, encoding="utf-8-sig")

    def write(self, name: str, text: str, encoding: str = "utf-8") -> pathlib.Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def run_script(self, *options) -> Finished:
        """Builds both cases; `options` come after those that name the files."""
        words = ["--population", "census.csv", "--gazetteer", "gazetteer.txt", "--cases",
                 "cases.csv", "--hospitals", "hospitals.csv", "-o", "out", *map(str, options)]
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(io.StringIO()) as out, \
                contextlib.redirect_stderr(io.StringIO()) as err:
            try:
                code = build_national.main(words)
            except SystemExit as leaving:
                code = leaving.code
        return Finished(code, out.getvalue(), err.getvalue(), self.folder / "out")

    def build(self, *options) -> Finished:
        finished = self.run_script(*options)
        self.assertEqual((finished.code, finished.stderr), (DONE, ""))
        return finished

    def refused(self, *options, code: int = BAD_INPUT) -> str:
        """The message of a run that must fail and leave nothing."""
        finished = self.run_script(*options)
        self.assertEqual((finished.code, finished.stdout), (code, ""))
        self.assertFalse(finished.folder.exists(), "nothing half-written")
        return finished.stderr
