#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts the results of surgeflow_bench_peers into README.md as one table.

The table stands between the markers <!-- bench:peers --> and <!-- /bench:peers -->; where README.md
has none, a section with them is added before its last one. A cell is time and memory to solve, and how many
times ours fit into them; a peer that was stopped at the time limit has lower bounds.
"""

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = sorted((ROOT / "bench" / "results").glob("peers*.json"))
BEGIN, END = "<!-- bench:peers -->\n", "<!-- /bench:peers -->"
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
INSTANCES = {
    "colorado-34": "Colorado, 34 counties",
    "colorado-64": "Colorado, 64 counties",
    "synthetic-100": "synthetic, 100 facilities",
    "synthetic-300": "synthetic, 300 facilities",
    "synthetic-100-distance": "synthetic, 100 facilities, lanes cost their distance",
}


def rounded(value: float) -> str:
    """Three significant digits below 1,000, whole numbers with commas from there on."""
    if value >= 999.5:
        return f"{float(f'{value:.3g}'):,.0f}"
    decimals = next((d for limit, d in ((99.95, 0), (9.995, 1), (0.9995, 2)) if value >= limit), 3)
    return f"{value:.{decimals}f}"


def in_units(value: float, units: list) -> str:
    """`value` in the first of the (size, name) that it reaches, or in the last."""
    size, name = next((u for u in units if value >= u[0]), units[-1])
    return f"{rounded(value / size)} {name}"


def seconds(value: float) -> str:
    return in_units(value, [(1.0, "s"), (1e-3, "ms")])


def size(value: float) -> str:
    return in_units(value, [(1e9, "GB"), (1e6, "MB")])


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


def row(name: str, cells: list) -> str:
    return "| " + " | ".join([name, *cells]) + " |\n"


def find(instance: dict, name: str):
    return next((m for m in instance["methods"] if m["name"] == name), None)


def table(instances: list) -> str:
    text = row("solve time and memory (times ours)",
               [INSTANCES.get(i["name"], i["name"]) for i in instances])
    text += "| --- |" + " --- |" * len(instances) + "\n"
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
    return [f"{METHODS.get(m['name'], m['name'])} on {INSTANCES.get(i['name'], i['name'])}: "
            f"{m['reason']}."
            for i in instances for m in i["methods"]
            if m["status"] in ("failed", "not_applicable")]


def origin(results: dict) -> str:
    """Where and how one file's figures were measured."""
    machine = results["machine"]
    names = [INSTANCES.get(i["name"], i["name"]) for i in results["instances"]]
    loads = [results["load_average_before"], results["load_average_after"]]
    return (f"{'; '.join(names)}: {machine['processor']}, {machine['cores']} cores, "
            f"{size(machine['memory_bytes'])}, {results['compiler']} {results['flags']}, commit "
            f"{results['commit']}, {results['started'][:10]}, stopped after "
            f"{results['limit_seconds']:g} s, load {loads[0]:.1f} before and {loads[1]:.1f} after.")


def section(files: list) -> str:
    instances = [i for results in files for i in results["instances"]]
    libraries = sorted({m["library"] for i in instances for m in i["methods"]} - {OURS})
    text = (
        "Median of the solve alone for the others, of the whole call for surgeflow; memory is the "
        f"peak above the loaded instance. All answers agree. {', '.join(libraries)}. What each "
        "peer was given, and how it was measured: [bench/README.md](bench/README.md).\n\n")
    notes = [*reasons(instances), *(origin(results) for results in files)]
    return table(instances) + "\n" + text + "".join(f"- {note}\n" for note in notes)


def with_section(readme: str, text: str) -> str:
    """The README with what stands between the markers replaced."""
    before, begin, rest = readme.partition(BEGIN)
    if not begin:
        body, heading, last = readme.rpartition("\n## ")
        return f"{body}\n## Speed against peers\n\n{BEGIN}{text}{END}\n{heading}{last}"
    _, end, after = rest.partition(END)
    if not end:
        sys.exit(f"bench_table.py: README.md has the marker {BEGIN.strip()} without {END}")
    return before + BEGIN + text + END + after


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="*", type=Path, default=RESULTS,
                        help="files that surgeflow_bench_peers wrote; bench/results/peers*.json")
    parser.add_argument("--readme", type=Path, default=ROOT / "README.md")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail where the table differs from the results")
    options = parser.parse_args()

    try:
        files = [json.loads(path.read_text(encoding="utf-8")) for path in options.results]
    except (OSError, json.JSONDecodeError) as failure:
        sys.exit(f"bench_table.py: {failure}. surgeflow_bench_peers -o FILE.json writes results.")
    wrong = [path.name for path, results in zip(options.results, files) if results["errors"]]
    if wrong:
        sys.exit(f"bench_table.py: {', '.join(wrong)} holds answers that differ; no table of those.")

    old = options.readme.read_text(encoding="utf-8")
    new = with_section(old, section(files))
    if not options.check:
        options.readme.write_text(new, encoding="utf-8")
        return 0
    if new != old:
        print("README.md differs from the results; run bench_table.py", file=sys.stderr)
    return int(new != old)


if __name__ == "__main__":
    sys.exit(main())
