# SPDX-License-Identifier: Apache-2.0
"""Finds the county that a row means, from a code, a name and a location that may be wrong."""

import re
from dataclasses import dataclass

from national.counties import FORMER_CODES, Counties, County, short
from national.journal import Journal, Repair
from national.shares import nearest, unit_vector


@dataclass(frozen=True)
class Description:
    """What a row says of the county where it belongs."""

    label: str
    code: str
    state: str
    county_name: str
    point: tuple[float, float] | None


class Locator:
    """Follows the rules of `Repair`, and writes down each row for which one was needed."""

    def __init__(self, counties: Counties, journal: Journal):
        self._counties = counties
        self._journal = journal

    def find(self, row: Description) -> list[County]:
        """One county; several where it was divided and no location tells; none if unknown."""
        digits = re.fullmatch(r"([0-9]{1,5})(\.0+)?", row.code)
        code = digits.group(1).zfill(5) if digits else ""
        if county := self._counties.get(code):
            if len(row.code) != 5:
                self._journal.repaired(Repair.lost_zero, f"{row.label}: {row.code} is {code}")
            return [self._settled(row, county)]
        parts = [part for new in FORMER_CODES.get(code, []) if (part := self._counties.get(new))]
        if parts:
            return self._former(row, code, parts)
        if named := self._counties.named(row.state, row.county_name):
            kind = Repair.unknown_code if code else Repair.no_code
            before = f"{row.code} is " if code else ""
            self._journal.repaired(kind, f"{row.label}: {before}{named.label}")
            return [named]
        in_state = self._counties.of_state(row.state)
        if row.point is None or not in_state:
            return []
        county = self._nearer(row, in_state)
        self._journal.repaired(Repair.by_location, f"{row.label}: {county.label}")
        return [county]

    def _settled(self, row: Description, county: County) -> County:
        """The code's county, unless the row's name speaks for another one that is nearer."""
        named = self._counties.named(row.state, row.county_name)
        if named in (None, county) or short(county.name) == short(row.county_name) or not row.point:
            return county
        chosen = self._nearer(row, [county, named])
        by, other = ("code", named) if chosen is county else ("name", county)
        self._journal.repaired(Repair.conflicting_code,
                               f"{row.label}: by its {by} {chosen.label}, not {other.label}")
        return chosen

    def _former(self, row: Description, code: str, parts: list[County]) -> list[County]:
        if len(parts) > 1 and row.point:
            parts = [self._nearer(row, parts)]
        now = " and ".join(part.label for part in parts)
        self._journal.repaired(Repair.former_code, f"{row.label}: {code} is {now}")
        return parts

    @staticmethod
    def _nearer(row: Description, counties: list[County]) -> County:
        return counties[nearest(row.point, [unit_vector(*c.point) for c in counties]).index]
