#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what a sweep says: courses, unmet demand against inputs, what matters, who lends and lacks.

Writes into DIR, as SVG, those of these pictures that the sweep has the numbers for:
  courses.svg            demand and unmet demand of all facilities, quantiles over scenarios
  facility.svg           demand, unmet demand and devices in use of one facility, likewise
  unmet-by-input.svg     unmet demand against each input that is a number, with and without sharing
  unmet-by-scenario.svg  the same scenario by scenario, where there are few
  tornado.svg            unmet demand where one input alone is low or high
  sensitivity.svg        Sobol' indices of unmet demand with their intervals
  map.svg                how often each facility lends and lacks devices
Of a sweep without plans there is demand alone: demand-by-input.svg in place of those of unmet
demand.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

try:
    import h5netcdf  # noqa: F401
    import matplotlib  # noqa: F401
    import xarray  # noqa: F401
except ImportError as missing:
    sys.exit(f"plot_sweep.py: {missing}. Run it with a Python that has xarray, h5netcdf and "
             "matplotlib, on Debian /usr/bin/python3 with the packages of scripts/packages.txt.")

import numpy

from pictures import style
from sweeps import figures, results

DONE, BAD_INPUT = 0, 3
MOST_SCENARIOS_IN_ROWS = 40


class NotDrawn(Exception):
    """What the sweep lacks for a picture."""


def labels(sweep: results.Sweep, group: str) -> dict[str, str]:
    period = figures.per_period(sweep.period_hours(group))
    return {"demand": f"new patients {period}", "unmet": f"without a {sweep.item} {period}",
            "in_use": f"{sweep.item}s in use"}


def over_scenarios(sweep: results.Sweep) -> str:
    return f"quantiles over {sweep.of_design:,} scenarios"


def courses(sweep: results.Sweep):
    if not sweep.has("courses"):
        raise NotDrawn("the sweep has no courses over time")
    names = ("demand", "unmet") if sweep.has_plans else ("demand",)
    return figures.fans(sweep.times("courses"), {n: sweep.national_course(n) for n in names},
                        labels(sweep, "courses"), f"all facilities, {over_scenarios(sweep)}")


def facility_courses(sweep: results.Sweep, asked: str | None):
    if not sweep.has("quantiles"):
        raise NotDrawn("the sweep has no quantiles")
    facility = sweep.known_facility(asked) if asked is not None else sweep.busiest_facility()
    return figures.fans(sweep.times("quantiles"), sweep.facility_courses(facility),
                        labels(sweep, "quantiles"),
                        f"facility {facility}, {over_scenarios(sweep)}")


def unmet_words(sweep: results.Sweep) -> str:
    return f"patients without a {sweep.item}"


def by_input(sweep: results.Sweep):
    inputs = sweep.numeric_inputs()
    if not inputs:
        raise NotDrawn("no input is a number that differs between scenarios")
    if not sweep.has_plans:
        return figures.against_inputs(inputs, {"demand": sweep.number("demand")},
                                      f"patients who need a {sweep.item}")
    return figures.against_inputs(
        inputs, {"without sharing": sweep.number("unmet_without_sharing"),
                 "with sharing": sweep.number("unmet")}, unmet_words(sweep))


def by_scenario(sweep: results.Sweep):
    if sweep.of_design > MOST_SCENARIOS_IN_ROWS:
        raise NotDrawn(f"{sweep.of_design:,} scenarios are more than {MOST_SCENARIOS_IN_ROWS}")
    return figures.by_scenario(
        sweep.texts("scenarios", "name")[:sweep.of_design],
        sweep.number("unmet_without_sharing"), sweep.number("unmet"), unmet_words(sweep))


def tornado(sweep: results.Sweep):
    if not sweep.has("tornado"):
        raise NotDrawn("no input was varied alone")
    columns = ([sweep.texts("tornado", name) for name in ("input", "low_value", "high_value")] +
               [map(int, sweep.values("tornado", name)) for name in ("unmet_low", "unmet_high")])
    return figures.tornado([figures.TornadoBar(*row) for row in zip(*columns)],
                           int(sweep.group("tornado").attrs["unmet_centre"]), unmet_words(sweep))


def sensitivity(sweep: results.Sweep):
    if not sweep.has("sensitivity"):
        raise NotDrawn('Sobol\' indices need design = "saltelli"')
    indices = [tuple(sweep.values("sensitivity", name + end) for end in ("", "_low", "_high"))
               for name in ("first_order", "total")]
    return figures.sobol_indices(sweep.texts("sensitivity", "input"), *indices)


def lending_map(sweep: results.Sweep):
    if not sweep.has("facilities"):
        raise NotDrawn("the sweep does not say who lends and lacks")
    latitude, longitude, lends, lacks = (sweep.values("facilities", name) for name in
                                         ("latitude", "longitude", "lends", "lacks"))
    placed = ~(numpy.isnan(latitude) | numpy.isnan(longitude))
    if not placed.any():
        raise NotDrawn("no facility has a latitude and a longitude")
    return figures.lending_map(latitude[placed], longitude[placed],
                               {f"lends {sweep.item}s": lends[placed],
                                f"lacks {sweep.item}s": lacks[placed]})


def pictures(sweep: results.Sweep, facility: str | None) -> dict:
    """What draws each picture, by file name."""
    drawn = {"courses.svg": courses,
             "facility.svg": lambda sweep: facility_courses(sweep, facility)}
    if not sweep.has_plans:
        return drawn | {"demand-by-input.svg": by_input}
    return drawn | {"unmet-by-input.svg": by_input, "unmet-by-scenario.svg": by_scenario,
                    "tornado.svg": tornado, "sensitivity.svg": sensitivity, "map.svg": lending_map}


def draw(sweep: results.Sweep, facility: str | None):
    """Figures by file name, and why those that are missing were not drawn."""
    drawn, missing = {}, {}
    for name, picture in pictures(sweep, facility).items():
        try:
            drawn[name] = picture(sweep)
        except NotDrawn as reason:
            missing[name] = str(reason)
    return drawn, missing


def save(drawn: dict, folder: Path) -> None:
    """All of them, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pictures-", dir=folder) as work:
        for name, figure in drawn.items():
            style.save(figure, Path(work) / name)
        for name in drawn:
            os.replace(Path(work) / name, folder / name)


def parse_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sweep", type=Path, metavar="OUT.h5",
                        help="the file that surgeflow sweep wrote")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR",
                        help="the folder of the pictures, made where it is missing")
    parser.add_argument("--facility", metavar="ID",
                        help="that of facility.svg; that with the most patients")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    options = parse_arguments(sys.argv[1:] if words is None else words)
    try:
        with results.Sweep(options.sweep) as sweep:
            drawn, missing = draw(sweep, options.facility)
        save(drawn, options.output)
    except results.BadSweep as failure:
        print(failure, file=sys.stderr)
        return BAD_INPUT
    except OSError as failure:
        print(f"{options.output}: can not be written: {failure.strerror or failure}; allowed: a "
              "folder with room for pictures; name another one", file=sys.stderr)
        return BAD_INPUT
    for name in drawn:
        print(options.output / name)
    for name, reason in missing.items():
        print(f"no {name}: {reason}")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
