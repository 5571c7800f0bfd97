#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Calibrates a case of counties on Johns Hopkins' time series up to several days; prints a table.

Each row is one run of `surgeflow calibrate`: medians over the facilities, and its back-test. The
table is that of docs/calibration.md.
"""

import argparse
import csv
import pathlib
import statistics
import subprocess
import tempfile

UNTIL = ["2020-04-30", "2020-05-31", "2020-06-30", "2020-07-27"]
HEADER = """\
| days up to | own growth before / after | doubling time, days | contact reduction | counted / expected | wape: forecast | level | growth | log error: forecast | level | growth | 50 % | 90 % |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def median_and_error(facilities, name):
    values = [float(row[name]) for row in facilities]
    errors = [float(row[name + "_se"]) for row in facilities]
    return f"{statistics.median(values):.2f} (se {statistics.median(errors):.2f})"


def table_row(until, facilities, score):
    own = " / ".join(f"{sum(bool(row['own_log_growth_' + side]) for row in facilities):,}"
                     for side in ("before", "after"))
    counts = f"{float(score['counted']):,.0f} / {float(score['forecast']):,.0f}"
    cells = [until, own, median_and_error(facilities, "doubling_time"),
             median_and_error(facilities, "contact_reduction"), counts]
    for measure in ("wape", "log_error"):
        for forecast in ("", "naive_level_", "naive_growth_"):
            cells.append(f"{float(score[forecast + measure]):.2f}")
    for interval in ("50", "90"):
        cells.append(f"{100.0 * float(score['coverage_' + interval]):.1f} %")
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="surgeflow", help="the surgeflow to run")
    parser.add_argument("--case", required=True, type=pathlib.Path,
                        help="CASE.toml of the counties, from scripts/build_national.py")
    parser.add_argument("--counts", required=True, type=pathlib.Path,
                        help="time_series_covid19_confirmed_US.csv")
    parser.add_argument("--change-date", default="2020-03-25")
    parser.add_argument("--backtest-days", default="14")
    options = parser.parse_args()
    print(HEADER)
    for until in UNTIL:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [options.program, "calibrate", options.case, options.counts, "--layout", "jhu",
                 "--change-date", options.change_date, "--until", until, "--backtest-days",
                 options.backtest_days, "--quiet", "-o", folder],
                check=True, stdout=subprocess.DEVNULL)
            found = pathlib.Path(folder)
            print(table_row(until, rows(found / "calibration.csv"), rows(found / "backtest.csv")[0]),
                  flush=True)


if __name__ == "__main__":
    main()
