#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every condition of the Colorado study and writes docs/colorado-study.md from the results.

Also writes the pictures in docs/colorado-study/ and docs/sweeps/, and what README.md,
docs/sweeps.md and docs/explain.md show of these runs.
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
from pictures import style
from sweeps import pictures, results

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
# The conditions that are scenarios of reductions.toml, and what else that sweep and the same one
# with new devices say: words, file, scenario, whether counties share.
REDUCTION_50, REDUCTION_30_50_30 = "50 %", "30 %, 50 % from day 15, 30 % from day 61"
FROM_SWEEP = {"reduction-50": REDUCTION_50, "reduction-30-50-30": REDUCTION_30_50_30}
REDUCTIONS, WITH_NEW_DEVICES = "reductions", "reductions-new-devices"
VARIANTS = [
    ("30 %, no sharing, 850 new devices", WITH_NEW_DEVICES, "30 %", runs.Sweep.alone),
    ("50 %, no sharing", REDUCTIONS, REDUCTION_50, runs.Sweep.alone),
    ("50 %, sharing, 850 new devices", WITH_NEW_DEVICES, REDUCTION_50, runs.Sweep.shared),
    ("30 / 50 / 30 %, no sharing", REDUCTIONS, REDUCTION_30_50_30, runs.Sweep.alone),
    ("30 / 50 / 30 %, sharing, 850 new devices", WITH_NEW_DEVICES, REDUCTION_30_50_30,
     runs.Sweep.shared),
]
ALL_COUNTIES = {
    "counties-64-no-sharing": "64 counties, 30 %, no sharing",
    "counties-64": "64 counties, 30 %, sharing",
}
# Sections of docs/explain.md.
EXPLANATIONS = {
    "explain-shipment": ["--shipment", "40"],
    "explain-place": ["--facility", "08077", "--date", "2020-06-23"],
    "explain-whole": [],
}


def run_condition(program, key: str, words: str, sweep: runs.Sweep) -> document.Condition:
    case = CASES / f"{key}.toml"
    run = program.plan(case)
    summary = run.summary
    if key in FROM_SWEEP:
        summary = sweep.shared(FROM_SWEEP[key])
        different = [name for name in ("demand", "unmet", "units_shipped")
                     if summary[name] != run.summary[name]]
        if different:
            raise runs.RunFailed(f"{key}: plan and sweep differ in {', '.join(different)}")
    return document.Condition(
        key=key, words=words, run=run, summary=summary,
        most_treated=runs.most_uses(run, TURNAROUND, IN_PROCESSING),
        pool_unmet=runs.pool_unmet(program, case, run))


def denver_curve(run: runs.Run) -> numpy.ndarray:
    """Devices that Denver's patients need at once, by day."""
    return runs.in_use_at_once(run.demand[run.facility(runs.DENVER)], TURNAROUND)


def run_study(program) -> document.Study:
    sweeps = {name: program.sweep(CASES / f"{name}.toml")
              for name in (REDUCTIONS, WITH_NEW_DEVICES, "reproduction")}
    conditions, all_counties = (
        [run_condition(program, key, words, sweeps[REDUCTIONS]) for key, words in items.items()]
        for items in (CONDITIONS, ALL_COUNTIES))
    variants = [document.Variant(words, of(sweeps[sweep], scenario))
                for words, sweep, scenario, of in VARIANTS]

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
        answer=program.answer(CASES / "sharing.toml"),
        sweep_answer=sweeps[REDUCTIONS].answer,
        explanations={section: program.explanation(CASES / "sharing.toml", *arguments)
                      for section, arguments in EXPLANATIONS.items()},
        reproduction=sweeps["reproduction"])


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


def draw_sweep(sweep: runs.Sweep, folder: Path) -> None:
    """The pictures that docs/sweeps.md shows."""
    folder.mkdir(parents=True, exist_ok=True)
    with results.Sweep(sweep.file) as numbers:
        for name, picture in {"courses.svg": pictures.courses, "map.svg": pictures.lending_map,
                              "unmet-by-input.svg": pictures.by_input}.items():
            style.save(picture(numbers), folder / name)


def with_section(document_text: str, name: str, text: str) -> str:
    """The document with what stands between the two markers of a section replaced."""
    begin, end = f"<!-- study:{name} -->\n", f"<!-- /study:{name} -->"
    before, _, rest = document_text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"a document lacks the markers {begin.strip()} and {end}")
    return before + begin + text + end + after


def texts_of(study: document.Study) -> dict[Path, str]:
    """What each document says when it follows from the runs."""
    texts = {ROOT / "docs" / "colorado-study.md": document.document(study)}
    for path, sections in {
            ROOT / "README.md": {"results": document.results(study),
                                 "example": document.as_code(study.answer),
                                 "sweep": document.as_code(study.sweep_answer)},
            ROOT / "docs" / "sweeps.md": {
                "reductions": document.as_code(study.sweep_answer),
                "reproduction": document.as_code(study.reproduction.answer)},
            ROOT / "docs" / "explain.md": {
                section: document.as_code(text)
                for section, text in study.explanations.items()}}.items():
        texts[path] = path.read_text(encoding="utf-8")
        for name, text in sections.items():
            texts[path] = with_section(texts[path], name, text)
    return texts


def write(study: document.Study, texts: dict[Path, str]) -> None:
    draw(study, ROOT / "docs" / "colorado-study")
    draw_sweep(study.reproduction, ROOT / "docs" / "sweeps")
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


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
        texts = texts_of(study)
        if not options.check:
            write(study, texts)
            return 0
    stale = [path.name for path, text in texts.items()
             if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if stale:
        print(f"not what the runs give: {', '.join(stale)}; run colorado_study.py without --check",
              file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
