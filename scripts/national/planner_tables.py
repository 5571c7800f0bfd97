# SPDX-License-Identifier: Apache-2.0
"""Tables that a planner may add: ratios and devices by state, cases by county, networks."""

import re
from fractions import Fraction

from national.counties import Counties
from national.findings import Findings, quoted
from national.hospitals import Hospital, hospital_id
from national.journal import Dropped, Journal, Repair
from national.states import TERRITORIES
from national.tables import Row, Source, rows_of, whole

RATIO_ALLOWED = "a number from 0 to 1, or a fraction such as 509/2966"


def ratio(text: str) -> Fraction:
    """A share written as decimal number or fraction; ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,12})?|[0-9]{1,9}/0*[1-9][0-9]{0,8}", text):
        raise ValueError(text)
    value = Fraction(text)
    if value > 1:
        raise ValueError(text)
    return value


def read_ratios(source: Source, counties: Counties, journal: Journal) -> dict[str, Fraction]:
    """People in hospital per confirmed case, by state; the table may lack states."""
    findings = Findings(source.path)
    ratios = {}
    for state, row in _by_state(source, "ratio", counties, findings, journal).items():
        try:
            ratios[state] = ratio(row["ratio"])
        except ValueError:
            findings.add(row.line, "ratio", quoted(row["ratio"]), RATIO_ALLOWED)
    findings.raise_if_any()
    for state in counties.states:
        if state not in ratios:
            journal.repaired(Repair.national_ratio, state)
    return ratios


def read_devices(source: Source, counties: Counties, journal: Journal) -> dict[str, int]:
    """Devices by state; every state has its line."""
    findings = Findings(source.path)
    rows = _by_state(source, "devices", counties, findings, journal)
    devices = {state: whole(row, "devices", findings) for state, row in rows.items()}
    for state in counties.states:
        if state not in devices:
            findings.add(0, "state", f"{state} has no line", "one line for each state",
                         "add it, with 0 where there are none")
    findings.raise_if_any()
    return devices


def _by_state(source: Source, column: str, counties: Counties, findings: Findings,
              journal: Journal) -> dict[str, Row]:
    """Rows by postal code; lines of territories are left out."""
    rows: dict[str, Row] = {}
    for row in rows_of(source, ["state", column]):
        text = row["state"]
        state = counties.state(text)
        if state is None and (text in TERRITORIES or text in TERRITORIES.values()):
            journal.left_out(Dropped.lines_outside, f"{source.path.name}: {text}")
        elif state is None:
            findings.add(row.line, "state", quoted(text), "a state's postal code or name")
        elif state in rows:
            findings.add(row.line, "state", f"{text} is there already, in line {rows[state].line}",
                         "each state once")
        else:
            rows[state] = row
    return rows


def read_case_shares(source: Source, counties: Counties) -> dict[str, int]:
    """Cases by county, to divide rows that cover several counties by."""
    findings = Findings(source.path)
    shares: dict[str, int] = {}
    for row in rows_of(source, ["fips", "cases"]):
        code = row["fips"].zfill(5)
        if counties.get(code) is None:
            findings.add(row.line, "fips", quoted(row["fips"]), "a county's code of five digits")
        elif code in shares:
            findings.add(row.line, "fips", f"{code} is there already", "each county once")
        else:
            shares[code] = whole(row, "cases", findings)
    findings.raise_if_any()
    return shares


def read_networks(source: Source, hospitals: list[Hospital], journal: Journal) -> dict[str, str]:
    """The network of every hospital; one without any is a network of its own."""
    findings = Findings(source.path)
    stated: dict[str, str] = {}
    for row in rows_of(source, ["id", "network"]):
        ident = hospital_id(row["id"])
        if not ident or ident in stated:
            findings.add(row.line, "id", f"{quoted(row['id'])} is empty or there already",
                         "each hospital's id once")
        elif row["network"]:
            stated[ident] = row["network"]
    findings.raise_if_any()
    known = {hospital.id for hospital in hospitals}
    for ident in sorted(set(stated) - known):
        journal.left_out(Dropped.unknown_hospitals, f"{ident}: {stated[ident]}")
    for hospital in hospitals:
        if hospital.id not in stated:
            journal.repaired(Repair.no_network, hospital.label)
    return {hospital.id: stated.get(hospital.id, hospital.id) for hospital in hospitals}
