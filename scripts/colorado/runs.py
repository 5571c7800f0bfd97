# SPDX-License-Identifier: Apache-2.0
"""Runs surgeflow on the Colorado cases and holds what comes back; no figure is made up here."""

import csv
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy
import xarray

DENVER = "08031"


class RunFailed(Exception):
    """The program did not end with a certified optimum."""


@dataclass(frozen=True)
class Run:
    """A certified plan: its summary and the groups of its file."""

    summary: dict
    input: xarray.Dataset
    plan: xarray.Dataset
    shipments: xarray.Dataset

    @property
    def demand(self) -> numpy.ndarray:
        """New patients, [facility, period]."""
        return self.input["demand"].values

    @property
    def devices(self) -> numpy.ndarray:
        """Devices at the start, [facility]."""
        return self.input["devices"].values

    @property
    def arrivals(self) -> numpy.ndarray:
        """Devices that arrive from outside, [facility, period]."""
        return self.input["arrivals"].values

    @property
    def facilities(self) -> list[str]:
        return [str(name) for name in self.input["facility"].values]

    @property
    def dates(self) -> list[str]:
        """First day of each period, as 2020-03-31."""
        return [str(label)[:10] for label in self.input["period"].values]

    def facility(self, name: str) -> int:
        return self.facilities.index(name)


@dataclass(frozen=True)
class Sweep:
    """A sweep whose every plan is certified."""

    file: Path
    scenarios: dict[str, dict]  # by name: its line in the table
    answer: str  # what the sweep looks like, command and answer

    def shared(self, scenario: str) -> dict:
        """The numbers of a scenario's plan."""
        return self.scenarios[scenario]

    def alone(self, scenario: str) -> dict:
        """The same where nobody shares."""
        row = self.scenarios[scenario]
        return row | {"unmet": row["unmet_without_sharing"], "shipments": 0, "units_shipped": 0}


class Program:
    """The surgeflow executable, and a folder for what it writes."""

    def __init__(self, executable: Path, work: Path):
        self.executable = executable
        self.work = work
        self._runs = 0

    def _call(self, arguments: list[str]) -> str:
        done = subprocess.run([str(self.executable), *arguments], text=True, capture_output=True,
                              check=False)
        if done.returncode != 0:
            raise RunFailed(f"surgeflow {' '.join(arguments)} ended with {done.returncode}:\n"
                            f"{done.stderr}")
        return done.stdout

    def _plan_file(self, case: Path) -> tuple[Path, dict]:
        self._runs += 1
        file = self.work / f"run-{self._runs}.h5"
        numbers = file.with_suffix(".json")
        self._call(["plan", str(case), "-o", str(file), "--summary", str(numbers)])
        summary = json.loads(numbers.read_text(encoding="utf-8"))
        if summary["status"] != "optimal" or not summary["certified"]:
            raise RunFailed(f"{case}: status {summary['status']}, certified {summary['certified']}")
        return file, summary

    def plan(self, case: Path) -> Run:
        """Plans, and reads the whole plan file back."""
        file, summary = self._plan_file(case)
        groups = {group: xarray.load_dataset(file, group=group, engine="h5netcdf")
                  for group in ("input", "plan", "shipments")}
        return Run(summary=summary, **groups)

    def unmet(self, case: Path) -> int:
        """Plans, and tells how many patients go without a device."""
        return self._plan_file(case)[1]["unmet"]

    def sweep(self, sweep: Path) -> Sweep:
        """Plans every scenario, and reads the table back."""
        file = self.work / f"{sweep.stem}.h5"
        table = file.with_suffix(".csv")
        said = self._call(["sweep", str(sweep), "-o", str(file), "--csv", str(table)])
        rows = [{key: as_number(cell) for key, cell in row.items()} | {"name": row["name"]}
                for row in read_csv(table)]
        uncertain = [row["name"] for row in rows if row["certified"] != 1]
        if uncertain:
            raise RunFailed(f"{sweep}: not certified: {', '.join(uncertain)}")
        answer = (f"$ surgeflow sweep datasets/colorado/{sweep.name} -o {file.name} "
                  f"--csv {table.name}\n{said}")
        return Sweep(file=file, scenarios={row["name"]: row for row in rows},
                     answer=answer.replace(f"{self.work}/", ""))

    def answer(self, case: Path) -> str:
        """What planning a case and verifying the plan look like, commands and answers."""
        plan = self.work / "colorado.h5"
        planned = self._call(["plan", str(case), "-o", str(plan)])
        verified = self._call(["verify", str(plan)])
        shown = f"datasets/colorado/{case.name}"
        text = (f"$ surgeflow plan {shown} -o colorado.h5\n{planned}"
                f"$ surgeflow verify colorado.h5\n{verified}")
        return text.replace(str(plan), "colorado.h5")

    def explanation(self, case: Path, *arguments: str) -> str:
        """What asking the plan of a case looks like, command and answer."""
        plan, _ = self._plan_file(case)
        said = self._call(["explain", str(plan), *arguments])
        return f"$ surgeflow explain {' '.join(['colorado.h5', *arguments])}\n{said}"


def read_csv(path: Path) -> list[dict]:
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def as_number(cell: str) -> int | str:
    """A whole number where it is one."""
    return int(cell) if re.fullmatch(r"-?\d+", cell) else cell


def write_csv(path: Path, lines: list[dict]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def with_facilities(program: Program, case: Path, facilities: list[dict]) -> Path:
    """A copy of a case of the dataset that has these lines in place of facilities.csv."""
    copy = program.work / f"changed-{case.name}"
    table = program.work / "changed-facilities.csv"
    write_csv(table, facilities)
    text = case.read_text(encoding="utf-8")
    copy.write_text(text.replace('"facilities.csv"', f'"{table.name}"'), encoding="utf-8")
    return copy


def plan_in_reverse_order(program: Program, case: Path) -> Run:
    """The same case with the lines of facilities.csv from last to first."""
    facilities = read_csv(case.parent / "facilities.csv")
    return program.plan(with_facilities(program, case, facilities[::-1]))


class ChangedDevices:
    """A case of the dataset with other numbers of devices at the start."""

    def __init__(self, program: Program, case: Path, base: Run):
        self.program = program
        self.case = case
        self.base = base
        self.facilities = read_csv(case.parent / "facilities.csv")
        if [facility["id"] for facility in self.facilities] != base.facilities:
            raise RunFailed(f"{case}: the plan's facilities are not those of facilities.csv")

    def populations(self) -> numpy.ndarray:
        return numpy.array([int(f["population"]) for f in self.facilities])

    def unmet(self, added: numpy.ndarray) -> int:
        """Patients without a device when `added` devices [facility] are there on the first day."""
        devices = self.base.devices + added
        lines = [f | {"devices": int(count)} for f, count in zip(self.facilities, devices)]
        return self.program.unmet(with_facilities(self.program, self.case, lines))


def in_one_place(facilities: int, place: int):
    """How `count` devices lie when all are added at one facility."""

    def added(count: int) -> numpy.ndarray:
        devices = numpy.zeros(facilities, dtype=int)
        devices[place] = count
        return devices

    return added


def by_population(populations: numpy.ndarray):
    """How `count` devices lie when they are shared out by population (Sainte-Laguë).

    The method adds devices one by one and never takes one back, so that more devices are at least
    as good everywhere and the smallest sufficient number can be found by bisection.
    """

    def added(count: int) -> numpy.ndarray:
        devices = numpy.zeros(len(populations), dtype=int)
        for _ in range(count):
            devices[numpy.argmax(populations / (2 * devices + 1))] += 1
        return devices

    return added


@dataclass(frozen=True)
class Threshold:
    """The smallest number of added devices that leaves `unmet` patients, and one device less."""

    added: int
    unmet: int
    unmet_with_one_less: int


def smallest_sufficient(changed: ChangedDevices, added, enough: int) -> Threshold:
    """Bisection between 0 and `enough` added devices; every probe is a certified optimum."""
    target = changed.unmet(added(enough))
    low, high = 0, enough  # low is not sufficient unless it is 0
    while low < high:
        middle = (low + high) // 2
        if changed.unmet(added(middle)) == target:
            high = middle
        else:
            low = middle + 1
    one_less = changed.unmet(added(high - 1)) if high else target
    return Threshold(added=high, unmet=target, unmet_with_one_less=one_less)


def pool_unmet(program: Program, case: Path, run: Run) -> int:
    """The same demand and devices in one place: what no transit time and no border could spoil."""
    folder = program.work
    write_csv(folder / "pool-facilities.csv",
              [{"id": "pool", "name": "one pool", "latitude": 0, "longitude": 0,
                "devices": int(run.devices.sum())}])
    write_csv(folder / "pool-demand.csv",
              [{"facility": "pool", "period": t, "patients": int(patients)}
               for t, patients in enumerate(run.demand.sum(axis=0))])
    arrivals = [{"facility": "pool", "period": t, "devices": int(devices)}
                for t, devices in enumerate(run.arrivals.sum(axis=0))]
    write_csv(folder / "pool-arrivals.csv", arrivals)
    text = case.read_text(encoding="utf-8")
    kept = re.findall(r"^\[(?:horizon|item|transit)\]\n(?:[^\[\n].*\n|\n)*", text, flags=re.MULTILINE)
    pool = folder / "pool.toml"
    pool.write_text('[case]\nname = "pool"\n' + "".join(kept) +
                    '[facilities]\nfile = "pool-facilities.csv"\n'
                    '[demand]\nmodel = "file"\nfile = "pool-demand.csv"\n'
                    '[arrivals]\nfile = "pool-arrivals.csv"\n'
                    '[sharing]\nscope = "none"\n', encoding="utf-8")
    return program.unmet(pool)


def most_uses(run: Run, turnaround: int, in_processing: int) -> int:
    """Patients that the devices can treat at most: each at most once every `turnaround` periods."""
    periods = run.demand.shape[1]

    def uses(first_period: int) -> int:
        return max(0, -(-(periods - first_period) // turnaround))

    arriving = run.arrivals.sum(axis=0)
    return int(run.devices.sum()) * uses(0) + sum(
        int(devices) * uses(t + in_processing) for t, devices in enumerate(arriving))


def in_use_at_once(demand: numpy.ndarray, turnaround: int) -> numpy.ndarray:
    """Devices needed at the same time to treat everyone, by period; `demand` is [period]."""
    return numpy.convolve(demand, numpy.ones(turnaround, dtype=int))[: len(demand)]
