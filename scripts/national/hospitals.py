# SPDX-License-Identifier: Apache-2.0
"""Open hospitals, their counties and their beds, from the HIFLD table of hospitals."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from national.counties import Counties, degrees, is_degrees
from national.findings import Findings, quoted
from national.journal import Dropped, Journal, Repair
from national.locate import Description, Locator
from national.states import TERRITORIES
from national.tables import Row, Source, rows_of

COLUMNS = ["ID", "NAME", "STATE", "TYPE", "STATUS", "COUNTY", "COUNTYFIPS", "LATITUDE", "LONGITUDE",
           "BEDS"]
MISSING = {"", "-999", "NOT AVAILABLE"}
ID_DIGITS = 10


@dataclass(frozen=True)
class Hospital:
    """One open hospital; `beds` is 0 as long as they are not known."""

    id: str
    name: str
    kind: str
    state: str
    county: str
    latitude: str
    longitude: str
    beds: int

    @cached_property
    def point(self) -> tuple[float, float]:
        return float(self.latitude), float(self.longitude)

    @property
    def label(self) -> str:
        return f"{self.name}, {self.state} ({self.id})"


def hospital_id(text: str) -> str:
    """Ids are ten digits; spreadsheets drop zeros in front."""
    return text.zfill(ID_DIGITS) if re.fullmatch("[0-9]+", text) else text


def read_hospitals(source: Source, counties: Counties, journal: Journal) -> list[Hospital]:
    """Open hospitals of the states in the order of county and id; every one has beds."""
    findings = Findings(source.path)
    locator = Locator(counties, journal)
    closed: Counter[str] = Counter()
    lines: dict[str, int] = {}
    hospitals = []
    for row in rows_of(source, COLUMNS):
        ident = hospital_id(row["ID"])
        if ident in MISSING or ident in lines:
            findings.add(row.line, "ID", f"{quoted(row['ID'])} is there already, in line "
                         f"{lines[ident]}" if ident in lines else "the cell is empty",
                         "an id of its own for each hospital")
            continue
        lines[ident] = row.line
        if row["STATE"] in TERRITORIES:
            journal.left_out(Dropped.places_outside, f"{row['NAME']}, {row['STATE']} ({ident})")
        elif row["STATUS"].upper() != "OPEN":
            closed[row["STATUS"].upper() or "no status"] += 1
        elif hospital := _hospital(row, ident, counties, locator, findings, journal):
            hospitals.append(hospital)
    findings.raise_if_any()
    for status, number in sorted(closed.items()):
        journal.left_out(Dropped.closed, f"{status}: {number:,}")
    if not hospitals:
        findings.add(0, "STATUS", "no hospital is open", "at least one row with the status OPEN")
        findings.raise_if_any()
    hospitals.sort(key=lambda hospital: (hospital.county, hospital.id))
    return _with_beds(hospitals, journal)


def _hospital(row: Row, ident: str, counties: Counties, locator: Locator, findings: Findings,
              journal: Journal) -> Hospital | None:
    state = counties.state(row["STATE"])
    if state is None:
        findings.add(row.line, "STATE", quoted(row["STATE"]), "a state's postal code")
        return None
    label = f"{row['NAME']}, {state} ({ident})"
    known = is_degrees(row["LATITUDE"], 90) and is_degrees(row["LONGITUDE"], 180)
    point = (float(row["LATITUDE"]), float(row["LONGITUDE"])) if known else None
    point = point if point != (0.0, 0.0) else None
    code = "" if row["COUNTYFIPS"] in MISSING else row["COUNTYFIPS"]
    found = locator.find(Description(label, code, state, row["COUNTY"], point))
    if not found:
        findings.add(row.line, "COUNTYFIPS", f"{quoted(row['COUNTYFIPS'])}, with the name "
                     f"{quoted(row['COUNTY'])} and no location, is no county of {state}",
                     "a county's code or name, or a location", "fill one of them")
        return None
    county = found[0]
    if point is None:
        journal.repaired(Repair.no_location, f"{label}: that of {county.label}")
    if county.state != state:
        journal.repaired(Repair.other_state, f"{label}: {county.label}")
    latitude, longitude = (degrees(row["LATITUDE"]), degrees(row["LONGITUDE"])) if point else \
        (county.latitude, county.longitude)
    return Hospital(ident, row["NAME"] or ident, row["TYPE"], county.state, county.code, latitude,
                    longitude, _beds(row, findings))


def _beds(row: Row, findings: Findings) -> int:
    """0 where the beds are not known; HIFLD writes -999, and none at all is no answer either."""
    text = row["BEDS"]
    if text in MISSING:
        return 0
    if re.fullmatch("[0-9]{1,6}", text):
        return int(text)
    findings.add(row.line, "BEDS", quoted(text), "a whole number, or -999 for unknown")
    return 0


def _median(known: list[int]) -> int:
    """The middle one, or the mean of the middle two with halves rounded up."""
    ordered = sorted(known)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2] + 1) // 2


def _with_beds(hospitals: list[Hospital], journal: Journal) -> list[Hospital]:
    """Unknown beds filled with a median, see `Repair.unknown_beds`."""
    of_kind: dict[str, list[int]] = {}
    of_state: dict[str, list[int]] = {}
    for hospital in hospitals:
        if hospital.beds:
            of_kind.setdefault(hospital.kind, []).append(hospital.beds)
            of_state.setdefault(hospital.state, []).append(hospital.beds)
    everywhere = [beds for known in of_kind.values() for beds in known] or [1]
    filled = []
    for hospital in hospitals:
        if not hospital.beds:
            known = of_kind.get(hospital.kind) or of_state.get(hospital.state) or everywhere
            hospital = replace(hospital, beds=_median(known))
            journal.repaired(Repair.unknown_beds, f"{hospital.label}, {hospital.kind}: "
                             f"{hospital.beds}")
        filled.append(hospital)
    return filled
