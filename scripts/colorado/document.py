# SPDX-License-Identifier: Apache-2.0
"""The text of docs/colorado-study.md, from runs."""

import textwrap
from dataclasses import dataclass

import numpy

from .runs import Run, Sweep, Threshold, in_use_at_once

TEXT_WIDTH = 120
NOT_FOUND = "no figure found"
NO_DEATHS = "“no deaths”"
FIRST_SHIPMENTS = 10

# What Billingham, Widrick, Edwards and Klaus print: medRxiv 2020.05.26.20113886. These are the only
# numbers of this document that do not come from a run.
PUBLISHED_PATIENTS = 28_775
PUBLISHED = {
    "no-sharing": {"demand": "28,775", "unmet": "17,678", "shipments": "0"},
    "sharing": {"demand": "28,775", "unmet": NO_DEATHS, "shipments": "117"},
    "sharing-new-devices": {"shipments": "62"},
    "reduction-50": {"unmet": NO_DEATHS, "shipments": "64"},
    "reduction-30-50-30": {"unmet": NO_DEATHS},
}


@dataclass(frozen=True)
class Condition:
    """One condition of the study, as run here."""

    key: str
    words: str
    run: Run
    summary: dict  # of the run, or of the same scenario in a sweep
    most_treated: int  # devices times the uses that fit the horizon
    pool_unmet: int  # certified optimum with everything in one place


@dataclass(frozen=True)
class Variant:
    """A scenario of a sweep that is no condition of the study."""

    words: str
    summary: dict


@dataclass(frozen=True)
class Study:
    """Everything the document is written from."""

    conditions: list[Condition]  # those of the study, in its order
    variants: list[Variant]  # the same with and without sharing and new devices
    all_counties: list[Condition]
    names: list[str]  # county names, [facility]
    populations: list[int]
    turnaround: int
    denver_peak: dict[str, int]  # devices needed at once in Denver, by contact reduction
    denver_patients: dict[str, int]
    in_denver: Threshold
    by_population: Threshold
    in_reverse_order: dict  # summary of the case that shares, counties listed from last to first
    answer: str  # what plan and verify print of the case that shares
    sweep_answer: str  # what the sweep of the reductions prints
    explanations: dict[str, str]  # what explain prints of the case that shares, by section
    reproduction: Sweep  # of all counties over reproduction numbers

    def condition(self, key: str) -> Condition:
        return next(c for c in self.conditions if c.key == key)


def number(value) -> str:
    return f"{int(value):,}"


def percent(ours: int, theirs: int) -> str:
    return f"{100 * (ours - theirs) / theirs:+.1f} %"


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def published(condition: str, figure: str) -> str:
    return PUBLISHED[condition].get(figure, NOT_FOUND)


def comparison(study: Study) -> str:
    rows = []
    for c in study.conditions:
        s = c.summary
        rows.append([c.words, published(c.key, "demand"), number(s["demand"]),
                     published(c.key, "unmet"), number(s["unmet"]),
                     published(c.key, "shipments"), number(s["shipments"]),
                     number(s["units_shipped"])])
    return table(["condition", "patients, study", "here", "without a device, study", "here",
                  "shipments, study", "here", "devices moved, here"], rows)


def variants(study: Study) -> str:
    rows = [[c.words, number(c.summary["demand"]), number(c.summary["unmet"]),
             number(c.summary["shipments"]), number(c.summary["units_shipped"])]
            for c in study.variants]
    return table(["condition", "patients", "without a device", "shipments", "devices moved"], rows)


def counting(study: Study) -> str:
    rows = []
    for c in [*study.conditions, *study.all_counties]:
        s = c.summary
        rows.append([c.words, number(s["demand"]), number(c.most_treated),
                     number(max(0, s["demand"] - c.most_treated)), number(c.pool_unmet),
                     number(s["unmet"])])
    return table(["condition", "patients", "most that the devices can treat",
                  "so at least without", "optimum if all were in one place",
                  "certified optimum"], rows)


def count_words(study: Study) -> str:
    """Whether the count alone contradicts every "no deaths" that the study prints."""
    said = [c for c in study.conditions if published(c.key, "unmet") == NO_DEATHS]
    contradicted = [c for c in said if c.summary["demand"] > c.most_treated]
    share = "every one" if len(contradicted) == len(said) else str(len(contradicted))
    return (f'The study prints "no deaths" for {len(said)} of these conditions; under {share} of them '
            "the count alone leaves patients without a device.")


def counties(study: Study) -> str:
    without, shared = study.condition("no-sharing").run, study.condition("sharing").run
    demand = shared.demand
    rows = []
    for i in numpy.argsort(-demand.sum(axis=1), kind="stable"):
        peak = int(numpy.argmax(demand[i]))
        rows.append([study.names[i], number(study.populations[i]), number(shared.devices[i]),
                     number(demand[i].sum()), f"{number(demand[i][peak])} on {shared.dates[peak]}",
                     number(without.plan["unmet"].values[i].sum()),
                     number(shared.plan["unmet"].values[i].sum())])
    return table(["county", "population", "devices", "patients", "most a day",
                  "without a device, no sharing", "sharing"], rows)


def first_shipments(study: Study) -> str:
    run = study.condition("sharing").run
    names, dates, columns = study.names, run.dates, run.shipments
    horizon = len(dates)
    rows = []
    for n in range(min(FIRST_SHIPMENTS, columns["quantity"].size)):
        leave, arrive = (int(columns[key].values[n]) for key in ("depart", "arrive"))
        rows.append([str(n + 1), dates[leave], dates[arrive] if arrive < horizon else "after",
                     names[int(columns["origin"].values[n])],
                     names[int(columns["destination"].values[n])],
                     number(columns["quantity"].values[n]),
                     f"{float(columns['distance_km'].values[n]):.0f} km"])
    return table(["", "leaves", "can be used", "from", "to", "devices", "distance"], rows)


def threshold_words(threshold: Threshold, place: str) -> str:
    less = (f"with one device less {number(threshold.unmet_with_one_less)} "
            f"{'goes' if threshold.unmet_with_one_less == 1 else 'go'} without")
    if threshold.unmet == 0:
        return f"- {place}: **{number(threshold.added)}** more devices, and nobody goes without; {less}."
    return (f"- {place}: no number reaches zero. {number(threshold.added)} more devices leave "
            f"{number(threshold.unmet)} without, and more devices do not help; {less}.")


def placement_words(study: Study) -> str:
    if study.in_denver.added != study.by_population.added:
        return ""
    return (" Where the devices are on the first day makes no difference to their number: there are "
            "weeks to move them before the peak.")


def thresholds(study: Study) -> str:
    run = study.condition("sharing").run
    needed = in_use_at_once(run.demand.sum(axis=0), study.turnaround)
    peak = int(numpy.argmax(needed))
    owned = int(run.devices.sum())
    return "\n".join([
        f"At the peak, on {run.dates[peak]}, {number(needed[peak])} devices would be on patients or "
        f"being cleaned at once; the 34 counties own {number(owned)}. Wherever devices are added, "
        f"fewer than {number(needed[peak] - owned)} can therefore not be enough. Added on the first "
        "day, under sharing over every lane and 30 % contact reduction, it takes",
        "",
        threshold_words(study.in_denver, "all in Denver"),
        threshold_words(study.by_population,
                        "shared out over the counties by population (Sainte-Laguë)"),
        "",
        "Each number was found by bisection over certified optima." + placement_words(study),
    ])


def results(study: Study) -> str:
    """The short table for the README."""
    rows = [[c.words, number(c.summary["demand"]), number(c.summary["unmet"]),
             number(c.summary["units_shipped"]), "yes" if c.summary["certified"] else "no"]
            for c in study.conditions]
    return table(["condition", "patients", "without a device", "devices moved", "certified"], rows)


def device_days(run: Run) -> int:
    return run.plan["in_use"].values.sum()


def worse_off(study: Study) -> str:
    """How many counties pay for what the others gain."""
    without, shared = (study.condition(key).run.plan["unmet"].values.sum(axis=1)
                       for key in ("no-sharing", "sharing"))
    return (f"Not every county gains: the plan serves the state as a whole, and in "
            f"{number((shared > without).sum())} of {number(len(shared))} counties more patients go "
            "without a device under it than without sharing.")


def wrapped(text: str) -> str:
    """The text with its plain paragraphs filled; headings, tables, lists and code stay."""
    blocks = text.split("\n\n")
    plain = [not block.lstrip("\n").startswith(("#", "|", ">", "-", "!", "    ")) for block in blocks]
    return "\n\n".join(
        textwrap.fill(block, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False) +
        ("\n" if block.endswith("\n") else "") if is_plain else block
        for block, is_plain in zip(blocks, plain))


def as_code(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())


def document(study: Study) -> str:
    without, shared = study.condition("no-sharing"), study.condition("sharing")
    ours, capacity = shared.summary, shared.most_treated
    devices = number(shared.run.devices.sum())
    reverse = study.in_reverse_order
    periods = shared.run.demand.shape[1]
    uses = -(-periods // study.turnaround)
    pulled = {share: f"{number(study.denver_patients[share])} patients, and at the worst moment "
                     f"{number(study.denver_peak[share])} devices in use at once"
              for share in study.denver_peak}
    denver_devices = number(shared.run.devices[shared.run.facility("08031")])
    return wrapped(f"""# The Colorado study

This document is written by `scripts/colorado_study.py` from runs of surgeflow on `datasets/colorado/`; every number in it
comes from a certified optimum, except those marked "study", which are printed in

> Billingham, Widrick, Edwards, Klaus: COVID-19 (SARS-CoV-2) Ventilator Resource Management Using a Network Optimization
> Model and Predictive System Demand. medRxiv 2020.05.26.20113886.

The study predicts the demand for ventilators in {len(study.names)} counties of Colorado over {periods} days from
{shared.run.dates[0]} and plans how the counties share theirs. It counts a patient who finds no device as dead; the tables
give these patients as "without a device". "{NOT_FOUND}" means that we found no printed figure to compare with.

## The study's figures beside ours

{comparison(study)}
Demand, devices and the case without sharing are reproduced: {number(without.summary["demand"])} patients against
{number(PUBLISHED_PATIENTS)} ({percent(without.summary["demand"], PUBLISHED_PATIENTS)}), and
{number(without.summary["unmet"])} without a device against 17,678 ({percent(without.summary["unmet"], 17_678)}). The rest
is what public population figures, and our inference of which 34 counties the study means, leave over.

The results with sharing are not reproduced, and can not be: the next section shows that "no deaths" does not follow from
the printed parameters. We do not tune the model until it agrees.

The number of shipments is no part of the objective and says little: with the counties listed from last to first, the same
optimum ({number(reverse["unmet"])} without a device, {number(reverse["units_shipped"])} devices moved) is reached in
{number(reverse["shipments"])} shipments instead of {number(ours["shipments"])}.

The reductions are a sweep, [`reductions.toml`](../datasets/colorado/reductions.toml): 30 %, 50 % and 30 / 50 / 30 % are its
three rows, and the last two rows of the table above are from there. The same conditions with and without sharing, and with
and without the new devices in Denver ([`reductions-new-devices.toml`](../datasets/colorado/reductions-new-devices.toml)),
since the printed figures do not tell which are meant:

{variants(study)}
![Patients without a device so far, under each condition](colorado-study/unmet.svg)

## Why sharing alone can not save everyone

Treatment and cleaning take {study.turnaround} days, so that in {periods} days a device treats at most
{periods} / {study.turnaround} = {uses} patients. {devices} devices then treat at most {number(capacity)}, wherever they are
and however well they are shared. Of the {number(ours["demand"])} patients here at least
{number(ours["demand"] - capacity)} go without, and of the study's own {number(PUBLISHED_PATIENTS)} at least
{number(PUBLISHED_PATIENTS - capacity)}. This needs no solver: it is a count.

The count is generous, because demand comes in a wave and many devices are idle before and after it. The last two columns
are certified optima: with all devices and all patients in one place, where nothing has to travel, and with the lanes of
the case. {count_words(study)}

{counting(study)}
Every optimum in the last column carries potentials that prove it; `surgeflow verify` checks them on each of the
{number(ours["lanes"])} lanes in every period.

![Devices needed, owned and in use statewide](colorado-study/supply-and-demand.svg)

## How many devices it would take

{thresholds(study)}

## Demand by county (the study's Figure 1)

![New patients a day by county](colorado-study/demand-by-county.svg)

{counties(study)}
## Denver under 30 % and 50 % contact reduction (the study's Figure 2)

![Devices needed at once in Denver](colorado-study/denver.svg)

With contacts reduced by 30 %, Denver has {pulled["30 %"]}; with 50 %, {pulled["50 %"]}. Denver owns {denver_devices}.

## Supply and demand (the study's Figure 3)

The plot above shows the devices statewide: needed to treat everyone, owned, and in use without and with sharing. Sharing
moves {number(ours["units_shipped"])} devices in {number(ours["shipments"])} shipments and treats
{number(without.summary["unmet"] - ours["unmet"])} patients more: devices are in use on {number(device_days(without.run))}
device-days without sharing and on {number(device_days(shared.run))} with it. {worse_off(study)}

## The first ten shipments (the study's Table 3)

{first_shipments(study)}
The optimum's value is unique, the plan is not: other plans treat as many patients with as few moves. Ties are broken by a
fixed rule, so that the same case gives the same plan on any number of ranks and threads.

## Repeat it

    scripts/colorado_study.py --program build/demo/src/app/surgeflow

writes this document and its pictures again. `--check` compares instead of writing.
""")
