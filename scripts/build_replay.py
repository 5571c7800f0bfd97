#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds a wave to replay from published daily series: states or counties of the United States.

Writes into DIR case.toml, facilities.csv, demand.csv (empty: nothing is known before the wave),
truth.csv and replay.toml for `surgeflow replay`.

states:    people in hospital and on ventilators by state and day (columns date, state,
           hospitalized_currently, ventilator_currently) become patients: where ventilators are not
           reported, they are the state's usual share of people in hospital, or else the nation's.
counties:  confirmed cases by county and day, the time series of Johns Hopkins; a share of the new
           cases of each day needs a ventilator.
"""

import argparse
import csv
import sys
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from statistics import median

from national.findings import BadInput, refuse
from national.tables import read_source
from replays import series

DONE, BAD_INPUT = 0, 3
CASE = """[case]
name = "{name}"
description = "{description}"

[horizon]
start = {start}
periods = {days}

[facilities]
file = "facilities.csv"

[item]
name = "ventilator"
turnaround = {stay}

[demand]
model = "file"
file = "demand.csv"

[transit]
model = "geodesic"
km_per_period = {km_per_day}

[rules]
reserve_periods = {reserve_days}
reserve_weight = 0.02
"""
REPLAY = """[replay]
name = "{name}"
case = "case.toml"
truth = "truth.csv"
outlook = "growth"
damping = 0.8
"""


def table(path: Path, columns: list[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(read_source(path).text.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or [])]
    if missing:
        refuse(path, 1, missing[0], "no such column", ", ".join(columns), "name the right file")
    return list(reader)


def number(path: Path, line: int, column: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        refuse(path, line, column, f"'{text}' is no number", "0 or more", "correct it")
    if not value >= 0.0:
        refuse(path, line, column, f"'{text}' is below 0", "0 or more", "correct it")
    return value


def places(path: Path) -> list[dict]:
    """Counties with their people: columns fips, name, state, population, lat, lon."""
    rows = table(path, ["fips", "name", "state", "population", "lat", "lon"])
    return [{**row, "population": number(path, line, "population", row["population"]),
             "lat": float(row["lat"]), "lon": float(row["lon"])} for line, row in enumerate(rows, 2)]


def centres(counties: list[dict]) -> dict[str, tuple[float, float, float]]:
    """Where a state's people live on average, and how many they are."""
    sums = defaultdict(lambda: [0.0, 0.0, 0.0])
    for county in counties:
        total = sums[county["state"]]
        total[0] += county["population"]
        total[1] += county["population"] * county["lat"]
        total[2] += county["population"] * county["lon"]
    return {state: (lat / people, lon / people, people)
            for state, (people, lat, lon) in sums.items()}


def build_states(options: argparse.Namespace) -> tuple[list[dict], dict[str, list[int]], float]:
    where = centres(places(options.counties))
    ventilators = table(options.ventilators, ["state", "full_feature_ventilators_2009"])
    reports: dict[str, tuple[dict, dict]] = defaultdict(lambda: ({}, {}))
    columns = ["date", "state", "hospitalized_currently", "ventilator_currently"]
    for line, row in enumerate(table(options.hospitalizations, columns), 2):
        day = date.fromisoformat(row["date"])
        for kind, column in enumerate(columns[2:]):
            if row[column]:
                reports[row["state"]][kind][day] = number(options.hospitalizations, line, column,
                                                          row[column])
    ratios = {state: series.ratio_of(ventilated, hospitalized)
              for state, (hospitalized, ventilated) in reports.items()}
    usual = median(ratio for ratio in ratios.values() if ratio is not None)
    facilities, truth, clipped = [], {}, 0.0
    for row in ventilators:
        state = row["state"]
        if state not in where:
            continue
        lat, lon, people = where[state]
        devices = round(options.share * float(row["full_feature_ventilators_2009"]))
        facilities.append({"id": state, "name": state, "latitude": f"{lat:.4f}",
                           "longitude": f"{lon:.4f}", "region": "US",
                           "population": round(people), "devices": devices})
        hospitalized, ventilated = reports[state]
        ratio = ratios[state] if ratios.get(state) is not None else usual
        census = {day: ratio * count for day, count in hospitalized.items()} or ventilated
        come, lost = series.arrivals(series.filled(census, options.days_list), options.stay)
        truth[state], clipped = series.whole(come), clipped + lost
    return facilities, truth, clipped


def daily_cases(path: Path) -> tuple[list[date], dict[str, list[float]]]:
    """Cumulative cases by five-digit county code."""
    rows = table(path, ["FIPS"])
    names = [name for name in rows[0] if name[:1].isdecimal()]
    days = [datetime.strptime(name, "%m/%d/%y").date() for name in names]
    cases = {}
    for line, row in enumerate(rows, 2):
        if row["FIPS"]:
            code = f"{int(float(row['FIPS'])):05d}"
            cases[code] = [number(path, line, name, row[name]) for name in names]
    return days, cases


def build_counties(options: argparse.Namespace) -> tuple[list[dict], dict[str, list[int]], float]:
    days, cases = daily_cases(options.cases)
    if options.days_list[0] <= days[0] or options.days_list[-1] > days[-1]:
        refuse(options.cases, 1, "", f"days from {days[0]} to {days[-1]}",
               f"days that hold {options.days_list[0]} to {options.days_list[-1]}",
               "change --start or --days")
    first = days.index(options.days_list[0])
    facilities, truth, clipped = [], {}, 0.0
    for county in places(options.counties):
        code = county["fips"]
        devices = round(options.share * options.devices_per_100k * county["population"] / 1e5)
        facilities.append({"id": code, "name": county["name"], "latitude": county["lat"],
                           "longitude": county["lon"], "region": county["state"],
                           "population": round(county["population"]), "devices": devices})
        counts = cases.get(code, [0.0] * len(days))
        new = [counts[first + n] - counts[first + n - 1] for n in range(len(options.days_list))]
        clipped += sum(max(0.0, -day) for day in new)
        truth[code] = series.whole([max(0.0, day) * options.ventilated_share for day in new])
    return facilities, truth, clipped


def write_case(options: argparse.Namespace, facilities: list[dict], truth: dict) -> None:
    options.output.mkdir(parents=True, exist_ok=True)
    words = {"name": f"{options.what} of the United States", "start": options.start,
             "description": "patients on ventilators as reported, day by day",
             "days": options.days, "stay": options.stay, "km_per_day": options.km_per_day,
             "reserve_days": options.reserve_days}
    (options.output / "case.toml").write_text(CASE.format(**words), encoding="utf-8")
    (options.output / "replay.toml").write_text(REPLAY.format(**words), encoding="utf-8")
    (options.output / "demand.csv").write_text("facility,period,patients\n", encoding="utf-8")
    with open(options.output / "facilities.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, facilities[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(facilities)
    with open(options.output / "truth.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["facility", "period", "patients"])
        for facility, days in truth.items():
            writer.writerows([facility, day, count] for day, count in enumerate(days) if count)


def parse_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="what", required=True)
    states, counties = kinds.add_parser("states"), kinds.add_parser("counties")
    for kind in (states, counties):
        kind.add_argument("--counties", type=Path, required=True, metavar="CSV",
                          help="fips, name, state, population, lat, lon of every county")
        kind.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
        kind.add_argument("--start", type=date.fromisoformat, default=date(2020, 3, 20))
        kind.add_argument("--days", type=int, default=120)
        kind.add_argument("--stay", type=int, default=10, help="days on a device")
        kind.add_argument("--km-per-day", type=float, default=1000.0)
        kind.add_argument("--reserve-days", type=int, default=2,
                          help="plans keep devices for the patients expected in so many days")
        kind.add_argument("--share", type=float, default=0.5,
                          help="of the devices, those free for these patients")
    states.add_argument("--hospitalizations", type=Path, required=True, metavar="CSV")
    states.add_argument("--ventilators", type=Path, required=True, metavar="CSV",
                        help="state, full_feature_ventilators_2009")
    counties.add_argument("--cases", type=Path, required=True, metavar="CSV",
                          help="time_series_covid19_confirmed_US.csv")
    counties.add_argument("--ventilated-share", type=float, default=0.02,
                          help="of confirmed cases, those who need a device")
    counties.add_argument("--devices-per-100k", type=float, default=19.7)
    options = parser.parse_args(words)
    options.days_list = series.days_from(options.start, options.days)
    return options


def main(words: list[str] | None = None) -> int:
    options = parse_arguments(sys.argv[1:] if words is None else words)
    try:
        build = build_states if options.what == "states" else build_counties
        facilities, truth, clipped = build(options)
        write_case(options, facilities, truth)
    except BadInput as failure:
        print(failure, file=sys.stderr)
        return BAD_INPUT
    patients = sum(sum(days) for days in truth.values())
    devices = sum(facility["devices"] for facility in facilities)
    print(f"{len(facilities)} facilities, {devices:,} devices, {patients:,} patients in "
          f"{options.days} days from {options.start}; {clipped:,.0f} of falling counts clipped.")
    print(options.output / "replay.toml")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
