# SPDX-License-Identifier: Apache-2.0
"""How pictures look, and how they are written: the same picture gives the same bytes."""

from pathlib import Path

import matplotlib
import numpy

matplotlib.use("Agg")
import matplotlib.dates  # noqa: E402
from matplotlib import pyplot  # noqa: E402

matplotlib.rcParams.update({
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "grid.alpha": 0.3,
    "svg.fonttype": "none",
    "svg.hashsalt": "surgeflow",  # the same picture gives the same bytes
})

SIZE = (8.0, 4.2)  # of a picture with one pair of axes
WIDE = (9.6, 4.2)  # with two side by side

# Okabe and Ito's colours, which people with any colour vision tell apart.
BLUE = "#0072B2"
VERMILLION = "#D55E00"
GREEN = "#009E73"
TELLING_APART = (BLUE, VERMILLION, GREEN, "#CC79A7", "#E69F00", "#56B4E9", "#000000")

SHORT_HORIZON = numpy.timedelta64(100, "D")


def days_along(axes, days) -> None:
    """The horizontal axis as dates; `days` is an array of datetime64."""
    if days[-1] - days[0] >= SHORT_HORIZON:
        axes.xaxis.set_major_locator(matplotlib.dates.MonthLocator())
    else:
        span = int((days[-1] - days[0]) / numpy.timedelta64(1, "D"))
        axes.xaxis.set_major_locator(matplotlib.dates.DayLocator(interval=max(1, span // 6)))
    axes.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%-d %b"))
    if days[-1] > days[0]:
        axes.set_xlim(days[0], days[-1])


def save(figure, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
