# SPDX-License-Identifier: Apache-2.0
"""The table of surgeflow_bench_peers: our solver beside other libraries.

A cell is time and memory to solve, and how many times ours fit into them; a peer that was stopped
at the time limit has lower bounds.
"""

from .words import conditions, heading, instance_name, load, rounded, row, seconds, size

OURS = "surgeflow"

METHODS = {
    OURS: "**surgeflow**",
    "lemon-network-simplex": "LEMON network simplex",
    "lemon-network-simplex-tuned": "LEMON network simplex, tuned",
    "lemon-cost-scaling": "LEMON cost scaling",
    "clp-network-dual": "CLP dual simplex, network matrix",
    "clp-sprint": "CLP sprint",
    "glpk-dual-simplex": "GLPK dual simplex",
    "glpk-out-of-kilter": "GLPK out-of-kilter",
    "boost-shortest-paths": "Boost.Graph successive shortest paths",
    "boost-cycle-canceling": "Boost.Graph cycle canceling",
}


def cell(method: dict) -> str:
    if method["status"] == "over_limit" and not method["runs"]:
        least, time = "> ", method["limit_seconds"]
        memory = method["memory_bytes_when_stopped"]
    elif method["runs"]:
        least, time = "", method["median_solve_seconds"]
        memory = method["median_memory_bytes"]
    else:
        return "does not apply" if method["status"] == "not_applicable" else "failed"
    if method["name"] == OURS:
        return f"**{seconds(time)}**, **{size(memory)}**"
    times = [f"({least}{rounded(method[key])} x)" for key in ("time_ratio", "memory_ratio")]
    return f"{least}{seconds(time)} {times[0]}, {least}{size(memory)} {times[1]}"


def find(instance: dict, name: str):
    return next((m for m in instance["methods"] if m["name"] == name), None)


def table(instances: list) -> str:
    text = heading(["solve time and memory (times ours)",
                    *(instance_name(i["name"]) for i in instances)])
    text += row("lanes x periods", [f"{i['ship_arcs'] / 1e6:.2g} million" for i in instances])
    text += row("patients treated / movement",
                [f"{i['treated']:,} / {i['movement']:,}" for i in instances])
    names = [n for n in METHODS if any(find(i, n) for i in instances)]
    for name in names:
        found = [find(i, name) for i in instances]
        text += row(METHODS[name], [cell(m) if m else "not run" for m in found])
    return text


def reasons(instances: list) -> list:
    """A sentence for each method that failed or did not apply."""
    return [f"{METHODS.get(m['name'], m['name'])} on {instance_name(i['name'])}: "
            f"{m['reason']}."
            for i in instances for m in i["methods"]
            if m["status"] in ("failed", "not_applicable")]


def origin(results: dict) -> str:
    """Where and how one file's figures were measured."""
    names = [instance_name(i["name"]) for i in results["instances"]]
    return (f"{'; '.join(names)}: {conditions(results)}, stopped after "
            f"{results['limit_seconds']:g} s, {load(results)}.")


def section(files: list) -> str:
    instances = [i for results in files for i in results["instances"]]
    libraries = sorted({m["library"] for i in instances for m in i["methods"]} - {OURS})
    text = (
        "Median of the solve alone for the others, of the whole call for surgeflow; memory is the "
        f"peak above the loaded instance. All answers agree. {', '.join(libraries)}. What each "
        "peer was given, and how it was measured: [bench/README.md](bench/README.md).\n\n")
    notes = [*reasons(instances), *(origin(results) for results in files)]
    return table(instances) + "\n" + text + "".join(f"- {note}\n" for note in notes)
