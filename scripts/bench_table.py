#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts the results of the benchmarks into README.md as tables.

The table of peers stands between the markers <!-- bench:peers --> and <!-- /bench:peers -->; where
README.md has none, a section with them is added before its last one.
"""

import argparse
import json
import sys
from pathlib import Path

from benchmarks import peers

ROOT = Path(__file__).resolve().parent.parent
RESULTS = sorted((ROOT / "bench" / "results").glob("*.json"))


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
        sys.exit(f"bench_table.py: {failure}. surgeflow_bench_peers -o FILE.json writes results.")
    wrong = [path.name for path, results in zip(paths, files) if results["errors"]]
    if wrong:
        sys.exit(f"bench_table.py: {', '.join(wrong)} holds answers that differ; no table of those.")
    return files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="*", type=Path, default=RESULTS,
                        help="files that the benchmarks wrote; bench/results/*.json")
    parser.add_argument("--readme", type=Path, default=ROOT / "README.md")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail where a table differs from the results")
    options = parser.parse_args()

    files = read_results(options.results)
    of_peers = [results for results in files if results["benchmark"] == "peers"]
    old = options.readme.read_text(encoding="utf-8")
    new = with_section(old, "peers", "Speed against peers", peers.section(of_peers))
    if not options.check:
        options.readme.write_text(new, encoding="utf-8")
        return 0
    if new != old:
        print("README.md differs from the results; run bench_table.py", file=sys.stderr)
    return int(new != old)


if __name__ == "__main__":
    sys.exit(main())
