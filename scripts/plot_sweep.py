#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what a sweep says: courses, unmet demand against inputs, what matters, who lends and lacks.

Writes into DIR, as SVG, those of these pictures that the sweep has the numbers for:
  courses.svg            demand and unmet demand of all facilities, quantiles over scenarios
  facility.svg           demand, unmet demand and devices in use of one facility, likewise
  unmet-by-input.svg     unmet demand against each input that is a number, with and without sharing
  unmet-by-scenario.svg  the same scenario by scenario, of a list or grid of few
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

from pictures import style
from sweeps import pictures, results

DONE, BAD_INPUT = 0, 3


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
            drawn, missing = pictures.draw(sweep, options.facility)
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
