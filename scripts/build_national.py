#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds cases of the whole United States from the files that agencies publish.

Writes us-counties, and us-hospitals where --hospitals is given: each a folder with case.toml,
facilities.csv and quality.md, the list of every repair and assumption. Nothing is downloaded.
"""

import argparse
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from national import case_files, planner_tables, quality
from national.cases import CaseCount, read_cases
from national.counties import Counties, read_counties
from national.facilities import (Devices, Facility, Ratios, county_facilities, hospital_facilities,
                                 too_many_infected)
from national.findings import BadInput
from national.hospitals import read_hospitals
from national.journal import Journal
from national.tables import Source, read_source

DONE, USAGE, BAD_INPUT = 0, 2, 3
STUDY_RATIO = "509/2966"  # Colorado on 2020-03-31: people in hospital, confirmed cases
STUDY_DEVICES = "19.7"
REGIONS = ("state", "hhs", "network")
PERIOD_HOURS = (1, 2, 3, 4, 6, 8, 12, 24)
MOST_PERIODS = 32767


def ratio_argument(text: str) -> Fraction:
    try:
        return planner_tables.ratio(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not {planner_tables.RATIO_ALLOWED}") from None


def periods_argument(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= MOST_PERIODS:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_PERIODS}")


def devices_argument(text: str) -> str:
    whole, point, decimals = text.partition(".")
    if whole.isdecimal() and len(text) <= 12 and (decimals.isdecimal() or not point):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on, such as {STUDY_DEVICES}")


def parse_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="build_national.py", description=__doc__.split("\n\n")[0],
        epilog="Where the files come from, what is assumed, known limits: docs/national-cases.md.")
    inputs = parser.add_argument_group("files of agencies")
    inputs.add_argument("--population", type=Path, required=True, metavar="CSV",
                        help="Census county population totals, co-est2019-alldata.csv")
    inputs.add_argument("--gazetteer", type=Path, required=True, metavar="TXT",
                        help="Census Gazetteer of counties of 2019, with or without its header")
    inputs.add_argument("--cases", type=Path, required=True, metavar="CSV",
                        help="CSSE daily report of 2020-03-31, 03-31-2020.csv")
    inputs.add_argument("--hospitals", type=Path, metavar="CSV",
                        help="HIFLD hospitals; us-hospitals is built only with it")
    tables = parser.add_argument_group("tables of your own")
    tables.add_argument("--case-shares", type=Path, metavar="CSV",
                        help="fips,cases: divides rows that cover several counties, such as New "
                        "York City; without it they are divided by population")
    tables.add_argument("--ratio", type=ratio_argument, default=STUDY_RATIO, metavar="SHARE",
                        help="people in hospital per confirmed case (default: %(default)s)")
    tables.add_argument("--ratio-by-state", type=Path, metavar="CSV",
                        help="state,ratio: takes the place of --ratio in the states that it lists")
    devices = tables.add_mutually_exclusive_group()
    devices.add_argument("--devices-per-100k", type=devices_argument, default=STUDY_DEVICES,
                         metavar="NUMBER", help="devices for 100,000 people (default: %(default)s)")
    devices.add_argument("--devices-by-state", type=Path, metavar="CSV",
                         help="state,devices: every state's devices, divided by population")
    tables.add_argument("--networks", type=Path, metavar="CSV",
                        help="id,network: the network of hospitals, by HIFLD id")
    case = parser.add_argument_group("the cases")
    case.add_argument("--region", choices=REGIONS, default="state",
                      help="what the column region holds (default: %(default)s); network is for "
                      "us-hospitals, and us-counties then has states")
    case.add_argument("--period-hours", type=int, choices=PERIOD_HOURS, default=24, metavar="HOURS",
                      help="length of a period, a divisor of 24 (default: %(default)s)")
    case.add_argument("--periods", type=periods_argument, metavar="NUMBER",
                      help="number of periods (default: as many as 180 days have)")
    case.add_argument("-o", dest="folder", type=Path, required=True, metavar="DIR",
                      help="folder for the two cases; cases of an earlier run in it are replaced")
    options = parser.parse_args(words)
    if options.networks and not options.hospitals:
        parser.error("--networks needs --hospitals")
    if options.region == "network" and not options.networks:
        parser.error("--region network needs --networks")
    return options


class Inputs:
    """Reads the files as they are asked for, and remembers them for the report."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}

    def read(self, role: str, path: Path) -> Source:
        self.sources[role] = read_source(path)
        return self.sources[role]


@dataclass
class Build:
    """What both cases share."""

    options: argparse.Namespace
    inputs: Inputs
    journal: Journal
    counties: Counties
    cases: CaseCount
    ratios: Ratios
    devices: Devices

    @property
    def horizon(self) -> case_files.Horizon:
        hours = self.options.period_hours
        days = case_files.STUDY_DAYS
        return case_files.Horizon(self.options.periods or days * 24 // hours, hours)


def read_common(options: argparse.Namespace) -> Build:
    inputs, journal = Inputs(), Journal()
    counties = read_counties(inputs.read("population", options.population),
                             inputs.read("gazetteer", options.gazetteer), journal)
    case_shares, by_state, devices = {}, {}, {}
    report = inputs.read("cases", options.cases)
    if options.case_shares:
        case_shares = planner_tables.read_case_shares(
            inputs.read("case shares", options.case_shares), counties)
    if options.ratio_by_state:
        by_state = planner_tables.read_ratios(
            inputs.read("ratios by state", options.ratio_by_state), counties, journal)
    if options.devices_by_state:
        devices = planner_tables.read_devices(
            inputs.read("devices by state", options.devices_by_state), counties, journal)
    return Build(options, inputs, journal, counties,
                 read_cases(report, counties, case_shares, journal),
                 Ratios(options.ratio, by_state), Devices(float(options.devices_per_100k), devices))


def assumptions(build: Build) -> list[str]:
    options, horizon = build.options, build.horizon
    lines = ["People in hospital = confirmed cases x ratio, to ten decimals; national ratio "
             f"{options.ratio}"
             + (", with a table by state." if build.ratios.by_state else " everywhere.")]
    if build.devices.by_state:
        lines.append("Devices: stated by state, divided over its counties by population; the "
                     "largest remainders make them whole, and each state's sum is kept.")
    else:
        lines.append(f"Devices: {options.devices_per_100k} for every 100,000 people of a county, "
                     "to the nearest whole one.")
    lines.append("The counties are those of 2019: Connecticut has its eight.")
    lines.append("The parameters of the case are those of the Colorado study for every facility; "
                 f"{horizon.periods:,} periods of {horizon.period_hours} hours.")
    return lines


HOSPITAL_ASSUMPTIONS = [
    "A county's patients, people and devices are divided over its open hospitals by beds, whatever "
    "their type: patients exactly, people and devices to whole ones by largest remainders.",
    "Every person belongs to one hospital, so that the epidemic model has a population for each, "
    "and their sum is the nation's.",
    "A hospital's beds are those that HIFLD states; 0 is taken as not known.",
]


def check_start(path: Path, facilities: list[Facility]) -> None:
    rate = Fraction(case_files.HOSPITALIZED_RATE)
    beyond = too_many_infected(facilities, rate)
    if not beyond:
        return
    first = beyond[0]
    raise BadInput(
        f"{path}: {len(beyond)} facilities would begin with as many infected as people, or more, "
        f"the first {first.name} ({first.id}) with {float(first.hospitalized):,.2f} in hospital of "
        f"{first.population:,} people; allowed: in hospital below {float(rate)} x population; "
        "correct the cases, or choose a smaller ratio")


def regions_of(facilities: list[Facility], kind: str) -> list[str]:
    if kind == "network" and "network" in facilities[0].details:
        return [f.details["network"] for f in facilities]
    return [f.hhs_region if kind == "hhs" else f.state for f in facilities]


def files_of(build: Build, name: str, description: str, report: quality.Report) -> dict[str, str]:
    options = build.options
    check_start(options.cases, report.facilities)
    per_100k = options.devices_per_100k if report.facilities[0].devices is None else ""
    return {
        "case.toml": case_files.case_text(name, description, build.horizon, per_100k),
        "facilities.csv": case_files.facilities_text(
            report.facilities, regions_of(report.facilities, options.region)),
        "quality.md": quality.report_text(report),
    }


def build_hospitals(build: Build, of_county: list[Facility]) -> quality.Report:
    options, journal = build.options, build.journal.copy()
    hospitals = read_hospitals(build.inputs.read("hospitals", options.hospitals), build.counties,
                               journal)
    facilities = hospital_facilities(build.counties, hospitals, of_county, build.devices.per_100k,
                                     journal)
    if options.networks:
        networks = planner_tables.read_networks(build.inputs.read("networks", options.networks),
                                                hospitals, journal)
        for facility in facilities:
            facility.details["network"] = networks[facility.id]
    return quality.Report("us-hospitals", facilities, build.devices.per_100k,
                          dict(build.inputs.sources), build.cases,
                          assumptions(build) + HOSPITAL_ASSUMPTIONS, journal)


def build_cases(options: argparse.Namespace) -> None:
    build = read_common(options)
    of_county = county_facilities(build.counties, build.cases.by_county, build.ratios,
                                  build.devices)
    counties = quality.Report("us-counties", of_county, build.devices.per_100k,
                              dict(build.inputs.sources), build.cases, assumptions(build),
                              build.journal)
    reports = {"us-counties": counties}
    files = {"us-counties": files_of(build, "us-counties", "Counties of the United States, "
                                     "contacts reduced by 30 %, sharing", counties)}
    if options.hospitals:
        hospitals = build_hospitals(build, of_county)
        reports["us-hospitals"] = hospitals
        files["us-hospitals"] = files_of(build, "us-hospitals", "Hospitals of the United States, "
                                         "contacts reduced by 30 %, sharing", hospitals)
    case_files.write_cases(options.folder, files)
    for name, report in reports.items():
        print(f"{options.folder / name / 'case.toml'}: {quality.in_words(report)}")


def main(words: list[str] | None = None) -> int:
    options = parse_arguments(sys.argv[1:] if words is None else words)
    try:
        build_cases(options)
    except BadInput as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    return DONE


if __name__ == "__main__":
    sys.exit(main())
