# SPDX-License-Identifier: Apache-2.0
"""The tables of surgeflow_bench_scale: how surgeflow grows, beside the check of every lane.

One section a machine: the solve beside the check, then where the time of the whole command goes.
Whatever was measured is in them, also where the solve is many times slower than the check or
threads do not help. An instance that was stopped has the time until then as a lower bound.
"""

from pathlib import PurePosixPath

from .words import conditions, heading, in_units, instance_name, load, rounded, row, seconds, size

FIGURE_FOLDER = PurePosixPath("docs/benchmarks")
NOT_MEASURED = "not measured"
COMMAND_PARTS = ["load", "demand", "transit", "solve", "verify", "write"]


class Machine:
    """The results of one kind of machine, with their instances in order of size."""

    def __init__(self, files: list, number: int):
        self.files = files
        self.threads = files[0]["threads"]
        self.figure = FIGURE_FOLDER / ("scale.svg" if number == 1 else f"scale-{number}.svg")
        instances = [dict(i, limit_seconds=results["limit_seconds"])
                     for results in files for i in results["instances"]]
        self.instances = sorted(instances, key=lambda i: (i["ship_arcs"], i["name"]))
        names = [i["name"] for i in self.instances]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two results of one machine have {', '.join(twice)}; remove one")

    def measured(self) -> list:
        return [i for i in self.instances if "median" in i]


def machines(files: list) -> list:
    """Files of the same processor, cores and threads are one machine's."""
    kinds = {}
    for results in files:
        machine = results["machine"]
        kind = (machine["processor"], machine["cores"], results["threads"])
        kinds.setdefault(kind, []).append(results)
    return [Machine(of_one, number) for number, of_one in enumerate(kinds.values(), start=1)]


def times(value: float) -> str:
    return f"{rounded(value)} x"


def large(count: float) -> str:
    return in_units(count, [(1e9, "billion"), (1e6, "million")])


def check_speed(instance: dict) -> str:
    if "ratios" not in instance:
        return NOT_MEASURED
    return large(instance["ratios"]["lanes_checked_per_second"])


def stage(instance: dict, name: str) -> str:
    """A stage's median; of an instance that was stopped, what it had or the time until then."""
    if "median" in instance:
        return seconds(instance["median"]["stages"][name]["seconds"])
    finished = instance["incomplete_run"].get("stages", {})
    if name in finished:
        return seconds(finished[name]["seconds"])
    order = ["load", "demand", "transit", "solve", "check_one_thread", "check_all_threads"]
    if instance["status"] != "over_limit" or len(finished) != order.index(name):
        return NOT_MEASURED
    # The limit counts from the end of loading.
    before = sum(times["seconds"] for key, times in finished.items() if key != "load")
    return f"> {seconds(instance['limit_seconds'] - before)}"


def ratio(instance: dict, name: str) -> str:
    return times(instance["ratios"][name]) if "ratios" in instance else NOT_MEASURED


def solve_memory(instance: dict) -> str:
    run = instance.get("median", instance.get("incomplete_run", {}))
    bytes_taken = run.get("memory", {}).get("solve_bytes")
    return NOT_MEASURED if bytes_taken is None else size(bytes_taken)


def answer(instance: dict, *names: str) -> str:
    found = instance.get("answer", instance.get("incomplete_run", {}).get("answer"))
    if found is None:
        return NOT_MEASURED
    return " / ".join(f"{found[name]:,}" for name in names)


def solve_columns(threads: int) -> list:
    """Heading and cell of each column; a further measurement is a further line."""
    return [
        ("solve beside check", lambda i: instance_name(i["name"])),
        ("lanes x periods", lambda i: large(i["ship_arcs"])),
        ("solve", lambda i: f"**{stage(i, 'solve')}**"),
        ("check of every lane, one core", lambda i: stage(i, "check_one_thread")),
        ("lanes x periods a second", check_speed),
        ("solve over check", lambda i: ratio(i, "solve_over_check")),
        (f"check, {threads} threads", lambda i: stage(i, "check_all_threads")),
        ("memory to solve", lambda i: f"**{solve_memory(i)}**"),
        ("iterations", lambda i: answer(i, "iterations")),
        ("patients treated / movement", lambda i: answer(i, "treated", "movement")),
    ]


def part(instance: dict, name: str) -> str:
    return seconds(instance["median"]["command"]["summary_seconds"][name])


def rest(instance: dict) -> str:
    """MPI's start, what lies between the stages, the end."""
    command = instance["median"]["command"]
    known = sum(command["summary_seconds"][name] for name in COMMAND_PARTS)
    return seconds(max(0.0, command["seconds"] - known))


COMMAND_COLUMNS = [
    ("`surgeflow plan`", lambda i: instance_name(i["name"])),
    ("in all", lambda i: f"**{seconds(i['median']['command']['seconds'])}**"),
    ("over solve", lambda i: ratio(i, "command_over_solve")),
    ("read", lambda i: part(i, "load")),
    ("demand", lambda i: part(i, "demand")),
    ("transit", lambda i: part(i, "transit")),
    ("solve", lambda i: part(i, "solve")),
    ("check", lambda i: part(i, "verify")),
    ("write", lambda i: part(i, "write")),
    ("rest", rest),
    ("peak memory", lambda i: f"**{size(i['median']['command']['peak_resident_bytes'])}**"),
]


CHANGES = {"demand": "a tenth more demand at 1 % of facilities",
           "stock": "other stock at ten facilities", "day": "a day later"}


def has_changes(instance: dict) -> bool:
    return "warm_day" in instance["median"]["stages"]


def after_change(instance: dict, change: str) -> str:
    """From the earlier plan, from nothing, and how many times faster."""
    stages = instance["median"]["stages"]
    warm = stages[f"warm_{change}"]["seconds"]
    cold = stages[f"cold_{change}"]["seconds"]
    return f"**{seconds(warm)}** against {seconds(cold)} ({times(cold / warm)})"


CHANGE_COLUMNS = [("solve again, warm against cold", lambda i: instance_name(i["name"]))] + [
    (words, lambda i, change=change: after_change(i, change)) for change, words in CHANGES.items()]


def table(columns: list, instances: list) -> str:
    text = heading([name for name, _ in columns])
    for instance in instances:
        name, *cells = [cell(instance) for _, cell in columns]
        text += row(name, cells)
    return text


def listed(words: list) -> str:
    return "; ".join(words)


def losses(machine: Machine) -> list:
    """A sentence for each way in which figures disappoint."""
    measured = machine.measured()
    slower = [i["ratios"]["solve_over_check"] for i in measured
              if i["ratios"]["solve_over_check"] > 1]
    sentences = []
    if slower:
        sentences.append(
            f"The solve takes longer than the check of every lane on one core in {len(slower)} of "
            f"{len(measured)} cases, up to {rounded(max(slower))} times as long.")
    idle = [instance_name(i["name"]) for i in measured
            if i["ratios"]["check_one_thread_over_all"] < 1]
    if idle and machine.threads > 1:
        sentences.append(f"With {machine.threads} threads the check takes longer than with one: "
                         f"{listed(idle)}.")
    for instance in machine.instances:
        if instance["status"] != "optimal":
            sentences.append(f"{instance_name(instance['name'])}: {instance['reason']}.")
    return sentences


def origin(results: dict) -> str:
    """Where and how one file's figures were measured."""
    names = [instance_name(i["name"]) for i in results["instances"]]
    runs = {len(i.get("runs", [])) for i in results["instances"]}
    rounds = f"{min(runs)} to {max(runs)}" if len(runs) > 1 else f"{max(runs)}"
    return (f"{listed(names)}: {conditions(results)}, {rounds} rounds, stopped after "
            f"{results['limit_seconds']:,g} s, {load(results)}.")


def machine_section(machine: Machine) -> str:
    text = table(solve_columns(machine.threads), machine.instances)
    measured = machine.measured()
    if measured:
        text += "\n" + table(COMMAND_COLUMNS, measured)
    changed = [i for i in measured if has_changes(i)]
    if changed:
        text += "\n" + table(CHANGE_COLUMNS, changed)
    if measured:
        text += f"\n![Time and memory against lanes x periods]({machine.figure})\n"
    notes = [*losses(machine), *(origin(results) for results in machine.files)]
    return text + "\n" + "".join(f"- {note}\n" for note in notes)


def section(files: list) -> str:
    explanation = (
        "Medians. The check is the certificate, which compares both ends of every lane in every "
        "period once; memory to solve is the peak above the loaded instance, that of the command "
        "the peak of the process. Every plan that was found is certified optimal. How it was "
        "measured: [bench/README.md](bench/README.md).\n")
    return "\n".join([*(machine_section(machine) for machine in machines(files)), explanation])
