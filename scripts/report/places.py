# SPDX-License-Identifier: Apache-2.0
"""Where things are on the page: county and state shapes of the United States, points elsewhere.

A facility whose id is the code of a county (five digits) or of a state (two digits or letters), and
which lies in it, is drawn as that shape; every other one as a point. Behind points in the United
States stand the counties of the states that they are in. Facilities without a place are not drawn.
"""

import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy

from .plan_file import Plan

WIDTH = 960.0
TALLEST = 700.0
MARGIN = 12.0
SHAPES = Path(__file__).with_name("us_counties.json")
STATES = {"AL": "01", "AK": "02", "AZ": "04", "AR": "05", "CA": "06", "CO": "08", "CT": "09",
          "DE": "10", "DC": "11", "FL": "12", "GA": "13", "HI": "15", "ID": "16", "IL": "17",
          "IN": "18", "IA": "19", "KS": "20", "KY": "21", "LA": "22", "ME": "23", "MD": "24",
          "MA": "25", "MI": "26", "MN": "27", "MS": "28", "MO": "29", "MT": "30", "NE": "31",
          "NV": "32", "NH": "33", "NJ": "34", "NM": "35", "NY": "36", "NC": "37", "ND": "38",
          "OH": "39", "OK": "40", "OR": "41", "PA": "42", "RI": "44", "SC": "45", "SD": "46",
          "TN": "47", "TX": "48", "UT": "49", "VT": "50", "VA": "51", "WA": "53", "WV": "54",
          "WI": "55", "WY": "56"}
WIDE_DEGREES = 30.0  # from here on the whole country's projection serves
LEAST_ON_LAND = 0.9   # made-up places lie in the sea as well, and get no background
NEAR_DEGREES = 1.0  # a facility may lie so far outside the box around its shape


@dataclass(frozen=True)
class Map:
    """What the page draws, in a box of WIDTH by `height`."""

    height: float
    shapes: list[str]          # one for each facility: a path, or nothing
    points: list[list[float]]  # one for each facility: where its shipments begin, or nothing
    background: str            # a path: counties that are no facility
    borders: str               # a path: between states
    source: str = field(default="")


def albers(longitude, latitude, parallels, centre):
    """Albers' equal-area cone on a sphere of radius 1; x to the east, y to the north."""
    south, north = numpy.radians(parallels)
    n = (numpy.sin(south) + numpy.sin(north)) / 2
    c = numpy.cos(south) ** 2 + 2 * n * numpy.sin(south)
    turn = n * numpy.radians((longitude - centre[0] + 180) % 360 - 180)
    distance = numpy.sqrt(numpy.maximum(c - 2 * n * numpy.sin(numpy.radians(latitude)), 0)) / n
    middle = numpy.sqrt(c - 2 * n * numpy.sin(numpy.radians(centre[1]))) / n
    return distance * numpy.sin(turn), middle - distance * numpy.cos(turn)


def project_states(longitude, latitude):
    """The lower 48 states, with Alaska (at a third of the scale) and Hawaii below them."""
    x, y = albers(longitude, latitude, (29.5, 45.5), (-96.0, 38.0))
    wrapped = (longitude + 360) % 360
    alaska = (latitude > 50) & (wrapped > 165) & (wrapped < 232)
    hawaii = (latitude > 17) & (latitude < 24) & (wrapped > 198) & (wrapped < 207)
    ax, ay = albers(longitude, latitude, (55.0, 65.0), (-154.0, 58.5))
    hx, hy = albers(longitude, latitude, (8.0, 18.0), (-157.0, 20.5))
    x = numpy.where(alaska, 0.35 * ax - 0.307, numpy.where(hawaii, hx - 0.205, x))
    y = numpy.where(alaska, 0.35 * ay - 0.201, numpy.where(hawaii, hy - 0.212, y))
    return x, y


def project_around(longitude, latitude):
    """North up in the middle, areas true: for some neighbouring states."""
    west, east = longitude.min(), longitude.max()
    south, north = latitude.min(), latitude.max()
    sixth = (north - south) / 6
    return lambda x, y: albers(x, y, (south + sixth, north - sixth),
                               ((west + east) / 2, (south + north) / 2))


def project_plainly(longitude, latitude):
    """Degrees, narrowed as at the middle latitude."""
    middle = (latitude.min() + latitude.max()) / 2 if len(latitude) else 0.0
    return longitude * numpy.cos(numpy.radians(middle)), latitude


def projection(states: set, land: numpy.ndarray):
    """That of the whole country where it is wide, or Alaska (02) or Hawaii (15) is among others."""
    wide = numpy.ptp(land[:, 0]) > WIDE_DEGREES
    apart = len(states) > 1 and bool(states & {"02", "15"})
    return project_states if wide or apart else project_around(*land.T)


class Counties:
    """The shapes of the file beside this one."""

    def __init__(self):
        content = json.loads(SHAPES.read_text(encoding="utf-8"))
        self.source = content["source"]
        self.rings = content["counties"]
        self.arcs = [self._line(arc, content["grid"]) for arc in content["arcs"]]

    @staticmethod
    def _line(arc: list, grid: int) -> numpy.ndarray:
        return numpy.cumsum(numpy.array(arc, "f8").reshape(-1, 2), axis=0) / grid

    def arcs_of(self, county: str) -> list[int]:
        return [arc if arc >= 0 else ~arc for ring in self.rings[county] for arc in ring]

    @cached_property
    def boxes(self) -> dict:
        """West, south, east, north of each county."""
        ends = [numpy.concatenate((line.min(axis=0), line.max(axis=0))) for line in self.arcs]
        boxes = {}
        for county in self.rings:
            corners = numpy.array([ends[arc] for arc in self.arcs_of(county)])
            boxes[county] = numpy.concatenate((corners[:, :2].min(axis=0),
                                               corners[:, 2:].max(axis=0)))
        return boxes

    def state_borders(self, states: set) -> list[int]:
        """Arcs between two states, or between a state and what is outside."""
        sides: dict[int, set] = {}
        for county in self.rings:
            if county[:2] in states:
                for arc in self.arcs_of(county):
                    sides.setdefault(arc, []).append(county[:2])
        return [arc for arc, around in sides.items() if len(around) == 1 or len(set(around)) > 1]


@cache
def county_shapes() -> Counties:
    return Counties()


def inside(box, longitude: float, latitude: float, slack: float) -> bool:
    return (box[0] - slack <= longitude <= box[2] + slack
            and box[1] - slack <= latitude <= box[3] + slack)


def counties_of(plan: Plan, counties: Counties) -> list[list[str]]:
    """For each facility the counties that are its shape; none where it is a point."""
    of_state: dict[str, list[str]] = {}
    for county in counties.rings:
        of_state.setdefault(county[:2], []).append(county)
    found = []
    for row, name in enumerate(plan.ids):
        here = [name] if name in counties.rings else of_state.get(STATES.get(name, name), [])
        where = plan.facility["longitude"][row], plan.facility["latitude"][row]
        known = not numpy.isnan(where[0])
        near = any(inside(counties.boxes[county], *where, NEAR_DEGREES) for county in here)
        found.append(here if known and near else [])
    return found


def states_around(plan: Plan, counties: Counties, rows: list[int]) -> set:
    """States in whose counties these facilities lie; none where too many lie in no county."""
    names = list(counties.boxes)
    boxes = numpy.array([counties.boxes[name] for name in names])
    found = []
    for row in rows:
        x, y = plan.facility["longitude"][row], plan.facility["latitude"][row]
        hit = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        middle = numpy.abs(boxes[:, 0] + boxes[:, 2] - 2 * x) + numpy.abs(boxes[:, 1] + boxes[:, 3]
                                                                          - 2 * y)
        if hit.any():
            found.append(names[int(numpy.where(hit, middle, numpy.inf).argmin())][:2])
    return set(found) if len(found) >= LEAST_ON_LAND * len(rows) else set()


class Drawing:
    """Turns projected lines into paths that fill the box."""

    def __init__(self, xs: numpy.ndarray, ys: numpy.ndarray):
        wide, tall = max(float(numpy.ptp(xs)), 1e-9), max(float(numpy.ptp(ys)), 1e-9)
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
        self.height = max(round(tall * self.scale + 2 * MARGIN), 120)
        self.left = (WIDTH - wide * self.scale) / 2 - xs.min() * self.scale
        self.top = (self.height + tall * self.scale) / 2 + ys.min() * self.scale

    def place(self, x, y) -> numpy.ndarray:
        return numpy.round(numpy.stack((x * self.scale + self.left, self.top - y * self.scale),
                                       axis=-1), 1)

    @staticmethod
    def path(points: numpy.ndarray, end: str) -> str:
        """Steps in tenths, which are shorter than places; points that fall together are one."""
        tenths = numpy.rint(points * 10).astype(int)
        moved = numpy.concatenate(([True], (numpy.diff(tenths, axis=0) != 0).any(axis=1)))
        tenths = tenths[moved]
        x, y = tenths[0].tolist()
        steps = "".join(f"{dx / 10:g},{dy / 10:g} "
                        for dx, dy in numpy.diff(tenths, axis=0).tolist())
        return f"M{x / 10:g},{y / 10:g}l{steps.rstrip()}{end}" if steps else ""


def draw_shapes(plan: Plan, counties: Counties, shapes: list, known: list[int]) -> Map | None:
    """On county shapes; None where no facility is in the United States."""
    states = {county[:2] for here in shapes for county in here}
    states |= states_around(plan, counties, [row for row in known if not shapes[row]])
    if not states:
        return None
    shown = [county for county in counties.rings if county[:2] in states]
    needed = sorted({arc for county in shown for arc in counties.arcs_of(county)})
    project = projection(states, numpy.concatenate([counties.arcs[arc] for arc in needed]))
    flat = {arc: numpy.stack(project(*counties.arcs[arc].T), axis=-1) for arc in needed}
    xs, ys = project(plan.facility["longitude"][known], plan.facility["latitude"][known])
    every = numpy.concatenate([*flat.values(), numpy.stack((xs, ys), axis=-1)])
    drawing = Drawing(every[:, 0], every[:, 1])
    lines = {arc: drawing.place(*line.T) for arc, line in flat.items()}

    def outline(here: list[str]) -> str:
        rings = [numpy.concatenate([lines[arc] if arc >= 0 else lines[~arc][::-1] for arc in ring])
                 for county in here for ring in counties.rings[county]]
        return "".join(Drawing.path(ring, "z") for ring in rings)

    taken = {county for here in shapes for county in here}
    return Map(height=drawing.height, shapes=[outline(here) for here in shapes],
               points=spots(plan, drawing.place(xs, ys), known),
               background=outline([county for county in shown if county not in taken]),
               borders="".join(Drawing.path(lines[arc], "")
                               for arc in counties.state_borders(states)),
               source=counties.source)


def spots(plan: Plan, places: numpy.ndarray, known: list[int]) -> list:
    points: list = [[] for _ in plan.ids]
    for row, place in zip(known, places.tolist()):
        points[row] = place
    return points


def draw(plan: Plan) -> Map | None:
    """The map; None where no facility has a place."""
    latitude, longitude = plan.facility["latitude"], plan.facility["longitude"]
    known = numpy.flatnonzero(~numpy.isnan(latitude) & ~numpy.isnan(longitude)).tolist()
    if not known:
        return None
    counties = county_shapes()
    shapes = counties_of(plan, counties)
    on_shapes = draw_shapes(plan, counties, shapes, known)
    if on_shapes:
        return on_shapes
    x, y = project_plainly(longitude[known], latitude[known])
    drawing = Drawing(x, y)
    return Map(height=drawing.height, shapes=[""] * len(plan.ids),
               points=spots(plan, drawing.place(x, y), known), background="", borders="")
