# SPDX-License-Identifier: Apache-2.0
"""The pictures of surgeflow_bench_scale and surgeflow_bench_scaling."""

import re
from pathlib import Path

from matplotlib import pyplot
from matplotlib.lines import Line2D

from pictures import style

from . import scaling as scaling_tables

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


def _save(figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    style.save(figure, path)


def scale(path: Path, instances: list) -> None:
    """Instances with medians, in order of size, as one machine measured them: time and memory
    against lanes x periods."""
    figure, (time_axes, memory_axes) = pyplot.subplots(1, 2, figsize=style.WIDE)
    _draw(time_axes, instances, TIMES, "seconds")
    _draw(memory_axes, instances, MEMORIES, "peak memory, MB")
    present = {_kind(i) for i in instances}
    markers = [Line2D([], [], color="0.3", marker=marker, linestyle="none", label=kind)
               for kind, marker, _ in KINDS if kind in present]
    figure.legend(handles=markers, loc="lower center", ncols=len(markers), frameon=False,
                  fontsize="small")
    figure.tight_layout(rect=(0, 0.06, 1, 1))
    _save(figure, path)


def _draw_speedups(axes, instances: list) -> None:
    """Of the block phase; lines are modelled, broken ones with the sweeps; dots are measured."""
    for number, instance in enumerate(instances):
        color = f"C{number}"
        axes.plot([run.ranks for run in instance.runs],
                  [instance.speedup(run, scaling_tables.block_phase) for run in instance.runs],
                  color=color, label=instance.name)
        axes.plot([run.ranks for run in instance.runs],
                  [instance.speedup(run, scaling_tables.with_sweeps) for run in instance.runs],
                  color=color, linestyle="--")
        real = [run for run in instance.runs if run.is_measured()]
        axes.plot([run.ranks for run in real],
                  [instance.measured_speedup(run, scaling_tables.block_phase) for run in real],
                  color=color, marker="o", linestyle="none")
    ranks = [run.ranks for run in instances[-1].runs]
    axes.plot(ranks, ranks, color="0.6", linewidth=1, label="perfect")
    axes.set(xscale="log", yscale="log", xlabel="ranks", ylabel="speedup of the block phase")
    axes.legend(frameon=False, fontsize="small")


def _draw_times(axes, instances: list) -> None:
    """Until plan and bound are as near as the last gap; the undecomposed method until its proof."""
    gap = scaling_tables.GAPS[-1]
    facilities = [instance.facilities for instance in instances]
    axes.plot(facilities, [instance.undecomposed() for instance in instances], color="0.3",
              marker="s", linestyle="none", label="undecomposed, to the proof")
    for number, of_most in enumerate(scaling_tables.shown(instances[-1])):
        points = [(instance.facilities, run.seconds_to(gap)) for instance in instances
                  for run in instance.runs if run.ranks == of_most.ranks]
        points = [(x, y) for x, y in points if y is not None]
        kind = "measured" if of_most.is_measured() else "modelled"
        axes.plot([x for x, _ in points], [y for _, y in points], color=f"C{number}",
                  marker="o" if of_most.is_measured() else "x", linestyle="none",
                  label=f"{of_most.ranks} rank{'s' * (of_most.ranks > 1)}, {kind}")
    axes.set(xscale="log", yscale="log", xlabel="facilities",
             ylabel=f"seconds to a gap of {100 * gap:g} %")
    axes.legend(frameon=False, fontsize="small")


def scaling(path: Path, instances: list) -> None:
    """Instances of the strong scaling, in order of size."""
    figure, (speedup_axes, time_axes) = pyplot.subplots(1, 2, figsize=style.WIDE)
    _draw_speedups(speedup_axes, [i for i in instances if scaling_tables.has_steps_on_blocks(i)])
    _draw_times(time_axes, instances)
    figure.tight_layout()
    _save(figure, path)
