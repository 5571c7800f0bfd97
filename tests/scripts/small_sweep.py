# SPDX-License-Identifier: Apache-2.0
"""A sweep file as surgeflow writes it, from arrays: what tests of pictures draw."""

import h5py
import numpy

PERIODS = 4
FACILITIES = ["001", "002", "003"]
LATITUDES, LONGITUDES = [39.0, 39.5, 40.0], [-105.0, -105.5, -107.0]
LEVELS = [0.1, 0.5, 0.9]
DESIGN = 8  # scenarios that count; two more are the tornado's
NAMES = [f"scenario {n}" for n in range(DESIGN)] + ["low", "high"]
NUMBERS = {"demand": [60, 66, 70, 75, 80, 85, 90, 100, 62, 98],
           "unmet_without_sharing": [20, 23, 25, 28, 31, 34, 38, 46, 21, 44],
           "unmet": [10, 11, 13, 15, 17, 19, 22, 28, 11, 26]}
INPUTS = {"demand.reproduction_number": [1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4, 2.8, 1.3, 2.7],
          "item.turnaround": [10.0, 9.0, 12.0, 11.0, 8.0, 9.0, 7.0, 10.0, numpy.nan, numpy.nan],
          "sharing.scope": ["all"] * 10}


class SweepFile:
    """An h5py file whose groups carry the dimension scales of a sweep file."""

    def __init__(self, path, **head):
        self.file = h5py.File(path, "w")
        self.file.attrs.update({"format": "surgeflow sweep", "format_version": 1, "item": "device",
                                "design": "list", "title": "small", **head})

    def scale(self, path, values, **attributes):
        self.write(path, values, [path], **attributes)
        self.file[path].make_scale(path.rpartition("/")[2])

    def write(self, path, values, axes, **attributes):
        values = numpy.asarray(values)
        if values.dtype.kind == "U":
            values = numpy.char.encode(values, "utf-8")
        dataset = self.file.create_dataset(path, data=values)
        dataset.attrs.update(attributes)
        if values.dtype.kind == "S":
            dataset.attrs["_Encoding"] = "utf-8"
        for dimension, axis in zip(dataset.dims, axes):
            if axis != path:
                dimension.attach_scale(self.file[axis])

    def scenarios(self, group):
        self.scale(f"{group}/scenario", numpy.arange(len(NAMES), dtype="i4"))

    def facilities(self, group):
        self.scale(f"{group}/facility", FACILITIES)

    def periods(self, group):
        days = [f"2020-03-{31 - PERIODS + n:02}" for n in range(PERIODS)]
        self.scale(f"{group}/period", days)
        self.write(f"{group}/time", 24 * numpy.arange(PERIODS), [f"{group}/period"],
                   units=f"hours since {days[0]} 00:00:00", calendar="proleptic_gregorian")


def write_scenarios(file, plans):
    file.scenarios("scenarios")
    file.file["scenarios"].attrs["of_design"] = DESIGN
    file.write("scenarios/name", NAMES, ["scenarios/scenario"])
    file.scenarios("inputs")
    for name, values in INPUTS.items():
        file.write(f"inputs/{name}", values, ["inputs/scenario"])
    file.scenarios("courses")
    file.facilities("courses")
    file.periods("courses")
    for name in NUMBERS if plans else ["demand"]:
        file.write(f"scenarios/{name}", numpy.array(NUMBERS[name]), ["scenarios/scenario"])
        if name != "unmet_without_sharing":
            course = numpy.outer(NUMBERS[name], range(1, PERIODS + 1))
            file.write(f"courses/{name}", course, ["courses/scenario", "courses/period"])


def write_quantiles(file, plans):
    file.scale("quantiles/quantile", LEVELS)
    file.facilities("quantiles")
    file.periods("quantiles")
    axes = [f"quantiles/{axis}" for axis in ("quantile", "facility", "period")]
    panel = numpy.multiply.outer(range(1, 4), numpy.multiply.outer([1, 3, 2], range(PERIODS)))
    for name in ("demand", "unmet", "in_use") if plans else ("demand",):
        file.write(f"quantiles/{name}", panel.astype("i4"), axes)


def write_plans(file, places):
    file.facilities("facilities")
    axis = ["facilities/facility"]
    for name, values in {"latitude": LATITUDES, "longitude": LONGITUDES}.items():
        file.write(f"facilities/{name}", values if places else [numpy.nan] * 3, axis)
    file.write("facilities/lends", [0.0, 0.4, 1.0], axis)
    file.write("facilities/lacks", [1.0, 0.6, 0.2], axis)
    file.scale("tornado/input", list(INPUTS)[:2])
    file.file["tornado"].attrs["unmet_centre"] = 17
    for name, values in {"low_value": ["1.3", "8"], "high_value": ["2.7", "[[0, 10], [7, 12]]"],
                         "unmet_low": [11, 18], "unmet_high": [26, 16]}.items():
        file.write(f"tornado/{name}", values, ["tornado/input"])


def write_sensitivity(file):
    file.scale("sensitivity/input", list(INPUTS)[:2])
    for name, middle in {"first_order": [0.8, -0.01], "total": [0.9, 0.15]}.items():
        for end, shift in (("", 0.0), ("_low", -0.05), ("_high", 0.07)):
            file.write(f"sensitivity/{name}{end}", numpy.array(middle) + shift,
                       ["sensitivity/input"])


def write_sweep(path, plans=True, sensitivity=True, quantiles=True, places=True, **head):
    file = SweepFile(path, **head)
    with file.file:
        write_scenarios(file, plans)
        if quantiles:
            write_quantiles(file, plans)
        if plans:
            write_plans(file, places)
        if plans and sensitivity:
            write_sensitivity(file)
