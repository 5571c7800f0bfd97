# SPDX-License-Identifier: Apache-2.0
"""The pictures of docs/colorado-study.md."""

from pathlib import Path

import numpy
from matplotlib import pyplot

from pictures import style

LABELLED_COUNTIES = 8


def _axes(dates: list[str], ylabel: str):
    figure, axes = pyplot.subplots(figsize=style.SIZE)
    days = numpy.array(dates, dtype="datetime64[D]")
    style.days_along(axes, days)
    axes.set_ylabel(ylabel)
    return figure, axes, days


def _save(figure, axes, path: Path) -> None:
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize="small")
    figure.tight_layout()
    style.save(figure, path)


def demand_by_county(path: Path, dates: list[str], names: list[str], demand) -> None:
    figure, axes, days = _axes(dates, "new patients a day")
    largest = numpy.argsort(-demand.sum(axis=1), kind="stable")
    for rank, county in enumerate(largest):
        if rank < LABELLED_COUNTIES:
            axes.plot(days, demand[county], label=names[county])
        else:
            label = "the others" if rank == LABELLED_COUNTIES else None
            axes.plot(days, demand[county], color="0.7", linewidth=0.8, label=label)
    _save(figure, axes, path)


def denver(path: Path, dates: list[str], curves: dict, devices: int) -> None:
    """`curves` maps a label to the devices that Denver's patients need at once, by day."""
    figure, axes, days = _axes(dates, "devices needed at once in Denver")
    for label, curve in curves.items():
        axes.plot(days, curve, label=label)
    axes.axhline(devices, color="0.3", linestyle="--", label="devices in Denver at the start")
    _save(figure, axes, path)


def supply_and_demand(path: Path, dates: list[str], needed, owned, in_use: dict) -> None:
    """Statewide devices: needed at once, owned, and in use under each plan."""
    figure, axes, days = _axes(dates, "devices statewide")
    axes.plot(days, needed, color="tab:red", label="needed to treat everyone")
    axes.plot(days, owned, color="0.3", linestyle="--", label="owned")
    for label, devices in in_use.items():
        axes.plot(days, devices, label=f"in use, {label}")
    _save(figure, axes, path)


def unmet(path: Path, dates: list[str], plans: dict) -> None:
    """Patients without a device, summed up to each day, under each plan."""
    figure, axes, days = _axes(dates, "patients without a device so far")
    for label, patients in plans.items():
        axes.plot(days, numpy.cumsum(patients), label=label)
    _save(figure, axes, path)
