# SPDX-License-Identifier: Apache-2.0
"""The tables of surgeflow_bench_scaling: the decomposition by regions on several numbers of ranks.

Times on no more ranks than there were cores are measured. Times on more are modelled: the critical
path of the ranks' processor times and a stated network; they are always called so. The model of
numbers that were measured stands beside what was measured.
"""

from pathlib import PurePosixPath

from .words import conditions, heading, instance_name, load, row, rounded, seconds, size

FIGURE = PurePosixPath("docs/benchmarks/scaling.svg")
GAPS = [0.001, 0.0005]
NONE = "-"
TARGET_SPEEDUP = 1.6  # of two ranks
TARGET_EFFICIENCY = 0.5  # of the most ranks


# Parts of a run, as what a step must be to belong to them.
def block_phase(step: dict) -> bool:
    """The descent of the bound, block by block."""
    return step["step"] in ("down", "up")


def on_regions(step: dict) -> bool:
    return block_phase(step) and step["partition"] == "regions"


def sweeps(step: dict) -> bool:
    """The recovery of a plan, on few large blocks."""
    return step["step"] == "sweep"


def with_sweeps(step: dict) -> bool:
    return block_phase(step) or sweeps(step)


PARTS = [("the block phase", block_phase), ("its steps on the regions", on_regions),
         ("the sweeps", sweeps), ("both together", with_sweeps)]


def times(value: float) -> str:
    return f"{rounded(value)} x"


def percent(share: float) -> str:
    return f"{rounded(100 * share)} %"


class Run:
    """An instance on one number of ranks."""

    def __init__(self, instance: dict, record: dict):
        self.ranks = record["ranks"]
        self.record = record
        self.steps = instance["steps"]

    def is_measured(self) -> bool:
        return "measured" in self.record

    def modelled_steps(self) -> list:
        """Seconds of the set-up and of every step."""
        return [stretch["slowest_seconds"] + stretch["network_seconds"]
                for stretch in self.record["modelled"]]

    def measured_steps(self) -> list:
        """The same; what is in no step was before the first."""
        measured = self.record["measured"]
        steps = [step["seconds"] for step in measured["steps"]]
        return [measured["seconds"] - sum(steps), *steps]

    def best_steps(self) -> list:
        return self.measured_steps() if self.is_measured() else self.modelled_steps()

    def _sum(self, seconds_of_all: list, part) -> float:
        """Of the steps of a part; the set-up, which comes first, belongs to none."""
        return sum(took for step, took in zip(self.steps, seconds_of_all[1:]) if part(step))

    def modelled(self, part) -> float:
        return self._sum(self.modelled_steps(), part)

    def measured(self, part) -> float:
        return self._sum(self.measured_steps(), part)

    def seconds_to(self, gap: float):
        """Until plan and bound are so near; None where only the proof closes it."""
        steps = steps_to(self.steps, gap)
        return None if steps is None else sum(self.best_steps()[:steps + 1])


def steps_to(steps: list, gap: float):
    """How many steps it takes, the proof not counted among them."""
    blocks = [step for step in steps if step["step"] != "polish"]
    return next((n for n, step in enumerate(blocks, start=1) if step["gap"] <= gap), None)


class Instance:
    def __init__(self, record: dict):
        self.record = record
        self.name = instance_name(record["name"])
        self.facilities = record["facilities"]
        self.runs = [Run(record, run) for run in record["ranks"]]

    def on(self, ranks: int) -> Run:
        return next(run for run in self.runs if run.ranks == ranks)

    def undecomposed(self) -> float:
        return self.record["undecomposed"]["seconds"]

    def undecomposed_on(self, run: Run) -> float:
        """Beside what was modelled from processor times its own least one, so that neither has
        waited for other processes."""
        kind = "seconds" if run.is_measured() else "least_processor_seconds"
        return self.record["undecomposed"][kind]

    def speedup(self, run: Run, part) -> float:
        """Modelled over modelled."""
        return self.on(1).modelled(part) / run.modelled(part)

    def efficiency(self, run: Run, part) -> float:
        return self.speedup(run, part) / run.ranks

    def measured_speedup(self, run: Run, part) -> float:
        return self.on(1).measured(part) / run.measured(part)


def has_steps_on_blocks(instance: Instance) -> bool:
    return any(sweeps(step) for step in instance.record["steps"])


def strong(files: list) -> list:
    found = [Instance(i) for results in files for i in results["instances"]
             if "steps" in i and "facilities_per_rank" not in i]
    return sorted(found, key=lambda i: (i.facilities, i.name))


def weak(files: list) -> list:
    found = [Instance(i) for results in files for i in results["instances"]
             if "steps" in i and "facilities_per_rank" in i]
    return sorted(found, key=lambda i: i.facilities)


def memory(values: list) -> str:
    """Of the root, and the most of the others."""
    others = f", {size(max(values[1:]))} others" if len(values) > 1 else ""
    return f"{size(values[0])} root{others}"


# Parts whose times stand in the table of strong scaling; efficiencies are of all.
TIMED = [("block phase", block_phase), ("with sweeps", with_sweeps)]
STRONG_HEADING = [
    "strong scaling", "ranks",
    *(words for part, _ in TIMED for words in (f"{part}, measured", "speedup")),
    *(words for part, _ in TIMED for words in (f"{part}, modelled", "speedup")),
    f"efficiency of {PARTS[0][0]}", *(words for words, _ in PARTS[1:]),
    "lane rows of a rank", "memory of a rank"]


def measured_cells(instance: Instance, run: Run, part) -> list:
    if not run.is_measured():
        return [NONE, NONE]
    return [f"**{seconds(run.measured(part))}**", times(instance.measured_speedup(run, part))]


def modelled_cells(instance: Instance, run: Run, part) -> list:
    return [f"*{seconds(run.modelled(part))}*", f"*{times(instance.speedup(run, part))}*"]


def strong_cells(instance: Instance, run: Run) -> list:
    return [str(run.ranks),
            *(cell for _, part in TIMED for cell in measured_cells(instance, run, part)),
            *(cell for _, part in TIMED for cell in modelled_cells(instance, run, part)),
            *(f"*{percent(instance.efficiency(run, part))}*" for _, part in PARTS),
            size(max(run.record["lane_bytes"])), memory(run.record["memory_bytes"])]


def strong_table(instances: list) -> str:
    text = heading(STRONG_HEADING)
    for instance in instances:
        if has_steps_on_blocks(instance):
            text += "".join(row(instance.name, strong_cells(instance, run))
                            for run in instance.runs)
    return text


def step_label(step: dict) -> str:
    return f"{step['step']}, {step['partition']}"


def step_table(instance: Instance) -> str:
    """Where the time of one instance goes, on one rank, on most that were measured, and on most."""
    most = instance.runs[-1]
    real = [run for run in instance.runs if run.is_measured()]
    text = heading([f"steps of {instance.name}", "blocks", "gap after it",
                    *(f"{run.ranks} rank{'s' * (run.ranks > 1)}, measured" for run in real),
                    "1 rank, modelled", f"{most.ranks} ranks, modelled", "speedup"])
    labels = ["set-up", *map(step_label, instance.record["steps"])]
    blocks = [NONE, *(str(step["blocks"]) for step in instance.record["steps"])]
    gaps = [NONE, *(f"{100 * step['gap']:.3f} %" for step in instance.record["steps"])]
    ones, mosts = instance.on(1).modelled_steps(), most.modelled_steps()
    for n, label in enumerate(labels):
        text += row(label, [blocks[n], gaps[n],
                            *(seconds(run.measured_steps()[n]) for run in real),
                            f"*{seconds(ones[n])}*", f"*{seconds(mosts[n])}*",
                            f"*{times(ones[n] / mosts[n])}*"])
    return text


def time_to(run: Run, gap: float) -> str:
    took = run.seconds_to(gap)
    if took is None:
        return "not before the proof"
    return f"**{seconds(took)}**" if run.is_measured() else f"*{seconds(took)}*"


def time_to_proof(run: Run) -> str:
    took = sum(run.best_steps())
    return f"**{seconds(took)}**" if run.is_measured() else f"*{seconds(took)}*"


def shown(instance: Instance) -> list:
    """One rank, the most that were measured, the most that were modelled."""
    real = [run for run in instance.runs if run.is_measured()]
    ends = [real[0], real[-1], instance.runs[-1]] if real else [instance.runs[-1]]
    return [run for n, run in enumerate(ends) if run not in ends[:n]]


def gap_table(instances: list) -> str:
    text = heading(["time to a gap", "undecomposed, to the proof", "ranks",
                    *(f"{words} {100 * gap:g} %" for gap in GAPS
                      for words in ("steps to", "time to")),
                    "to the proof"])
    for instance in instances:
        for run in shown(instance):
            cells = []
            for gap in GAPS:
                steps = steps_to(instance.record["steps"], gap)
                cells += [NONE if steps is None else str(steps), time_to(run, gap)]
            text += row(instance.name, [f"**{seconds(instance.undecomposed())}**", str(run.ranks),
                                        *cells, time_to_proof(run)])
    return text


def weak_table(instances: list) -> str:
    first = instances[0]
    text = heading([f"weak scaling, {first.record['facilities_per_rank']:,} facilities a rank",
                    "ranks", "lanes x periods a rank", "block phase and sweeps, measured",
                    "modelled", "modelled, a lane and period of a rank",
                    "lane rows of a rank", "memory of a rank"])
    for instance in instances:
        run = instance.runs[0]
        lanes = instance.record["ship_arcs"] / run.ranks
        modelled = run.modelled(with_sweeps)
        text += row(instance.name, [
            str(run.ranks), f"{rounded(lanes / 1e6)} million",
            f"**{seconds(run.measured(with_sweeps))}**" if run.is_measured() else NONE,
            f"*{seconds(modelled)}*", f"*{rounded(1e9 * modelled / lanes)} ns*",
            size(max(run.record["lane_bytes"])), memory(run.record["memory_bytes"])])
    return text


def speedup_losses(instance: Instance) -> list:
    sentences = []
    if not has_steps_on_blocks(instance):
        return [f"{instance.name}: too small for sweeps on blocks."]
    for run in (run for run in instance.runs if run.ranks == 2 and run.is_measured()):
        low = [f"{times(instance.measured_speedup(run, part))} {words}"
               for words, part in [("in the block phase", block_phase),
                                   ("with the sweeps", with_sweeps)]
               if instance.measured_speedup(run, part) < TARGET_SPEEDUP]
        if low:
            sentences.append(f"{instance.name}: the speedup of two ranks is {', '.join(low)}, "
                             f"less than {times(TARGET_SPEEDUP)}.")
    most = instance.runs[-1]
    low = [f"{percent(instance.efficiency(most, part))} of {words}" for words, part in PARTS
           if instance.efficiency(most, part) < TARGET_EFFICIENCY]
    if low:
        sentences.append(f"{instance.name}, {most.ranks} ranks: the modelled efficiency is "
                         f"{', '.join(low)}, less than {percent(TARGET_EFFICIENCY)}.")
    return sentences


def crossovers(instances: list) -> list:
    """Where the decomposition is near before the undecomposed method is done, or that it never
    is."""
    sentences = []
    for gap in GAPS:
        won = {}
        for instance in instances:
            for run in instance.runs:
                took = run.seconds_to(gap)
                if took is not None and took < instance.undecomposed_on(run):
                    won.setdefault(instance.name, []).append(
                        f"{run.ranks} ranks{'' if run.is_measured() else ' (modelled)'}")
        where = "; ".join(f"{name} on {', '.join(ranks)}" for name, ranks in won.items())
        sentences.append(
            f"The decomposition is within {100 * gap:g} % before the undecomposed method has its "
            f"proof on one core: {where or 'in no case, on no number of ranks'}.")
    return sentences


def losses(instances: list) -> list:
    return [sentence for instance in instances for sentence in speedup_losses(instance)]


def origin(results: dict) -> str:
    names = [instance_name(i["name"]) for i in results["instances"]]
    runs = {run["runs"] for i in results["instances"] for run in i.get("ranks", [])}
    rounds = f"{min(runs)} to {max(runs)}" if len(runs) > 1 else f"{max(runs, default=0)}"
    return (f"{'; '.join(names)}: {conditions(results)}, {rounds} rounds, {load(results)}; model: "
            f"{1e6 * results['latency_seconds']:g} us a message, "
            f"{results['bytes_per_second'] / 1e9:g} GB/s.")


def section(files: list) -> str:
    instances, growing = strong(files), weak(files)
    if not instances:
        raise ValueError("the results of scaling hold no instance that was measured")
    largest = max(instances, key=lambda i: (has_steps_on_blocks(i), i.facilities, i.name))
    parts = [strong_table(instances), step_table(largest), gap_table(instances)]
    if growing:
        parts.append(weak_table(growing))
    parts.append(f"![Speedup of the block phase, and time to a gap]({FIGURE})\n")
    notes = [*losses(instances), *crossovers(instances), *map(origin, files)]
    parts.append("".join(f"- {note}\n" for note in notes))
    parts.append(
        "**Bold** is measured, on as many cores as ranks: medians. *Italic* is modelled from "
        "processor times, the slowest rank between any two communications, and the network stated "
        "above. The block phase is the descent of the bound on blocks, the steps down and up. Sweeps "
        "recover a plan on few large blocks, so that on more ranks than these some have nothing to "
        "do; set-up, coarse start and polish are in neither. Where modelled times are "
        "held against the undecomposed method, it is by its least processor time. How it was "
        "measured: [bench/README.md](bench/README.md).\n")
    return "\n".join(parts)
