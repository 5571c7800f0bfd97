# SPDX-License-Identifier: Apache-2.0
"""Reads what `surgeflow sweep` wrote, group by group."""

import difflib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy
import xarray

FORMAT, FORMAT_VERSION = "surgeflow sweep", 1
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)  # of bands where the file states none
REMEDY = "allowed: a file that surgeflow sweep wrote"
DAMAGED = "allowed: a whole sweep file; run surgeflow sweep again"


class BadSweep(Exception):
    """What is wrong with the file or with what is asked of it, and what to do."""


@dataclass(frozen=True)
class Course:
    """Quantiles over scenarios of what happens from period to period."""

    levels: numpy.ndarray  # rising
    values: numpy.ndarray  # [quantile, period]


@dataclass(frozen=True)
class Input:
    """A setting of the case that is a number in each scenario, or the base case's (NaN)."""

    name: str
    values: numpy.ndarray  # [scenario]


def quantiles_of(values: numpy.ndarray, levels) -> numpy.ndarray:
    """[quantile, ...] from [scenario, ...]: the ceil(q n)-th smallest, as in the file."""
    ordered = numpy.sort(values, axis=0)
    ranks = numpy.ceil(numpy.asarray(levels) * len(ordered)).astype(int)
    return ordered[numpy.clip(ranks, 1, len(ordered)) - 1]


class Sweep:
    """An open sweep file. Missing datasets of a group that is there end with BadSweep."""

    def __init__(self, path: Path):
        self._path = path
        self._files = ExitStack()
        self._groups: dict[str, xarray.Dataset] = {}
        self._names = self._checked_names()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._files.close()

    def _checked_names(self) -> set[str]:
        if not self._path.exists():
            raise BadSweep(f"{self._path}: there is no such file; {REMEDY}; check the path")
        try:
            with h5py.File(self._path) as file:
                kind, version = file.attrs.get("format"), file.attrs.get("format_version")
                names = set(file)
        except OSError as error:
            raise BadSweep(f"{self._path}: can not be read as HDF5 ({error}); {REMEDY}; check the "
                           "path") from error
        if isinstance(kind, bytes):
            kind = kind.decode("utf-8", "replace")
        if kind != FORMAT:
            seen = f"is a file of format '{kind}'" if kind else "does not say of what format it is"
            raise BadSweep(f"{self._path}: {seen}; {REMEDY}; check the path")
        if version != FORMAT_VERSION:
            raise BadSweep(f"{self._path}: is a sweep file of format version {version}; allowed: "
                           f"{FORMAT_VERSION}; use the scripts of the surgeflow that wrote it")
        return names

    # ---- groups ----

    def has(self, group: str) -> bool:
        return group in self._names

    def group(self, name: str) -> xarray.Dataset:
        if name not in self._groups:
            try:
                dataset = xarray.open_dataset(self._path, group=name, engine="h5netcdf")
            except (OSError, KeyError, ValueError) as error:
                raise BadSweep(f"{self._path}: /{name} can not be read ({error}); {DAMAGED}"
                               ) from error
            self._groups[name] = self._files.enter_context(dataset)
        return self._groups[name]

    def _loaded(self, array: xarray.DataArray) -> numpy.ndarray:
        try:
            return array.values
        except OSError as error:
            raise BadSweep(f"{self._path}: {array.name} can not be read ({error}); {DAMAGED}"
                           ) from error

    def _variable(self, group: str, name: str) -> xarray.DataArray:
        dataset = self.group(group)
        if name not in dataset:
            raise BadSweep(f"{self._path}: lacks /{group}/{name}; {DAMAGED}")
        return dataset[name]

    def values(self, group: str, name: str) -> numpy.ndarray:
        return self._loaded(self._variable(group, name))

    def texts(self, group: str, name: str) -> list[str]:
        return [str(text) for text in self.values(group, name)]

    # ---- what pictures are made of ----

    @property
    def has_plans(self) -> bool:
        """False where only demand was forecast."""
        return "unmet" in self.group("scenarios")

    def _head(self, name: str, missing: str) -> str:
        with h5py.File(self._path) as file:
            return str(file.attrs.get(name, missing))

    @property
    def item(self) -> str:
        return self._head("item", "device")

    @property
    def design(self) -> str:
        return self._head("design", "")

    @property
    def of_design(self) -> int:
        """So many scenarios count; those behind them are the tornado's alone."""
        return int(self.group("scenarios").attrs["of_design"])

    def number(self, name: str) -> numpy.ndarray:
        """A number of each scenario that counts."""
        return self.values("scenarios", name)[:self.of_design]

    def numeric_inputs(self) -> list[Input]:
        """Inputs that are numbers and not everywhere the same."""
        inputs = []
        for name, values in self.group("inputs").data_vars.items():
            if values.dtype.kind != "f":
                continue
            numbers = self.values("inputs", name)[:self.of_design]
            if len(numpy.unique(numbers[~numpy.isnan(numbers)])) > 1:
                inputs.append(Input(str(name), numbers))
        return inputs

    def times(self, group: str) -> numpy.ndarray:
        """Start of each period."""
        return self.values(group, "time").astype("datetime64[h]")

    def period_hours(self, group: str) -> int:
        times = self.times(group)
        return int((times[1] - times[0]).astype(int)) if len(times) > 1 else 24

    def levels(self) -> numpy.ndarray:
        if not self.has("quantiles"):
            return numpy.array(LEVELS)
        return self.values("quantiles", "quantile")

    def scenario_names(self) -> list[str]:
        return self.texts("scenarios", "name")[:self.of_design]

    def input_names(self) -> list[str]:
        return [str(name) for name in self.group("inputs").data_vars]

    def combinations(self) -> list[str]:
        """The values of all inputs, for each scenario that counts."""
        columns = [[f"{value:g}" if isinstance(value, float) else str(value)
                    for value in self.values("inputs", name)[:self.of_design].tolist()]
                   for name in self.input_names()]
        return [", ".join(row) for row in zip(*columns)]

    def courses(self, name: str) -> numpy.ndarray:
        """Sums over all facilities, [scenario, period]."""
        return self.values("courses", name)[:self.of_design]

    def quantiles_of_courses(self, name: str) -> Course:
        levels = self.levels()
        return Course(levels, quantiles_of(self.courses(name), levels))

    def facility_courses(self, facility: str) -> dict[str, Course]:
        """By name: demand, and what there is of unmet and in_use."""
        levels = self.levels()
        there = [name for name in ("demand", "unmet", "in_use") if name in self.group("quantiles")]
        return {name: Course(levels, self._loaded(
            self._variable("quantiles", name).sel(facility=facility))) for name in there}

    def facility_ids(self) -> list[str]:
        return self.texts("quantiles", "facility")

    def busiest_facility(self) -> str:
        """That with the most patients at the quantile nearest the median."""
        middle = int(numpy.argmin(numpy.abs(self.levels() - 0.5)))
        demand = self._loaded(self._variable("quantiles", "demand").isel(quantile=middle))
        return self.facility_ids()[int(numpy.argmax(demand.sum(axis=1)))]

    def known_facility(self, facility: str) -> str:
        ids = self.facility_ids()
        if facility in ids:
            return facility
        near = difflib.get_close_matches(facility, ids, n=1, cutoff=0.5)
        remedy = f"did you mean '{near[0]}'?" if near else "check the id"
        raise BadSweep(f"{self._path}: has no facility '{facility}'; allowed: one of its "
                       f"{len(ids):,} facilities, such as '{ids[0]}'; {remedy}")
