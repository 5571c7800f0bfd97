# SPDX-License-Identifier: Apache-2.0
"""The pictures of plot_sweep.py."""

import textwrap
from dataclasses import dataclass

import numpy
from matplotlib import pyplot
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from pictures.style import BLUE, GREEN, SIZE, TELLING_APART, VERMILLION, WIDE, days_along

from .results import Course, Input, quantiles_of

COLORS = {"demand": BLUE, "unmet": VERMILLION, "in_use": GREEN}
MOST_BARS = 20
MOST_TEXT = 28  # characters of a value beside a bar
MOST_LINES = 2  # of so many characters, of what stands beside a row
CHARACTER = 0.012  # width of a small one, of the axes' width
FEW_DOTS, FEW_DOTS_SIZE, MANY_DOTS_SIZE = 100, 5.5, 3.0  # number; size in points
MOST_DOTS = 1000  # more hide each other: bands over slices of the input take their place
SLICES = 50
CROWDED = 500  # facilities; a map of more takes the whole width
PANELS_A_ROW = 3
LEGEND_INCHES = 0.3


def per_period(hours: int) -> str:
    return "a day" if hours == 24 else f"in {hours} h"


def _in_whole_numbers(axis) -> None:
    """Of patients or devices, of which there are none below 0."""
    axis.set_major_locator(MaxNLocator(integer=True, nbins=8, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}" if x >= 0 else ""))


def in_percent(level: float) -> str:
    return f"{100 * level:g} %"


def shortened(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT - 3] + "..."


def in_few_digits(value: str) -> str:
    """A stated value as it stands beside a bar: what was drawn has more digits than can be read."""
    try:
        return shortened(value) if value.isdigit() else f"{float(value):.4g}"
    except ValueError:
        return shortened(value)


def in_lines(text: str) -> str:
    return "\n".join(textwrap.wrap(text, MOST_TEXT, max_lines=MOST_LINES, placeholder="..."))


# ---- courses over time --------------------------------------------------------------------------


def _fan(axes, times, course: Course, color: str, ylabel: str) -> None:
    """Bands between the outermost quantiles, the next ones, and so on; the middle one as a line."""
    order = numpy.argsort(course.levels)
    levels, values = course.levels[order], course.values[order]
    bands = len(levels) // 2
    for n in range(bands):
        if n and (values[[n, -1 - n]] == values[[n - 1, -n]]).all():
            continue  # of few scenarios several levels are the same one
        axes.fill_between(times, values[n], values[-1 - n], color=color, linewidth=0,
                          alpha=0.15 + 0.35 * (n + 1) / bands if bands > 1 else 0.3,
                          label=f"{in_percent(levels[n])} to {in_percent(levels[-1 - n])}")
    if len(levels) % 2:
        axes.plot(times, values[bands], color=color, linewidth=1.5,
                  label="median" if levels[bands] == 0.5 else in_percent(levels[bands]))
    axes.set_ylabel(ylabel)
    axes.set_ylim(bottom=0, top=max(1.0, 1.05 * float(values.max())))
    axes.legend(frameon=False, fontsize="small", ncols=bands + 1, loc="lower right",
                bbox_to_anchor=(1.0, 0.98), borderaxespad=0.0)


def _along_the_same_days(count: int, times, title: str):
    """Axes one above the other."""
    figure, panels = pyplot.subplots(count, 1, sharex=True, squeeze=False,
                                     figsize=(SIZE[0], 0.6 + 2.6 * count))
    for axes in panels[:, 0]:
        days_along(axes, times)
        _in_whole_numbers(axes.yaxis)
    panels[0, 0].set_title(title, loc="left", fontsize="medium")
    return figure, panels[:, 0]


def fans(times, courses: dict[str, Course], labels: dict[str, str], title: str):
    """A panel for each course."""
    figure, panels = _along_the_same_days(len(courses), times, title)
    for axes, (name, course) in zip(panels, courses.items()):
        _fan(axes, times, course, COLORS[name], labels[name])
    figure.align_ylabels()
    figure.tight_layout()
    return figure


def lines(times, courses: dict, labels: dict[str, str], names: list[str], title: str):
    """A panel for each course, [scenario, period], with a line for each of a few scenarios."""
    figure, panels = _along_the_same_days(len(courses), times, title)
    for axes, (name, course) in zip(panels, courses.items()):
        for values, scenario, color in zip(course, names, TELLING_APART):
            axes.plot(times, values, color=color, label=in_lines(scenario))
        axes.set_ylabel(labels[name])
        axes.set_ylim(bottom=0, top=max(1.0, 1.05 * float(course.max())))
    panels[0].legend(frameon=False, fontsize="small")
    figure.align_ylabels()
    figure.tight_layout()
    return figure


# ---- scenarios ----------------------------------------------------------------------------------


def _row_axes(labels: list[str], height: float):
    """Axes with a row for each label, from the top, and the places of the rows."""
    figure, axes = pyplot.subplots(figsize=(SIZE[0], 1.4 + height * len(labels)))
    rows = numpy.arange(len(labels))[::-1]
    axes.set_yticks(rows, [in_lines(label) for label in labels])
    axes.set_ylim(-0.6, len(labels) - 0.4)
    axes.set_axisbelow(True)
    return figure, axes, rows


def _with_legend_above(figure, handles, marker_scale: float = 1.0):
    if len(handles) > 1:
        figure.legend(handles=handles, frameon=False, fontsize="small", ncols=len(handles),
                      loc="upper right", markerscale=marker_scale)
    figure.tight_layout(rect=(0, 0, 1, 1 - LEGEND_INCHES / figure.get_figheight()))
    return figure


def _dots(axes, inputs, numbers, look: dict) -> None:
    few = len(inputs) <= FEW_DOTS
    axes.plot(inputs, numbers, linestyle="none", markeredgewidth=0, alpha=0.9 if few else 0.6,
              markersize=FEW_DOTS_SIZE if few else MANY_DOTS_SIZE, **look)


def _slices(axes, inputs, numbers, look: dict) -> None:
    """The median and a band from 5 % to 95 % over each value of an input, or each slice of it."""
    values, which = numpy.unique(inputs, return_inverse=True)
    if len(values) > SLICES:
        ranks = numpy.argsort(numpy.argsort(inputs, kind="stable"), kind="stable")
        which = ranks * SLICES // len(inputs)
        values = numpy.array([numpy.median(inputs[which == n]) for n in range(SLICES)])
    low, middle, high = numpy.array([quantiles_of(numbers[which == n], (0.05, 0.5, 0.95))
                                     for n in range(len(values))]).T
    axes.fill_between(values, low, high, color=look["color"], alpha=0.25, linewidth=0,
                      label=f"{look['label']}, 5 % to 95 %")
    axes.plot(values, middle, color=look["color"], linewidth=1.5, label=f"{look['label']}, median")


def against_inputs(inputs: list[Input], series: dict, ylabel: str):
    """A panel for each input; `series` maps a label to numbers [scenario]."""
    columns = min(len(inputs), PANELS_A_ROW)
    rows = -(-len(inputs) // columns)
    size = SIZE if columns == 1 else (0.6 + 3.2 * columns, 0.6 + 3.0 * rows)
    figure, panels = pyplot.subplots(rows, columns, sharey=True, squeeze=False, figsize=size)
    looks = [{"color": VERMILLION, "marker": "^"}, {"color": BLUE, "marker": "o"}]
    for axes, one in zip(panels.flat, inputs):
        shown = ~numpy.isnan(one.values)
        draw = _dots if shown.sum() <= MOST_DOTS else _slices
        for (label, numbers), look in zip(series.items(), looks[-len(series):]):
            draw(axes, one.values[shown], numbers[shown], look | {"label": label})
        axes.set_xlabel(one.name, fontsize="small" if columns > 1 else "medium")
        axes.locator_params(axis="x", nbins=5 if columns > 1 else 8)
    for axes in panels.flat[len(inputs):]:
        axes.set_visible(False)
    for axes in panels[:, 0]:
        axes.set_ylabel(ylabel)
        _in_whole_numbers(axes.yaxis)
    panels[0, 0].set_ylim(0, 1.05 * max(1, *(int(numbers.max()) for numbers in series.values())))
    handles = panels[0, 0].get_legend_handles_labels()[0]
    few = len(inputs[0].values) <= FEW_DOTS
    return _with_legend_above(figure, handles, 1.0 if few else FEW_DOTS_SIZE / MANY_DOTS_SIZE)


def by_scenario(names: list[str], without, with_sharing, xlabel: str, ylabel: str):
    """A line for each scenario from the unmet demand with sharing to that without."""
    figure, axes, rows = _row_axes(names, height=0.34)
    axes.hlines(rows, with_sharing, without, color="0.6", linewidth=2, zorder=1)
    axes.plot(without, rows, "^", color=VERMILLION, markersize=7, label="without sharing")
    axes.plot(with_sharing, rows, "o", color=BLUE, markersize=7, label="with sharing")
    axes.set_xlim(0, 1.05 * max(1, int(without.max())))
    _in_whole_numbers(axes.xaxis)
    axes.set_xlabel(xlabel)
    axes.set_ylabel(in_lines(ylabel), fontsize="small")
    return _with_legend_above(figure, axes.get_legend_handles_labels()[0])


# ---- what matters -------------------------------------------------------------------------------


@dataclass(frozen=True)
class TornadoBar:
    """Unmet demand where one input alone is at its low or its high value."""

    input: str
    low_value: str
    high_value: str
    unmet_low: int
    unmet_high: int

    def ends(self):
        """Unmet demand, value and colour of both ends, that with less unmet first."""
        ends = ((self.unmet_low, self.low_value, BLUE),
                (self.unmet_high, self.high_value, VERMILLION))
        return sorted(ends, key=lambda end: end[0])


def _draw_bar(axes, row: int, bar: TornadoBar, centre: int) -> None:
    ends = bar.ends()
    # The longer part first, so that both are seen where they lie on one side of the centre.
    for unmet, _, color in sorted(ends, key=lambda end: -abs(end[0] - centre)):
        axes.barh(row, unmet - centre, left=centre, height=0.6, color=color)
    for (unmet, value, _), side in zip(ends, (-1, 1)):
        beside = min(unmet, centre) if side < 0 else max(unmet, centre)
        axes.annotate(in_few_digits(value), (beside, row), xytext=(4 * side, 0),
                      textcoords="offset points", va="center",
                      ha="right" if side < 0 else "left", fontsize="small")


def _make_room(axes, bars: list[TornadoBar], centre: int) -> None:
    """Widens the axes by the longest values to the left and to the right."""
    ends = [centre, *(unmet for bar in bars for unmet, *_ in bar.ends())]
    left, right = (0.03 + CHARACTER * max(len(in_few_digits(bar.ends()[side][1])) for bar in bars)
                   for side in (0, 1))
    width = max(max(ends) - min(ends), 1) / (1 - left - right)
    axes.set_xlim(min(ends) - left * width, max(ends) + right * width)


def tornado(bars: list[TornadoBar], centre: int, xlabel: str):
    """Bars from the unmet demand where an input is at one end to that where it is at the other."""
    bars = sorted(bars, key=lambda bar: -abs(bar.unmet_high - bar.unmet_low))[:MOST_BARS]
    figure, axes, rows = _row_axes([bar.input for bar in bars], height=0.5)
    for row, bar in zip(rows, bars):
        _draw_bar(axes, row, bar, centre)
    _make_room(axes, bars, centre)
    axes.axvline(centre, color="0.2", linewidth=1)
    axes.grid(axis="y", visible=False)
    _in_whole_numbers(axes.xaxis)
    axes.set_xlabel(xlabel)
    return _with_legend_above(figure, [Patch(color=BLUE, label="at its low value"),
                                       Patch(color=VERMILLION, label="at its high value")])


def sobol_indices(inputs, first_order, total):
    """Bars with their intervals; `first_order` and `total` are (value, low, high), each [input]."""
    order = numpy.argsort(-total[0], kind="stable")[:MOST_BARS]
    figure, axes, rows = _row_axes([inputs[n] for n in order], height=0.6)
    for (value, low, high), offset, color, label in (
            (first_order, 0.2, BLUE, "first order: alone"),
            (total, -0.2, VERMILLION, "total: with all its interactions")):
        errors = numpy.clip([value[order] - low[order], high[order] - value[order]], 0, None)
        axes.barh(rows + offset, value[order], height=0.36, color=color, label=label,
                  xerr=errors, error_kw={"ecolor": "0.2", "elinewidth": 1, "capsize": 3})
    axes.axvline(0, color="0.2", linewidth=1)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("share of the variance of unmet demand")
    return _with_legend_above(figure, axes.get_legend_handles_labels()[0])


# ---- where --------------------------------------------------------------------------------------


def _on_one_side(longitudes):
    """Places on both sides of the date line side by side."""
    apart = longitudes.max() - longitudes.min() > 180
    return numpy.where(apart & (longitudes > 0), longitudes - 360, longitudes)


def _degrees(value: float, positive: str, negative: str) -> str:
    turned = (value + 180) % 360 - 180
    return f"{abs(turned):g}° {positive if turned >= 0 else negative}"


def lending_map(latitudes, longitudes, shares: dict):
    """`shares` maps a title to the share of scenarios, [facility]."""
    longitudes = _on_one_side(longitudes)
    crowded = len(latitudes) > CROWDED
    shape, inches = ((len(shares), 1), (WIDE[0], 10.0)) if crowded else ((1, len(shares)), WIDE)
    figure, panels = pyplot.subplots(*shape, figsize=inches, sharex=True, sharey=True,
                                     layout="constrained")
    size = float(numpy.clip(4000 / len(latitudes), 6, 70))
    middle = numpy.radians((latitudes.min() + latitudes.max()) / 2)
    for axes, (title, share) in zip(panels, shares.items()):
        order = numpy.argsort(share, kind="stable")  # what is dark lies above
        dots = axes.scatter(longitudes[order], latitudes[order], c=share[order], s=size, vmin=0,
                            vmax=1, cmap="Blues", edgecolors="0.4",
                            linewidths=0.15 if crowded else 0.5)
        axes.set_title(title, loc="left", fontsize="medium")
        axes.set_aspect(1 / max(float(numpy.cos(middle)), 0.1))
        axes.margins(0.06)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: _degrees(x, "E", "W")))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: _degrees(y, "N", "S")))
        axes.tick_params(labelsize="small")
        axes.locator_params(nbins=5)
    figure.colorbar(dots, ax=list(panels), location="bottom", shrink=0.5, aspect=40,
                    format=PercentFormatter(1.0, symbol=" %"), label="share of scenarios")
    return figure
