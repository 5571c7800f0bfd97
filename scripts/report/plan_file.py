# SPDX-License-Identifier: Apache-2.0
"""Reads a plan file, as docs/plan-file.md describes it, and believes nothing that does not add up.

h5py and numpy alone: xarray would take a second to load and give nothing that a page needs.
"""

import datetime
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy

FORMAT, FORMAT_VERSION = "surgeflow plan", 2
REMEDY = "allowed: a file that surgeflow plan wrote"
DAMAGED = "allowed: a whole plan file; run surgeflow plan again"
PANELS = {"input": ("demand", "arrivals"),
          "plan": ("treated", "unmet", "idle", "in_use", "sent", "received"),
          "duals": ("device_value_patients",)}
COLUMNS = ("origin", "destination", "depart", "arrive", "quantity", "distance_km")
LEVEL_COLUMNS = ("reached_treated", "reached_demand", "bound_treated", "bound_demand")
STEP_COLUMNS = ("step", "blocks", "bound_treated", "treated", "gap", "seconds")
SUMMARY_TEXTS = ("status", "version", "commit", "case_sha256")
SUMMARY_NUMBERS = ("demand", "treated", "unmet", "units_shipped", "shipments", "movement_cost",
                   "bound_unmet", "gap", "facilities", "periods", "lanes", "certified")
FACILITY_COLUMNS = ("latitude", "longitude", "population", "devices", "turnaround", "in_processing")


class BadPlan(Exception):
    """What is wrong with the file or with what is asked of it, and what to do."""


@dataclass(frozen=True)
class Plan:
    """A whole plan. Panels are [facility, period]; counts are int64."""

    path: Path
    input: dict          # attributes of /input
    transit: dict        # attributes of /input/transit
    summary: dict
    provenance: dict     # options, versions, inputs, volatile
    periods: list[str]   # 2020-03-31, or 2020-03-31T12:00
    ids: list[str]
    names: list[str]     # the id where a facility has no name
    regions: list[str]
    facility: dict       # columns over facilities
    panel: dict          # demand, treated, unmet, ..., device_value [patients]
    shipments: dict      # columns over shipments
    steps: dict = field(default_factory=dict)  # columns over steps of a decomposition
    limits: dict = field(default_factory=dict)  # attributes of /limits
    fairness: dict = field(default_factory=dict)  # by; columns over groups and over levels
    weighs_gains: bool = False  # rules weigh patients or idle devices

    @property
    def item(self) -> str:
        return self.input.get("item") or "device"

    @property
    def title(self) -> str:
        return self.input.get("case_name") or self.path.stem

    @property
    def shares(self) -> bool:
        return self.transit.get("scope") != "none"

    @property
    def period_word(self) -> str:
        return "day" if self.input.get("period_hours") == 24 else "period"

    def sum_by_group(self, panel: str) -> numpy.ndarray:
        """Over the groups whose shares were made even; places without one do not count."""
        group, sums = self.fairness["group_of_facility"], self.panel[panel].sum(axis=1)
        there = group >= 0
        return numpy.bincount(group[there], sums[there],
                              len(self.fairness["group"])).astype("i8")

    def supply(self) -> numpy.ndarray:
        """Devices that a facility gains from outside its peers, [facility, period]."""
        supply = numpy.zeros_like(self.panel["demand"])
        periods = supply.shape[1]
        for row, delay in enumerate(self.facility["in_processing"]):
            if delay < periods:
                supply[row, delay:] = self.panel["arrivals"][row, :periods - delay]
        supply += self.panel["commitments"]
        if periods:
            supply[:, 0] += self.facility["devices"]
        return supply


def text_of(value) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def plain(value):
    """An attribute as Python's own types."""
    if isinstance(value, numpy.ndarray):
        return [plain(entry) for entry in value.tolist()]
    if isinstance(value, numpy.generic):
        return value.item()
    return text_of(value) if isinstance(value, bytes) else value


def attributes_of(group) -> dict:
    return {name: plain(value) for name, value in group.attrs.items()}


def content_sha256(dataset) -> str:
    """The checksum of docs/plan-file.md."""
    shape = "[" + ",".join(str(size) for size in dataset.shape or ()) + "]"
    if h5py.check_string_dtype(dataset.dtype):
        values = b"".join(bytes(text) + b"\0" for text in dataset[...].ravel())
        return hashlib.sha256(b"text" + shape.encode() + b"\n" + values).hexdigest()
    values = dataset[...].astype(dataset.dtype.newbyteorder("<")).tobytes()
    return hashlib.sha256(f"{dataset.dtype.name}{shape}\n".encode() + values).hexdigest()


class Reader:
    """An open file of the right format and version; whatever it lacks ends with BadPlan."""

    def __init__(self, path: Path, file: h5py.Group):
        self.path, self.file = path, file
        kind, version = (plain(file.attrs.get(name)) for name in ("format", "format_version"))
        if kind != FORMAT:
            seen = f"is a file of format '{kind}'" if kind else "does not say of what format it is"
            raise BadPlan(f"{path}: {seen}; {REMEDY}; check the path")
        if version != FORMAT_VERSION:
            raise BadPlan(f"{path}: is a plan file of format version {version}; allowed: "
                          f"{FORMAT_VERSION}; plan the case again with this surgeflow, or report "
                          "with the surgeflow that wrote it")

    def refuse(self, finding: str) -> BadPlan:
        return BadPlan(f"{self.path}: {finding}; {DAMAGED}")

    def dataset(self, name: str):
        found = self.file.get(name)
        if not isinstance(found, h5py.Dataset):
            raise self.refuse(f"lacks /{name}")
        stated = self.file["provenance/checksums"].attrs.get(name) \
            if "provenance/checksums" in self.file else None
        measured = name.startswith("lagrangian/") or name == "input/transit"
        if not measured and content_sha256(found) != plain(stated):
            raise self.refuse(f"/{name} is not as it was written: its checksum differs")
        return found

    def numbers(self, name: str, shape: tuple) -> numpy.ndarray:
        dataset = self.dataset(name)
        if dataset.shape != shape or dataset.dtype.kind not in "iuf":
            raise self.refuse(f"/{name} is {dataset.dtype} of shape {dataset.shape}, not numbers "
                              f"of shape {shape}")
        values = dataset[...]
        return values.astype("f8" if values.dtype.kind == "f" else "i8")

    def texts(self, name: str) -> list[str]:
        dataset = self.dataset(name)
        if not h5py.check_string_dtype(dataset.dtype) or dataset.ndim != 1:
            raise self.refuse(f"/{name} is no list of texts")
        return [text_of(text) for text in dataset[...]]

    def attributes(self, name: str) -> dict:
        if name not in self.file:
            raise self.refuse(f"lacks /{name}")
        return attributes_of(self.file[name])

    # ---- the parts of a plan ----

    def panels(self, shape: tuple) -> dict:
        panels = {name: self.numbers(f"{group}/{name}", shape)
                  for group, names in PANELS.items() for name in names}
        there = "input/commitments" in self.file
        panels["commitments"] = (self.numbers("input/commitments", shape) if there
                                 else numpy.zeros(shape, "i8"))
        scale = self.file["duals/device_value_patients"].attrs.get("scale_factor", 1.0)
        value = panels.pop("device_value_patients")
        panels["device_value"] = value if scale == 1.0 else value * float(scale)
        return panels

    def shipments(self) -> dict:
        shape = self.dataset("shipments/quantity").shape
        return {name: self.numbers(f"shipments/{name}", shape) for name in COLUMNS}

    def steps(self) -> dict:
        if "lagrangian" not in self.file:
            return {}
        shape = self.dataset("lagrangian/treated").shape
        return {name: self.texts(f"lagrangian/{name}") if name == "step"
                else self.numbers(f"lagrangian/{name}", shape) for name in STEP_COLUMNS}

    def fairness(self, facilities: int) -> dict:
        if "fairness" not in self.file:
            return {}
        groups = self.texts("fairness/group")
        levels = self.dataset("fairness/reached_treated").shape
        many = (len(groups),)
        return {"by": str(self.attributes("fairness").get("by", "")), "group": groups,
                "group_of_facility": self.numbers("limits/floor_group", (facilities,)),
                "floor": self.numbers("limits/floor", many),
                **{name: self.numbers(f"fairness/{name}", many)
                   for name in ("level_of_group", "treated_without")},
                **{name: self.numbers(f"fairness/{name}", levels) for name in LEVEL_COLUMNS}}

    def provenance(self) -> dict:
        parts = {part: self.attributes(f"provenance/{part}")
                 for part in ("versions", "inputs", "volatile")}
        return {"options": str(self.attributes("provenance").get("options", "")), **parts}

    def plan(self) -> Plan:
        ids, periods = self.texts("input/facility"), self.texts("input/period")
        names = self.texts("input/name")
        shape = (len(ids), len(periods))
        gains = self.file["input/steps"].attrs if "input/steps" in self.file else {}
        return Plan(
            path=self.path, input=self.attributes("input"),
            transit=self.attributes("input/transit"), summary=self.attributes("summary"),
            provenance=self.provenance(), periods=periods, ids=ids,
            names=[name or ids[row] for row, name in enumerate(names)],
            regions=self.texts("input/region"),
            facility={name: self.numbers(f"input/{name}", shape[:1]) for name in FACILITY_COLUMNS},
            panel=self.panels(shape), shipments=self.shipments(), steps=self.steps(),
            limits=attributes_of(self.file["limits"]) if "limits" in self.file else {},
            fairness=self.fairness(shape[0]),
            weighs_gains=any(gains.get(name, 0) for name in ("treat_steps", "hold_steps")))


def check_attributes(reader: Reader, plan: Plan) -> None:
    """What a page takes for granted, and of what kind it is."""
    for group, attributes, names, kind in (
            ("summary", plan.summary, SUMMARY_TEXTS, str),
            ("summary", plan.summary, SUMMARY_NUMBERS, (int, float)),
            ("input", plan.input, ("item", "start", "case_name", "description"), str),
            ("input", plan.input, ("period_hours",), int),
            ("input/transit", plan.transit, ("scope", "movement"), str),
            ("provenance/volatile", plan.provenance["volatile"], ("created",), str),
            ("provenance/volatile", plan.provenance["volatile"], ("ranks", "threads"), int)):
        for name in names:
            if not isinstance(attributes.get(name), kind):
                raise reader.refuse(f"/{group}@{name} is {attributes.get(name)!r}")
    for label in plan.periods:
        datetime.datetime.fromisoformat(label)
    if not plan.periods:
        raise reader.refuse("/input/period is empty")


def check_sums(reader: Reader, plan: Plan) -> None:
    """What the page says twice it must say alike."""
    panel, shipments, summary = plan.panel, plan.shipments, plan.summary
    facilities, periods = panel["demand"].shape
    for name, limit in (("origin", facilities), ("destination", facilities), ("depart", periods),
                        ("arrive", periods)):
        column = shipments[name]
        if len(column) and not 0 <= column.min() <= column.max() < limit:
            raise reader.refuse(f"/shipments/{name} is not within 0 to {limit - 1}")
    if (panel["treated"] + panel["unmet"] != panel["demand"]).any():
        raise reader.refuse("/plan/treated and /plan/unmet do not add up to /input/demand")
    for name, place, time in (("sent", "origin", "depart"), ("received", "destination", "arrive")):
        sums = numpy.zeros_like(panel[name])
        numpy.add.at(sums, (shipments[place], shipments[time]), shipments["quantity"])
        if (sums != panel[name]).any():
            raise reader.refuse(f"/plan/{name} is not what /shipments add up to")
    for name, value in (("demand", panel["demand"].sum()), ("treated", panel["treated"].sum()),
                        ("unmet", panel["unmet"].sum()), ("units_shipped", panel["sent"].sum()),
                        ("shipments", len(shipments["quantity"]))):
        if summary.get(name) != value:
            raise reader.refuse(f"/summary@{name} is {summary.get(name)}, the plan's is {value}")


def check_fairness(reader: Reader, plan: Plan) -> None:
    """Groups and levels are there, and what a group keeps is treated."""
    if not plan.fairness:
        return
    stored, levels = plan.fairness, len(plan.fairness["reached_treated"])
    groups = len(stored["group"])
    for name, least, limit in (("limits/floor_group", -1, groups),
                               ("fairness/level_of_group", 0, levels)):
        column = stored["group_of_facility" if least < 0 else "level_of_group"]
        if len(column) and not least <= column.min() <= column.max() < limit:
            raise reader.refuse(f"/{name} is not within {least} to {limit - 1}")
    for name in ("reached_demand", "bound_demand"):
        if (stored[name] < 1).any():
            raise reader.refuse(f"/fairness/{name} is below 1")
    if (plan.sum_by_group("treated") < stored["floor"]).any():
        raise reader.refuse("/plan/treated is less than a group keeps by /limits/floor")


def root_of(path: Path, file: h5py.File, item: str) -> h5py.Group:
    """What holds the plan: the file, or one of its items."""
    items = list(file["items"]) if "items" in file else []
    if item in items:
        return file["items"][item]
    if items:
        raise BadPlan(f"{path}: holds plans of several items; name one with --item: "
                      f"{', '.join(items)}")
    if item:
        raise BadPlan(f"{path}: holds no items; leave out --item")
    return file


def read(path: Path, item: str = "") -> Plan:
    """Throws BadPlan with the file, what was seen, what is allowed and a remedy."""
    if not path.exists():
        raise BadPlan(f"{path}: there is no such file; {REMEDY}; check the path")
    try:
        with h5py.File(path) as file:
            reader = Reader(path, root_of(path, file, item))
            plan = reader.plan()
            check_attributes(reader, plan)
            check_sums(reader, plan)
            check_fairness(reader, plan)
            return plan
    except (OSError, UnicodeError, KeyError, ValueError, RuntimeError) as error:
        raise BadPlan(f"{path}: can not be read as a plan file ({error}); {REMEDY}; check the "
                      "path") from error
