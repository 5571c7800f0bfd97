# SPDX-License-Identifier: Apache-2.0
"""The table of surgeflow_bench_ensemble: the SIR kernel beside its peers, and whole ensembles."""

from .scale import times
from .words import conditions, heading, in_units, instance_name, load, row, seconds, size


def _kernel_row(instance: dict) -> str:
    kernel, ratios = instance["median"]["kernel"], instance["ratios"]
    days = in_units(ratios["cell_days_per_second"], [(1e9, "billion"), (1e6, "million")])
    return row(instance_name(instance["name"]), [
        f"{seconds(kernel['stages']['kernel']['seconds'])} ({days} facility-days/s)",
        times(ratios["scalar_loop_over_kernel"]), times(ratios["numpy_over_kernel"]),
        times(ratios["portable_over_kernel"]), times(ratios["kernel_over_limit"]),
        times(ratios["kernel_one_thread_over_all"])])


def _ensemble_row(instance: dict) -> str:
    median = instance["median"]
    return row(instance_name(instance["name"]), [
        seconds(median["ensemble"]["seconds"]), seconds(median["ensemble_all_threads"]["seconds"]),
        times(instance["ratios"]["ensemble_one_thread_over_all"]),
        size(median["ensemble_all_threads"]["peak_resident_bytes"])])


def section(files: list) -> str:
    """Kernel and whole ensemble of every instance, losses included."""
    instances = [i for results in files for i in results["instances"] if "median" in i]
    text = heading(["SIR kernel with rounding, one thread", "time", "scalar loop", "NumPy",
                    "without wide vectors", "over the machine's limit", "all threads"])
    text += "".join(_kernel_row(i) for i in instances)
    text += "\n" + heading(["ensemble with five quantiles a facility and day", "one thread",
                            "all threads", "speedup", "memory"])
    text += "".join(_ensemble_row(i) for i in instances) + "\n"
    for results in files:
        text += f"- {conditions(results)}, {load(results)}.\n"
    return text + ("\nMedians. Peers over the kernel: above 1 the kernel is faster. The limit is what "
                   "the machine's vector units do at most with the operations that a day needs. How "
                   "it was measured: [bench/README.md](bench/README.md).\n")
