# SPDX-License-Identifier: Apache-2.0
"""The table of surgeflow_bench_replan: mornings after days of several kinds, cold and warm."""

from .words import conditions, heading, instance_name, load, row, seconds


def _clock(results: dict) -> str:
    """Which time counts: on several threads the wall's, since the processors' is that of all."""
    return "processor_seconds" if results["threads"] == 1 else "seconds"


def _taken(median: dict, way: str) -> str:
    return seconds(median[way])


def _share(median: dict, one: str, other: str) -> str:
    """What `one` takes, as a share of `other`."""
    return f"{_taken(median, one)} ({100 * median[one] / median[other]:.0f} %)"


def _row(instance: dict, day: dict, clock: str) -> str:
    median = {way: figures[clock] for way, figures in day["median"].items()}
    rounds = day["median"]["warm"]["iterations"]
    return row(f"{instance_name(instance['name'])}, {day['day']}", [
        f"{day['patients']:,} at {day['facilities']:,}",
        f"{_taken(median, 'whole')}, {_taken(median, 'cold')}",
        f"{rounds:.0f}",
        _share(median, "warm", "whole"),
        f"{_taken(median, 'whole_kept')}, {_taken(median, 'cold_kept')}",
        _share(median, "warm_kept", "whole_kept")])


def section(files: list) -> str:
    """Every kind of day of every instance."""
    text = heading(["the day that differed", "patients, places", "whole, morning from nothing",
                    "rounds", "re-plan", "with tables kept: whole, morning from nothing",
                    "re-plan"])
    for results in files:
        for instance in results["instances"]:
            text += "".join(_row(instance, day, _clock(results)) for day in instance["days"])
    text += "\n"
    for results in files:
        threads = "1 thread, processor time" if results["threads"] == 1 else (
            f"{results['threads']} threads, wall time")
        text += f"- {threads}: {conditions(results)}, {load(results)}.\n"
    return text + ("\nMedians, solves alone, all of a line measured in turn. Whole "
                   "is the case as on its first day, and in brackets stands the share of it; the morning's problem "
                   "is shorter by the days that have passed. How it was measured: "
                   "[bench/README.md](bench/README.md).\n")
