# SPDX-License-Identifier: Apache-2.0
"""The quality report of a case: sources, totals, assumptions, and every repair by name."""

from dataclasses import dataclass

from national.cases import CaseCount
from national.facilities import Facility, whole_devices
from national.journal import OF_HOSPITALS, Dropped, Journal, Repair
from national.tables import Source

TERMS = {
    "population": "US Census Bureau, county population totals 2010-2019 (co-est2019-alldata). "
                  "Public domain.",
    "gazetteer": "US Census Bureau, 2019 Gazetteer of counties. Public domain.",
    "cases": "COVID-19 Data Repository by the Center for Systems Science and Engineering (CSSE) "
             "at Johns Hopkins University, daily report. CC BY 4.0.",
    "hospitals": "Homeland Infrastructure Foundation-Level Data (HIFLD), hospitals. Public domain.",
    "case shares": "Stated by whoever built the case.",
    "ratios by state": "Stated by whoever built the case.",
    "devices by state": "Stated by whoever built the case.",
    "networks": "Stated by whoever built the case.",
}


@dataclass(frozen=True)
class Report:
    """What stands in the report beside the journal."""

    title: str
    facilities: list[Facility]
    per_100k: float
    sources: dict[str, Source]
    cases: CaseCount
    assumptions: list[str]
    journal: Journal

    def of_kind(self, kind: Repair | Dropped) -> list[str]:
        rows = self.journal.repairs if isinstance(kind, Repair) else self.journal.dropped
        return rows.get(kind, [])

    @property
    def kinds(self) -> list[Repair | Dropped]:
        """Kinds of rows that this case can have."""
        every = [*Repair, *Dropped]
        return [k for k in every if k not in OF_HOSPITALS or "hospitals" in self.sources]


def report_text(report: Report) -> str:
    """The whole document in Markdown."""
    return "".join([
        f"# {report.title}: quality of the data\n\n",
        "What was read, what was repaired by which rule, what was assumed, and what was left "
        "out.\n",
        _totals(report), _sources(report), _assumptions(report), _repairs(report),
        _left_out(report), _states(report)])


def in_words(report: Report) -> str:
    """The totals in one sentence."""
    facilities = report.facilities
    return (f"{len(facilities):,} facilities, {sum(f.population for f in facilities):,} people, "
            f"{float(sum(f.hospitalized for f in facilities)):,.0f} in hospital, "
            f"{sum(whole_devices(f, report.per_100k) for f in facilities):,} devices; every repair "
            "and assumption is in quality.md")


def _totals(report: Report) -> str:
    facilities = report.facilities
    affected = sum(1 for f in facilities if f.hospitalized)
    devices = sum(whole_devices(f, report.per_100k) for f in facilities)
    in_hospital = float(sum(f.hospitalized for f in facilities))
    cases = report.cases
    lines = [f"| facilities | {len(facilities):,} |",
             f"| population | {sum(f.population for f in facilities):,} |",
             f"| confirmed cases in the report | {cases.total:,} |",
             f"| of them in counties | {sum(cases.by_county.values()):,} |",
             f"| of them left out: belong to no county | {cases.without_county:,} |",
             f"| of them left out: outside the states | {cases.outside:,} |",
             f"| people in hospital | {in_hospital:,.2f} |",
             f"| facilities with anybody in hospital | {affected:,} |",
             f"| devices | {devices:,} |"]
    return "\n## Totals\n\n| | |\n| --- | --- |\n" + "\n".join(lines) + "\n"


def _sources(report: Report) -> str:
    lines = [f"- {role}: `{source.path.name}`, SHA-256 `{source.sha256}`. {TERMS[role]}"
             for role, source in report.sources.items()]
    return "\n## Sources and licences\n\n" + "\n".join(lines) + "\n"


def _assumptions(report: Report) -> str:
    return "\n## Assumptions\n\n" + "\n".join(f"- {line}" for line in report.assumptions) + "\n"


def _repairs(report: Report) -> str:
    return "\n## Repairs\n" + "".join(
        _section(kind.heading, kind.rule, report.of_kind(kind))
        for kind in report.kinds if isinstance(kind, Repair))


def _left_out(report: Report) -> str:
    return "\n## Left out\n" + "".join(
        _section(kind.heading, kind.reason, report.of_kind(kind))
        for kind in report.kinds if isinstance(kind, Dropped))


def _section(heading: str, rule: str, rows: list[str]) -> str:
    if not rows:
        return f"\n### {heading}: none\n"
    listed = "\n".join(f"- {row}" for row in rows)
    return f"\n### {heading}: {len(rows):,}\n\n{rule}\n\n{listed}\n"


def _states(report: Report) -> str:
    text = "\n## By state\n\n| state | facilities | population | in hospital | devices |\n" \
           "| --- | --- | --- | --- | --- |\n"
    for state in sorted(set(f.state for f in report.facilities)):
        own = [f for f in report.facilities if f.state == state]
        devices = sum(whole_devices(f, report.per_100k) for f in own)
        text += (f"| {state} | {len(own):,} | {sum(f.population for f in own):,} | "
                 f"{float(sum(f.hospitalized for f in own)):,.2f} | {devices:,} |\n")
    return text
