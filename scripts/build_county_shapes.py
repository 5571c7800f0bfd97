#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes scripts/report/us_counties.json, the county shapes that reports draw, from us-atlas.

    npm install us-atlas@3
    scripts/build_county_shapes.py node_modules/us-atlas/counties-10m.json

What stands in the repository is what this writes: borders to about 1 km on a grid of 0.005 degrees,
half of the package's size, so that a report needs neither npm nor a network. Borders that two
counties share stay shared. The shapes are the Census Bureau's cartographic boundaries of 2017, in
the public domain; us-atlas 3 (ISC licence) joined them.
"""

import argparse
import json
import sys
from pathlib import Path

TOLERANCE_DEGREES = 0.008
GRID = 200  # steps in a degree
OUTPUT = Path(__file__).resolve().parent / "report" / "us_counties.json"
SOURCE = ("US Census Bureau, cartographic boundary files 2017, public domain; by way of the npm "
          "package us-atlas 3 (ISC licence); simplified by scripts/build_county_shapes.py")


def distance(point, start, end) -> float:
    """From a point to a stretch, in degrees."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = 0.0
    if length:
        share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    share = min(1.0, max(0.0, share))
    return ((point[0] - start[0] - share * along[0]) ** 2
            + (point[1] - start[1] - share * along[1]) ** 2) ** 0.5


def simplified(line: list) -> list:
    """Douglas and Peucker's way; both ends stay."""
    keep, stretches = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        far = [(distance(line[n], line[first], line[last]), n) for n in range(first + 1, last)]
        if far and max(far)[0] > TOLERANCE_DEGREES:
            middle = max(far)[1]
            keep.add(middle)
            stretches += [(first, middle), (middle, last)]
    return [line[n] for n in sorted(keep)]


def decoded(arc: list, transform: dict) -> list:
    """Longitudes and latitudes of a TopoJSON arc, which holds steps on a grid."""
    (x_scale, y_scale), (x_start, y_start) = transform["scale"], transform["translate"]
    x = y = 0
    line = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        line.append((x * x_scale + x_start, y * y_scale + y_start))
    return line


def on_grid(line: list) -> list:
    """[x, y, dx, dy, ...] in steps of the grid."""
    points = [(round(x * GRID), round(y * GRID)) for x, y in line]
    flat, before = list(points[0]), points[0]
    for point in points[1:]:
        if point != before:
            flat += [point[0] - before[0], point[1] - before[1]]
            before = point
    return flat


def rings_of(geometry: dict) -> list:
    """Every ring as the arcs it is made of; ~n is arc n backwards."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topology", type=Path, metavar="counties-10m.json",
                        help="of the npm package us-atlas")
    options = parser.parse_args(sys.argv[1:] if words is None else words)
    topology = json.loads(options.topology.read_text(encoding="utf-8"))
    counties = sorted(topology["objects"]["counties"]["geometries"], key=lambda g: g["id"])
    arcs = [on_grid(simplified(decoded(arc, topology["transform"]))) for arc in topology["arcs"]]
    shapes = {"source": SOURCE, "grid": GRID, "arcs": arcs,
              "counties": {county["id"]: rings_of(county) for county in counties}}
    OUTPUT.write_text(json.dumps(shapes, separators=(",", ":")) + "\n", encoding="utf-8")
    print(OUTPUT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
