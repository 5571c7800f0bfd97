#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what a replay found: patients without a device day by day, and against devices moved.

Writes into DIR courses.svg and policies.svg.
"""

import argparse
import sys
from pathlib import Path

try:
    import h5netcdf  # noqa: F401
    import matplotlib  # noqa: F401
    import xarray
except ImportError as missing:
    sys.exit(f"plot_replay.py: {missing}. Run it with a Python that has xarray, h5netcdf and "
             "matplotlib, on Debian /usr/bin/python3 with the packages of scripts/packages.txt.")

from matplotlib import pyplot
from pictures import style

DONE, BAD_INPUT = 0, 3


def draw_courses(policies):
    figure, axes = pyplot.subplots(figsize=style.SIZE, layout="constrained")
    days = policies.time.values
    for color, policy in zip(style.TELLING_APART, policies.policy.values):
        unmet = policies.unmet.sel(policy=policy).sum("facility").cumsum("period")
        axes.plot(days, unmet, color=color, label=policy)
    axes.set_ylabel("patients without a device until then")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    style.days_along(axes, days)
    return figure


def draw_policies(policies):
    figure, axes = pyplot.subplots(figsize=style.SIZE, layout="constrained")
    for color, policy in zip(style.TELLING_APART, policies.policy.values):
        one = policies.sel(policy=policy)
        at = (float(one.devices_moved), float(one.without))
        axes.plot(*at, "o", color=color)
        axes.annotate(policy, at, xytext=(6, 4), textcoords="offset points")
    axes.set_xlabel("devices moved")
    axes.set_ylabel("patients without a device")
    axes.set_ylim(bottom=0)
    return figure


def parse_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("replay", type=Path, metavar="FILE.h5",
                        help="the file that surgeflow replay wrote")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR",
                        help="the folder of the pictures, made where it is missing")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    options = parse_arguments(sys.argv[1:] if words is None else words)
    try:
        policies = xarray.open_dataset(options.replay, group="policies", engine="h5netcdf")
    except (OSError, ValueError) as failure:
        print(f"{options.replay}: can not be read: {failure}; allowed: a file that surgeflow "
              "replay wrote; check the path", file=sys.stderr)
        return BAD_INPUT
    options.output.mkdir(parents=True, exist_ok=True)
    with policies:
        for name, draw in (("courses.svg", draw_courses), ("policies.svg", draw_policies)):
            style.save(draw(policies), options.output / name)
            print(options.output / name)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
