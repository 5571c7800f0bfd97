# SPDX-License-Identifier: Apache-2.0
"""Charts as SVG, drawn here so that a page is small, prints, and shows them where scripts are off.

A plotting library would bring megabytes of script for three kinds of lines. Colours are classes of
the style sheet, which knows dark screens and paper; a line's name stands at the line, so that none
is told by its colour alone.
"""

import datetime
from dataclasses import dataclass

import numpy
from markupsafe import Markup, escape

MOST_DATE_TICKS = 8
NAME_HEIGHT = 15
DIGIT_WIDTH = 8  # of a tick's label


@dataclass(frozen=True)
class Frame:
    """A drawing's size and what its margins leave for the axes."""

    style: str
    width: float
    height: float
    right: float
    top: float
    bottom: float
    most_ticks: int


WIDE = Frame("wide", 960, 300, 172, 14, 30, MOST_DATE_TICKS)  # names beside the lines
NARROW = Frame("narrow", 380, 290, 24, 70, 28, 4)             # names above, for phones


@dataclass(frozen=True)
class Line:
    """`style` is a class of the style sheet: a, b, c or d; area fills what is below."""

    name: str
    values: numpy.ndarray
    style: str
    area: bool = False
    stepped: bool = False


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


def round_ticks(top: float) -> list[float]:
    """From 0 to the first step at or above `top`: 1, 2 or 5 times a power of ten."""
    step = 10.0 ** numpy.floor(numpy.log10(max(top, 1e-9)))
    for part in (0.2, 0.5, 1.0, 2.0):
        if top / (step * part) <= 5.0001:
            step *= part
            break
    count = int(numpy.ceil(top / step - 1e-9))
    return [n * step for n in range(count + 1)]


def date_ticks(periods: list[str]) -> list[Tick]:
    """The firsts of months, or days where the plan is short."""
    dates = [datetime.date.fromisoformat(label[:10]) for label in periods]
    firsts = [n for n, date in enumerate(dates) if n and date != dates[n - 1] and date.day == 1]
    if len(firsts) >= 3:
        firsts = firsts[::-(-len(firsts) // MOST_DATE_TICKS)]
        return [Tick(n, f"{dates[n]:%b %Y}" if dates[n].month == 1 else f"{dates[n]:%b}")
                for n in firsts]
    step = max(1, -(-len(dates) // MOST_DATE_TICKS))
    return [Tick(n, f"{dates[n].day} {dates[n]:%b}") for n in range(0, len(dates), step)]


def label(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


class Axes:
    """One pair of axes in a frame: x over 0 to `last`, y over `ticks`."""

    def __init__(self, frame: Frame, last: float, ticks: list[float], y_label):
        self.frame, self.last, self.ticks, self.y_label = frame, max(last, 1e-9), ticks, y_label
        self.left = 16 + DIGIT_WIDTH * max(len(y_label(value)) for value in ticks)
        self.low, self.high = ticks[0], ticks[-1]
        self.east, self.south = frame.width - frame.right, frame.height - frame.bottom

    def x(self, value):
        return self.left + (self.east - self.left) * value / self.last

    def y(self, value):
        share = (value - self.low) / max(self.high - self.low, 1e-9)
        return self.south - (self.south - self.frame.top) * share

    def drawn(self, ticks: list[Tick]) -> list[str]:
        parts, left = [], self.left
        for value in self.ticks:
            y = f"{self.y(value):.1f}"
            parts.append(f'<line class="grid" x1="{left}" x2="{self.east}" y1="{y}" y2="{y}"/>'
                         f'<text class="tick end" x="{left - 8}" y="{y}" dy="0.32em">'
                         f'{escape(self.y_label(value))}</text>')
        for tick in ticks[::-(-len(ticks) // self.frame.most_ticks)]:
            x = f"{self.x(tick.at):.1f}"
            parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{self.south}" '
                         f'y2="{self.south + 5}"/><text class="tick middle" x="{x}" '
                         f'y="{self.frame.height - 8}">{escape(tick.label)}</text>')
        return parts


def path_of(axes: Axes, line: Line) -> str:
    xs = numpy.linspace(0, axes.last, len(line.values)) if len(line.values) > 1 else [0.0]
    points = [f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in zip(xs, line.values)]
    if line.stepped:
        corners = [points[0]]
        for before, after in zip(points, points[1:]):
            corners += [f"{after.partition(',')[0]},{before.partition(',')[2]}", after]
        points = corners
    return "M" + "L".join(points)


def names_above(lines: list[Line]) -> list[str]:
    """A row for each name, behind a piece of its line."""
    parts = []
    for n, line in enumerate(lines):
        y = 12 + n * (NAME_HEIGHT + 3)
        parts.append(f'<path class="line {line.style}" d="M8,{y}h24"/>'
                     f'<text class="name {line.style}" x="40" y="{y}" '
                     f'dy="0.32em">{escape(line.name)}</text>')
    return parts


def names_beside(axes: Axes, lines: list[Line]) -> list[str]:
    """Each line's name at its end, moved apart where lines end close to each other."""
    wanted = sorted((float(axes.y(line.values[-1])), n) for n, line in enumerate(lines))
    places, lowest = {}, axes.frame.top - NAME_HEIGHT
    for y, n in wanted:
        places[n] = lowest = max(y, lowest + NAME_HEIGHT)
    excess = max(0.0, lowest - axes.south)
    return [f'<text class="name {line.style}" x="{axes.east + 8}" '
            f'y="{places[n] - excess:.1f}" dy="0.32em">{escape(line.name)}</text>'
            for n, line in enumerate(lines)]


@dataclass(frozen=True)
class Scale:
    """Along x: where the values end, and its ticks; along y: ticks, and how they are written."""

    ticks: list[Tick]
    last: float
    y_ticks: list[float]
    y_label: object = label


def drawing(frame: Frame, lines: list[Line], scale: Scale, spoken: str) -> str:
    axes = Axes(frame, scale.last, scale.y_ticks, scale.y_label)
    parts = axes.drawn(scale.ticks)
    for line in lines:
        path = path_of(axes, line)
        if line.area:
            parts.append(f'<path class="area {line.style}" d="{path}L{axes.x(axes.last):.1f},'
                         f'{axes.south}L{axes.left},{axes.south}z"/>')
        parts.append(f'<path class="line {line.style}" d="{path}"/>')
    parts += names_above(lines) if frame is NARROW else names_beside(axes, lines)
    return (f'<svg class="chart {frame.style}" viewBox="0 0 {frame.width} {frame.height}" '
            f'role="img" aria-label="{escape(spoken)}">{"".join(parts)}</svg>')


def lines_chart(lines: list[Line], scale: Scale, spoken: str) -> Markup:
    """The same chart for wide and for narrow screens, of which the style sheet shows one. `spoken`
    is what a screen reader says of it. Values are at even steps of x."""
    return Markup(drawing(WIDE, lines, scale, spoken) + drawing(NARROW, lines, scale, spoken))


def by_period(periods: list[str], lines: list[Line]) -> Scale:
    """From nothing to the most, day by day."""
    top = max(float(line.values.max()) for line in lines)
    return Scale(date_ticks(periods), len(periods) - 1, round_ticks(top or 1.0))
