# SPDX-License-Identifier: Apache-2.0
"""Confirmed cases by county, from a daily report of the CSSE at Johns Hopkins University."""

import re
from dataclasses import dataclass

from national.counties import Counties, County, plain
from national.findings import Findings, quoted
from national.journal import Dropped, Journal, Repair
from national.locate import Description, Locator
from national.shares import largest_remainder
from national.states import TERRITORIES
from national.tables import Row, Source, rows_of, whole

COLUMNS = ["FIPS", "Admin2", "Province_State", "Country_Region", "Confirmed"]
COUNTRY = "US"

# Rows that cover whole counties. New York City's row has the code of New York County.
SEVERAL_COUNTIES = {
    ("NY", "newyorkcity"): ["36005", "36047", "36061", "36081", "36085"],
    ("MA", "dukesandnantucket"): ["25007", "25019"],
}
CITIES_ACROSS_COUNTIES = {("MO", "kansascity")}  # in parts of four, each with a row of its own
OUTSIDE = set(TERRITORIES.values()) | {"Diamond Princess", "Grand Princess", "Recovered"}


@dataclass
class CaseCount:
    """Cases by county code, where a county without a row has none, and those left out."""

    by_county: dict[str, int]
    without_county: int = 0
    outside: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_county.values()) + self.without_county + self.outside


def read_cases(source: Source, counties: Counties, case_shares: dict[str, int],
               journal: Journal) -> CaseCount:
    """The cases of the report's rows for the United States."""
    return _Report(source, counties, case_shares, journal).read()


class _Report:
    """One reading of a daily report."""

    def __init__(self, source: Source, counties: Counties, case_shares: dict[str, int],
                 journal: Journal):
        self._source = source
        self._counties = counties
        self._case_shares = case_shares
        self._journal = journal
        self._locator = Locator(counties, journal)
        self._findings = Findings(source.path)
        self._count = CaseCount({county.code: 0 for county in counties.all})
        self._lines: dict[str, int] = {}

    def read(self) -> CaseCount:
        rows = [row for row in rows_of(self._source, COLUMNS) if row["Country_Region"] == COUNTRY]
        if not rows:
            self._findings.add(0, "Country_Region", "no row is of the country US",
                               "rows of counties of the United States",
                               "use a daily report from 2020-03-22 on, when counties came in")
        for row in rows:
            self._take(row)
        self._findings.raise_if_any()
        return self._count

    def _take(self, row: Row) -> None:
        cases = whole(row, "Confirmed", self._findings)
        label = ", ".join(part for part in (row["Admin2"], row["Province_State"]) if part)
        if row["Province_State"] in OUTSIDE:
            self._journal.left_out(Dropped.cases_outside, f"{label}: {cases:,}")
            self._count.outside += cases
            return
        state = self._counties.state_of_name.get(row["Province_State"])
        if state is None:
            self._findings.add(row.line, "Province_State", quoted(row["Province_State"]),
                               "a state's name, a territory or a ship", "correct the name")
            return
        key = (state, plain(row["Admin2"]))
        if re.match(r"unassigned|outof", key[1]) or key in CITIES_ACROSS_COUNTIES:
            self._journal.left_out(Dropped.cases_without_county, f"{label}: {cases:,}")
            self._count.without_county += cases
        elif key in SEVERAL_COUNTIES:
            self._divide_group(row, label, cases, SEVERAL_COUNTIES[key])
        else:
            place = Description(label, row["FIPS"], state, row["Admin2"], None)
            self._take_county(row, place, cases)

    def _take_county(self, row: Row, place: Description, cases: int) -> None:
        found = self._locator.find(place)
        if not found:
            self._findings.add(row.line, "Admin2",
                               f"{quoted(row['Admin2'])} with the code {quoted(row['FIPS'])} is no "
                               f"county of {row['Province_State']}", "a county's code or name",
                               'correct it, or name the row "Unassigned" to leave it out')
        elif len(found) > 1:
            self._divide(place.label, cases, found, [county.population for county in found])
        else:
            self._add(row, found[0], cases)

    def _add(self, row: Row, county: County, cases: int) -> None:
        own = row["FIPS"].split(".")[0].zfill(5) in (county.code, "00000")
        if own and county.code in self._lines:
            self._findings.add(row.line, "FIPS", f"{county.label} is there already, in line "
                               f"{self._lines[county.code]}", "one row for each county",
                               "remove one of the rows, or join them")
            return
        if own:
            self._lines[county.code] = row.line
        self._count.by_county[county.code] += cases

    def _divide_group(self, row: Row, label: str, cases: int, codes: list[str]) -> None:
        members = [county for code in codes if (county := self._counties.get(code))]
        listed = [county for county in members if county.code in self._case_shares]
        if not members:
            self._findings.add(row.line, "Admin2", f"{label} covers counties that the population "
                               "file does not have", f"one of {', '.join(codes)}")
        elif listed and len(listed) < len(members):
            self._findings.add(row.line, "Admin2", f"the table of cases has only {len(listed)} of "
                               f"the {len(members)} counties of {label}", "all of them, or none",
                               "complete the table: " + ", ".join(c.code for c in members))
        elif listed:
            shares = [self._case_shares[county.code] for county in members]
            self._divide(f"{label}, by a table with {sum(shares):,} cases", cases, members, shares)
        else:
            self._divide(f"{label}, by population", cases, members,
                         [county.population for county in members])

    def _divide(self, label: str, cases: int, members: list[County], weights: list[int]) -> None:
        parts = largest_remainder(cases, weights)
        for county, part in zip(members, parts):
            self._count.by_county[county.code] += part
        listed = "; ".join(f"{c.name} {part:,}" for c, part in zip(members, parts))
        self._journal.repaired(Repair.several_counties, f"{label}: {cases:,} cases = {listed}")
