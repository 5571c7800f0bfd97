# SPDX-License-Identifier: Apache-2.0
"""The table of surgeflow_bench_sweep: many scenarios cold and warm, on threads and on ranks."""

from .scale import times
from .words import conditions, heading, instance_name, load, row, seconds, size


def _row(instance: dict, scenarios: int) -> str:
    median, ratios = instance["median"], instance["ratios"]
    return row(f"{instance_name(instance['name'])}, {scenarios:,} scenarios", [
        seconds(median["cold"]["seconds"]),
        f"{seconds(median['warm']['seconds'])} ({times(ratios['cold_over_warm'])})",
        f"{seconds(median['all_threads']['seconds'])} ({times(ratios['one_thread_over_all'])})",
        f"{seconds(median['ranks']['seconds'])} ({times(ratios['one_rank_over_ranks'])})",
        size(median["all_threads"]["peak_resident_bytes"])])


def section(files: list) -> str:
    """Every instance in four ways."""
    threads = files[0]["threads"]
    text = heading(["whole command `sweep`, every plan certified", "one thread, cold",
                    "one thread, warm", f"{threads} threads", f"{threads} ranks", "memory"])
    for results in files:
        text += "".join(_row(i, results["scenarios"]) for i in results["instances"]
                        if "median" in i)
    text += "\n"
    for results in files:
        text += f"- {conditions(results)}, {load(results)}.\n"
    return text + ("\nMedians; in brackets cold over warm, and one thread or rank over all. Memory is "
                   "that of all threads. How it was measured: [bench/README.md](bench/README.md).\n")
