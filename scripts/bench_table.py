#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts the results of the benchmarks into README.md as tables, and draws how surgeflow scales.

The tables of peers/ stand between the markers <!-- bench:peers --> and <!-- /bench:peers -->, those
of the others likewise; where README.md has none, a section with them is added before its
last one. A benchmark without results stays as it is.
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks import ensemble, peers, replan, scale, scaling, sweep

ROOT = Path(__file__).resolve().parent.parent
RESULTS = sorted((ROOT / "bench" / "results").glob("*.json"))
SECTIONS = {
    "peers": ("Speed against peers", peers.section),
    "scale": ("Speed at scale", scale.section),
    "scaling": ("Speed on many ranks", scaling.section),
    "ensemble": ("Speed of ensembles", ensemble.section),
    "sweep": ("Speed of sweeps", sweep.section),
    "replan": ("Speed of re-plans", replan.section),
}


def with_section(readme: str, name: str, heading: str, text: str) -> str:
    """The README with what stands between the markers of a benchmark replaced."""
    begin, end = f"<!-- bench:{name} -->\n", f"<!-- /bench:{name} -->"
    before, found, rest = readme.partition(begin)
    if not found:
        body, mark, last = readme.rpartition("\n## ")
        return f"{body}\n## {heading}\n\n{begin}{text}{end}\n{mark}{last}"
    _, found, after = rest.partition(end)
    if not found:
        sys.exit(f"bench_table.py: README.md has the marker {begin.strip()} without {end}")
    return before + begin + text + end + after


def read_results(paths: list) -> list:
    try:
        files = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    except (OSError, json.JSONDecodeError) as failure:
        sys.exit(f"bench_table.py: {failure}. The benchmarks write results with -o FILE.json.")
    wrong = [path.name for path, results in zip(paths, files) if results["errors"]]
    if wrong:
        sys.exit(f"bench_table.py: {', '.join(wrong)} holds errors, such as answers that differ; "
                 "no table of those.")
    return files


def of(benchmark: str, files: list) -> list:
    return [results for results in files if results["benchmark"] == benchmark]


def with_sections(readme: str, files: list) -> str:
    for name, (heading, section) in SECTIONS.items():
        if results := of(name, files):
            readme = with_section(readme, name, heading, section(results))
    return readme


def draw(files: list, root: Path) -> None:
    machines = [machine for machine in scale.machines(of("scale", files)) if machine.measured()]
    on_ranks = scaling.strong(of("scaling", files))
    if not machines and not on_ranks:
        return
    try:
        from benchmarks import figures  # --check does without matplotlib
    except ImportError as missing:
        sys.exit(f"bench_table.py: {missing}. Run it with a Python that has matplotlib, on Debian "
                 "/usr/bin/python3 with the packages of scripts/packages.txt.")
    for machine in machines:
        figures.scale(root / machine.figure, machine.measured())
    if on_ranks:
        figures.scaling(root / scaling.FIGURE, on_ranks)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="*", type=Path, default=RESULTS,
                        help="files that the benchmarks wrote; bench/results/*.json")
    parser.add_argument("--root", type=Path, default=ROOT,
                        help="the folder of README.md and docs/; this project's")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail where a table differs from the results")
    options = parser.parse_args()

    files = read_results(options.results)
    readme = options.root / "README.md"
    old = readme.read_text(encoding="utf-8")
    try:
        new = with_sections(old, files)
    except ValueError as failure:
        sys.exit(f"bench_table.py: {failure}.")
    if not options.check:
        draw(files, options.root)
        readme.write_text(new, encoding="utf-8")
        return 0
    if new != old:
        print("README.md differs from the results; run bench_table.py", file=sys.stderr)
    return int(new != old)


if __name__ == "__main__":
    sys.exit(main())
