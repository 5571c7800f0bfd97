#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every condition of the Colorado study and writes docs/colorado-study.md from the results.

Also writes the pictures in docs/colorado-study/ and the result table in README.md.
"""

import argparse
import sys
import tempfile
from pathlib import Path

try:
    import h5netcdf  # noqa: F401
    import matplotlib  # noqa: F401
    import xarray  # noqa: F401
except ImportError as missing:
    sys.exit(f"colorado_study.py: {missing}. Run it with a Python that has xarray, h5netcdf and "
             "matplotlib, on Debian /usr/bin/python3 with the packages of scripts/packages.txt.")

import numpy

from colorado import document, figures, runs

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "datasets" / "colorado"
TURNAROUND = 10
IN_PROCESSING = 1
ENOUGH_DEVICES = 8192  # upper end of the search for added devices, more than all patients at once

CONDITIONS = {
    "no-sharing": "30 %, no sharing",
    "sharing": "30 %, sharing",
    "sharing-new-devices": "30 %, sharing, 850 new devices in Denver",
    "reduction-50": "50 %, sharing",
    "reduction-30-50-30": "30 %, 50 % from day 15, 30 % from day 61, sharing",
}
NO_SHARING = ['sharing.scope="none"']
NEW_DEVICES = ['arrivals.file="arrivals.csv"']
VARIANTS = [
    ("sharing-new-devices", "30 %, no sharing, 850 new devices", NO_SHARING),
    ("reduction-50", "50 %, no sharing", NO_SHARING),
    ("reduction-50", "50 %, sharing, 850 new devices", NEW_DEVICES),
    ("reduction-30-50-30", "30 / 50 / 30 %, no sharing", NO_SHARING),
    ("reduction-30-50-30", "30 / 50 / 30 %, sharing, 850 new devices", NEW_DEVICES),
]
ALL_COUNTIES = {
    "counties-64-no-sharing": "64 counties, 30 %, no sharing",
    "counties-64": "64 counties, 30 %, sharing",
}


def run_condition(program, key: str, words: str, overrides=None) -> document.Condition:
    case = CASES / f"{key}.toml"
    run = program.plan(case, overrides)
    return document.Condition(
        key=key, words=words, run=run,
        most_treated=runs.most_uses(run, TURNAROUND, IN_PROCESSING),
        pool_unmet=runs.pool_unmet(program, case, run))


def denver_curve(run: runs.Run) -> numpy.ndarray:
    """Devices that Denver's patients need at once, by day."""
    return runs.in_use_at_once(run.demand[run.facility(runs.DENVER)], TURNAROUND)


def run_study(program) -> document.Study:
    conditions = [run_condition(program, key, words) for key, words in CONDITIONS.items()]
    variants = [run_condition(program, *variant) for variant in VARIANTS]
    all_counties = [run_condition(program, *item) for item in ALL_COUNTIES.items()]

    by_key = {c.key: c.run for c in conditions}
    denver = {"30 %": by_key["sharing"], "50 %": by_key["reduction-50"]}
    place = by_key["sharing"].facility(runs.DENVER)
    changed = runs.ChangedDevices(program, CASES / "sharing.toml", by_key["sharing"])
    populations = changed.populations()
    return document.Study(
        conditions=conditions, variants=variants, all_counties=all_counties,
        names=[f["name"] for f in changed.facilities], populations=list(populations),
        turnaround=TURNAROUND,
        denver_peak={share: int(denver_curve(run).max()) for share, run in denver.items()},
        denver_patients={share: int(run.demand[place].sum()) for share, run in denver.items()},
        in_denver=runs.smallest_sufficient(
            changed, runs.in_one_place(len(populations), place), ENOUGH_DEVICES),
        by_population=runs.smallest_sufficient(
            changed, runs.by_population(populations), ENOUGH_DEVICES),
        in_reverse_order=runs.plan_in_reverse_order(program, CASES / "sharing.toml").summary,
        answer=program.answer(CASES / "sharing.toml"))


def draw(study: document.Study, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    runs_by_key = {c.key: c.run for c in study.conditions}
    shared, alone = runs_by_key["sharing"], runs_by_key["no-sharing"]
    dates = shared.dates
    figures.demand_by_county(folder / "demand-by-county.svg", dates, study.names, shared.demand)
    figures.denver(folder / "denver.svg", dates,
                   {"contacts reduced by 30 %": denver_curve(shared),
                    "contacts reduced by 50 %": denver_curve(runs_by_key["reduction-50"])},
                   int(shared.devices[shared.facility(runs.DENVER)]))
    figures.supply_and_demand(
        folder / "supply-and-demand.svg", dates,
        needed=runs.in_use_at_once(shared.demand.sum(axis=0), TURNAROUND),
        owned=numpy.full(len(dates), int(shared.devices.sum())),
        in_use={"no sharing": alone.plan["in_use"].values.sum(axis=0),
                "sharing": shared.plan["in_use"].values.sum(axis=0)})
    figures.unmet(folder / "unmet.svg", dates,
                  {c.words: c.run.plan["unmet"].values.sum(axis=0) for c in study.conditions})


def with_section(readme: str, name: str, text: str) -> str:
    """The README with what stands between the two markers of a section replaced."""
    begin, end = f"<!-- study:{name} -->\n", f"<!-- /study:{name} -->"
    before, _, rest = readme.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"README.md lacks the markers {begin.strip()} and {end}")
    return before + begin + text + end + after


def with_results(readme: str, study: document.Study) -> str:
    text = with_section(readme, "results", document.results(study))
    return with_section(text, "example", document.example(study))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, required=True, help="the surgeflow executable")
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail where the texts differ from what the runs give")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as work:
        try:
            study = run_study(runs.Program(options.program.resolve(), Path(work)))
        except runs.RunFailed as failure:
            sys.exit(f"colorado_study.py: {failure}")

    readme = ROOT / "README.md"
    texts = {ROOT / "docs" / "colorado-study.md": document.document(study),
             readme: with_results(readme.read_text(encoding="utf-8"), study)}
    if not options.check:
        draw(study, ROOT / "docs" / "colorado-study")
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path.name for path, text in texts.items()
             if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if stale:
        print(f"not what the runs give: {', '.join(stale)}; run colorado_study.py without --check",
              file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
