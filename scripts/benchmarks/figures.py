# SPDX-License-Identifier: Apache-2.0
"""The picture of surgeflow_bench_scale: time and memory against lanes x periods."""

import re
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402

matplotlib.rcParams.update({
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "grid.alpha": 0.3,
    "svg.fonttype": "none",
    "svg.hashsalt": "surgeflow",  # the same picture gives the same bytes
})

TIMES = [
    ("whole command", "0.5", lambda median: median["command"]["seconds"]),
    ("solve", "tab:red", lambda median: median["stages"]["solve"]["seconds"]),
    ("check of every lane, one core", "tab:blue",
     lambda median: median["stages"]["check_one_thread"]["seconds"]),
]
MEMORIES = [
    ("whole command", "0.5", lambda median: median["command"]["peak_resident_bytes"] / 1e6),
    ("solve", "tab:red", lambda median: median["memory"]["solve_bytes"] / 1e6),
]
# Synthetic instances differ in size alone, so a line joins them.
KINDS = [
    ("synthetic", "o", re.compile(r"synthetic-\d+")),
    ("lanes cost their distance", "x", re.compile(r".*-distance")),
    ("shorter periods", "^", re.compile(r".*-\d+h")),
    ("counties, hospitals, others", "s", re.compile(r".*")),
]


def _kind(instance: dict) -> str:
    return next(name for name, _, pattern in KINDS if pattern.fullmatch(instance["name"]))


def _draw(axes, instances: list, series: list, ylabel: str) -> None:
    for label, color, value in series:
        for kind, marker, _ in KINDS:
            of_kind = [i for i in instances if _kind(i) == kind]
            axes.plot([i["ship_arcs"] for i in of_kind], [value(i["median"]) for i in of_kind],
                      color=color, marker=marker, markersize=5,
                      linestyle="-" if kind == "synthetic" else "none")
    axes.set(xscale="log", yscale="log", xlabel="lanes x periods", ylabel=ylabel)
    colors = [Line2D([], [], color=color, label=label) for label, color, _ in series]
    axes.legend(handles=colors, frameon=False, fontsize="small")


def scale(path: Path, instances: list) -> None:
    """Instances with medians, in order of size, as one machine measured them."""
    figure, (time_axes, memory_axes) = pyplot.subplots(1, 2, figsize=(9.6, 4.2))
    _draw(time_axes, instances, TIMES, "seconds")
    _draw(memory_axes, instances, MEMORIES, "peak memory, MB")
    present = {_kind(i) for i in instances}
    markers = [Line2D([], [], color="0.3", marker=marker, linestyle="none", label=kind)
               for kind, marker, _ in KINDS if kind in present]
    figure.legend(handles=markers, loc="lower center", ncols=len(markers), frameon=False,
                  fontsize="small")
    figure.tight_layout(rect=(0, 0.06, 1, 1))
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
