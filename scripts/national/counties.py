# SPDX-License-Identifier: Apache-2.0
"""The counties: population from the Census, internal points from the Gazetteer."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from national.findings import Findings, quoted
from national.journal import Journal, Repair
from national.states import HHS_REGION_OF, TERRITORIES
from national.tables import Row, Source, records, rows_of, whole

POPULATION = "POPESTIMATE2019"
CENSUS_COLUMNS = ["SUMLEV", "STATE", "COUNTY", "STNAME", "CTYNAME", POPULATION]
GAZETTEER_COLUMNS = ["USPS", "GEOID", "ANSICODE", "NAME", "ALAND", "AWATER", "ALAND_SQMI",
                     "AWATER_SQMI", "INTPTLAT", "INTPTLONG"]

# Codes of counties that are no more, or not yet in 2019, and the counties that have their place.
FORMER_CODES = {
    "02063": ["02261"], "02066": ["02261"],  # Chugach, Copper River; Valdez-Cordova in 2019
    "02201": ["02198"],  # Prince of Wales-Outer Ketchikan
    "02232": ["02105", "02230"],  # Skagway-Hoonah-Angoon
    "02270": ["02158"],  # Wade Hampton, now Kusilvak
    "02280": ["02195", "02275"],  # Wrangell-Petersburg
    "12025": ["12086"],  # Dade, now Miami-Dade
    "46113": ["46102"],  # Shannon, now Oglala Lakota
    "51515": ["51019"],  # Bedford city, now part of Bedford County
    "51560": ["51005"],  # Clifton Forge city, now part of Alleghany County
    "51780": ["51083"],  # South Boston city, now part of Halifax County
}
PLANNING_REGIONS = {f"091{tens}0" for tens in range(1, 10)}  # Connecticut since 2022
KINDS = ("City and Borough", "Census Area", "Municipality", "Borough", "County", "Parish", "city")


@dataclass(frozen=True)
class County:
    """One county or its equivalent; coordinates are kept as published."""

    code: str
    name: str
    state: str
    population: int
    latitude: str
    longitude: str

    @cached_property
    def point(self) -> tuple[float, float]:
        return float(self.latitude), float(self.longitude)

    @property
    def label(self) -> str:
        return f"{self.name}, {self.state} ({self.code})"


def plain(name: str) -> str:
    """A name without accents, case, spaces and dots; Saint is St."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\bsaint(e?)\b", r"st\1", letters))


def short(name: str) -> str:
    """The plain name without the word for what kind of county it is."""
    for kind in KINDS:
        if name.lower().endswith(" " + kind.lower()):
            return plain(name[: -len(kind) - 1])
    return plain(name)


class Counties:
    """All counties in the order of their codes, found by code or by name."""

    def __init__(self, counties: list[County], state_of_name: dict[str, str]):
        self.all = sorted(counties, key=lambda county: county.code)
        self.state_of_name = state_of_name
        self._by_code = {county.code: county for county in self.all}
        self._by_name: dict[tuple[str, str], County] = {}
        for names in (plain, short):  # full names first; of two short ones the county, not the city
            for county in sorted(self.all, key=lambda c: c.name.endswith(" city")):
                self._by_name.setdefault((county.state, names(county.name)), county)

    def get(self, code: str) -> County | None:
        return self._by_code.get(code)

    def named(self, state: str, name: str) -> County | None:
        """The county of a state that is called so, with or without the word for its kind."""
        return self._by_name.get((state, plain(name))) or self._by_name.get((state, short(name)))

    def of_state(self, state: str) -> list[County]:
        return [county for county in self.all if county.state == state]

    @property
    def states(self) -> list[str]:
        return sorted(set(county.state for county in self.all))

    def state(self, text: str) -> str | None:
        """The postal code of a state that is given by postal code or name."""
        return text if text in self.states_set else self.state_of_name.get(text)

    @cached_property
    def states_set(self) -> frozenset[str]:
        return frozenset(self.states)


@dataclass(frozen=True)
class _Place:
    """A county of the Gazetteer."""

    line: int
    state: str
    latitude: str
    longitude: str


def read_counties(census: Source, gazetteer: Source, journal: Journal) -> Counties:
    """Counties that both files have; a county that one of them lacks is refused."""
    places = _read_gazetteer(gazetteer, journal)
    people = _read_census(census, journal)
    findings = Findings(gazetteer.path)
    for code in sorted(set(people) - set(places)):
        findings.add(0, "GEOID", f"{code} ({people[code][0]['CTYNAME']}) is missing",
                     f"every county of {census.path.name}", "use the Gazetteer of 2019")
    for code in sorted(set(places) - set(people)):
        findings.add(places[code].line, "GEOID", f"{code} is no county of {census.path.name}",
                     "the counties of the population file", "use two files of the year 2019")
    findings.raise_if_any()
    counties = [County(code, first["CTYNAME"], places[code].state, population,
                       places[code].latitude, places[code].longitude)
                for code, (first, population) in people.items()]
    names = {first["STNAME"]: places[code].state for code, (first, _) in people.items()}
    return Counties(counties, names)


def _read_census(source: Source, journal: Journal) -> dict[str, tuple[Row, int]]:
    """Row and population by current county code; sums are held against the states' own."""
    findings = Findings(source.path)
    people: dict[str, tuple[Row, int]] = {}
    totals: dict[str, Row] = {}
    lines: dict[str, int] = {}
    for row in rows_of(source, CENSUS_COLUMNS):
        level = row["SUMLEV"].lstrip("0")
        if level not in ("40", "50"):
            findings.add(row.line, "SUMLEV", quoted(row["SUMLEV"]), "040 or 050",
                         "use the county file of the Census, all data")
            continue
        stated = row["STATE"].zfill(2) + row["COUNTY"].zfill(3)
        if level == "40":
            totals[stated[:2]] = row
            continue
        if stated in lines:
            findings.add(row.line, "COUNTY", f"{stated} is there already, in line {lines[stated]}",
                         "each county once", "remove one of the lines")
            continue
        lines[stated] = row.line
        code = _current(stated, row.line, "COUNTY", findings)
        if len(row["STATE"]) < 2 or len(row["COUNTY"]) < 3:
            journal.repaired(Repair.lost_zero, f"{row['CTYNAME']} ({stated})")
        if code != stated:
            journal.repaired(Repair.former_code,
                             f"{row['CTYNAME']}, population ({stated} to {code})")
        first, before = people.get(code, (row, 0))
        first = row if code == stated else first  # a county's own row names it
        people[code] = first, before + whole(row, POPULATION, findings)
    for state, row in totals.items():
        counted = sum(population for code, (_, population) in people.items() if code[:2] == state)
        if whole(row, POPULATION, findings) != counted:
            findings.add(row.line, POPULATION,
                         f"{row['STNAME']} has {row[POPULATION]}, its counties {counted} together",
                         "the same number", "download the file again")
    findings.raise_if_any()
    return people


def _current(code: str, line: int, column: str, findings: Findings) -> str:
    """The code that a county has in 2019."""
    if code in PLANNING_REGIONS:
        findings.add(line, column, f"{code} is a planning region of Connecticut",
                     "Connecticut's eight counties, as until 2021", "use the files of 2019")
    new = FORMER_CODES.get(code, [code])
    return new[0] if len(new) == 1 else code


def _gazetteer_lines(source: Source):
    """Line number and cells by column; the header may be missing."""
    first = source.text.lstrip().splitlines()[0]
    delimiter = max("\t,|", key=first.count)
    lines = records(source, delimiter)
    columns = GAZETTEER_COLUMNS
    for line, cells in lines:
        if "GEOID" in cells:
            columns = cells
            findings = Findings(source.path)
            for name in ("USPS", "GEOID", "INTPTLAT", "INTPTLONG"):
                if name not in columns:
                    findings.add(line, name, "there is no such column",
                                 ", ".join(GAZETTEER_COLUMNS), "use the Gazetteer of counties")
            findings.raise_if_any()
            continue
        yield line, cells, columns


def _read_gazetteer(source: Source, journal: Journal) -> dict[str, _Place]:
    """Internal points by current county code; territories are passed over."""
    findings = Findings(source.path)
    places: dict[str, _Place] = {}
    own: set[str] = set()
    for line, cells, columns in _gazetteer_lines(source):
        if len(cells) != len(columns):
            findings.add(line, "", f"has {len(cells)} cells",
                         f"{len(columns)}: {', '.join(columns)}",
                         "use the Gazetteer of counties as it is published")
            continue
        row = dict(zip(columns, cells))
        if row["USPS"] in TERRITORIES:
            continue
        if row["USPS"] not in HHS_REGION_OF:
            findings.add(line, "USPS", quoted(row["USPS"]), "a state's postal code")
            continue
        stated = row["GEOID"].zfill(5)
        if stated in own:
            findings.add(line, "GEOID", f"{stated} is there already", "each county once")
            continue
        own.add(stated)
        code = _current(stated, line, "GEOID", findings)
        if len(row["GEOID"]) < 5:
            journal.repaired(Repair.lost_zero, f"{row.get('NAME', '')} ({stated})")
        _check_degrees(line, row, findings)
        if code == stated or code not in places:  # a county's own point counts, if it has one
            places[code] = _Place(line, row["USPS"], degrees(row["INTPTLAT"]),
                                  degrees(row["INTPTLONG"]))
        if code != stated:
            journal.repaired(Repair.former_code,
                             f"{row.get('NAME', '')}, location ({stated} to {code})")
    findings.raise_if_any()
    return places


def _check_degrees(line: int, row: dict[str, str], findings: Findings) -> None:
    for column, most in (("INTPTLAT", 90), ("INTPTLONG", 180)):
        if not is_degrees(row[column], most):
            findings.add(line, column, quoted(row[column]), f"{-most} to {most} degrees")


def degrees(text: str) -> str:
    """A coordinate as cases have it: the Gazetteer's plus signs are no part of a number there."""
    return text.removeprefix("+")


def is_degrees(text: str, most: float) -> bool:
    """Whether a cell is a decimal number within these degrees."""
    return bool(re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]+)?", text)) and abs(float(text)) <= most
