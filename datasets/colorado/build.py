#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Derives facilities.csv and facilities-64.csv from counties.csv, the table of facts.

hospitalized = 509 x cases / 2,966, rounded to ten decimals: the people in hospital statewide on
2020-03-31, shared out by each county's part of the state's confirmed cases. facilities.csv keeps
the counties with three or more cases, facilities-64.csv all of them.
"""

import argparse
import csv
import io
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

HOSPITALIZED_STATEWIDE = 509  # Colorado Department of Public Health and Environment, 2020-03-31
CASES_STATEWIDE = 2966  # CSSE at Johns Hopkins University, 2020-03-31; 129 of them without a county
LEAST_CASES = 3  # counties below are left out of facilities.csv, see README.md

COLUMNS = ["id", "name", "latitude", "longitude", "population", "hospitalized", "devices", "cases"]


def hospitalized(cases: int) -> str:
    """The county's share of the people in hospital, exact to ten decimals."""
    share = Decimal(HOSPITALIZED_STATEWIDE * cases) / Decimal(CASES_STATEWIDE)
    return str(share.quantize(Decimal("0.0000000001"), rounding=ROUND_HALF_EVEN))


def facility(county: dict) -> dict:
    """One line of facilities.csv; devices stay empty, the case fills them from the population."""
    return {
        "id": county["fips"],
        "name": county["county"],
        "latitude": county["latitude"],
        "longitude": county["longitude"],
        "population": county["population_2019"],
        "hospitalized": hospitalized(int(county["cases_2020-03-31"])),
        "devices": "",
        "cases": county["cases_2020-03-31"],
    }


def table(counties: list[dict]) -> str:
    """The lines of a facilities file for these counties."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(facility(county) for county in counties)
    return text.getvalue()


def derived_files(folder: Path) -> dict[Path, str]:
    """What each derived file must hold, by path."""
    with open(folder / "counties.csv", encoding="utf-8", newline="") as facts:
        counties = list(csv.DictReader(facts))
    affected = [c for c in counties if int(c["cases_2020-03-31"]) >= LEAST_CASES]
    return {
        folder / "facilities.csv": table(affected),
        folder / "facilities-64.csv": table(counties),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail where a file differs from what the facts give")
    options = parser.parse_args()

    differing = 0
    for path, text in derived_files(Path(__file__).resolve().parent).items():
        if not options.check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            differing += 1
            print(f"{path.name} is not what counties.csv gives; run {Path(__file__).name}",
                  file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
