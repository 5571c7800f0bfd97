# SPDX-License-Identifier: Apache-2.0
"""What was repaired, assumed and left out while the files were read, each by name."""

from dataclasses import dataclass, field
from enum import Enum


class Repair(Enum):
    """Kinds of repair, in the order of the report, with the rule that each one follows."""

    lost_zero = ("County codes that had lost their leading zero",
                 "A code of fewer than five digits, or with a decimal point, is a county's code "
                 "with zeros in front.")
    former_code = ("Former county codes",
                   "A county that was renamed, merged or divided since is the one that has its "
                   "place now; a divided one by population, or where a place is known by the "
                   "nearest of its parts.")
    no_code = ("Rows without a county code, found by name",
               "The county with that name in that state; accents, case, spaces and the words "
               "County, Parish, Borough, Census Area and Municipality do not matter.")
    unknown_code = ("Codes that no county has, found by name",
                    "The county with that name in that state.")
    conflicting_code = ("Codes that contradict the county's name",
                        "Of the county of that code and the county of that name, the one whose "
                        "internal point is nearer.")
    by_location = ("Rows without a usable code or name, found by their location",
                   "The county of the state whose internal point is nearest.")
    several_counties = ("Rows that cover several counties",
                        "Divided by the given table of cases where there is one, else by "
                        "population; the largest remainders make the parts whole.")
    no_location = ("Hospitals without a location",
                   "The internal point of the county.")
    other_state = ("Hospitals whose address is in another state than their county",
                   "They count for the state of their county.")
    unknown_beds = ("Hospitals whose beds are not known",
                    "The median of the known ones of the same type; of the same state where the "
                    "type has none; of all where the state has none either. Halves are rounded up.")
    no_hospital = ("Counties without a hospital",
                   "Their people and patients go to the nearest hospital, wherever it is; their "
                   "devices to the nearest hospital of their own state. Distances are great-circle "
                   "distances from the county's internal point.")
    national_ratio = ("States that the table of ratios lacks", "They have the national ratio.")
    no_network = ("Hospitals without a network", "Each is a network of its own, named by its id.")

    def __init__(self, heading: str, rule: str):
        self.heading = heading
        self.rule = rule


class Dropped(Enum):
    """Kinds of rows that are left out, in the order of the report, with the reason."""

    cases_without_county = ("Cases that belong to no county",
                            "The state reported them without a county, or for people from "
                            "elsewhere, or for a city that cuts through counties.")
    cases_outside = ("Cases outside the fifty states and the District of Columbia",
                     "Territories and ships have no county in the population file.")
    places_outside = ("Places outside the fifty states and the District of Columbia",
                      "They have no population in the population file.")
    closed = ("Hospitals that are not open", "Only hospitals whose status is OPEN have patients.")
    lines_outside = ("Lines of tables by state that belong to no state",
                     "Territories have no county in the population file.")
    unknown_hospitals = ("Lines of the table of networks for no open hospital",
                         "The hospital is closed, outside the states, or not in the file.")

    def __init__(self, heading: str, reason: str):
        self.heading = heading
        self.reason = reason


OF_HOSPITALS = {
    Repair.conflicting_code, Repair.by_location, Repair.no_location, Repair.other_state,
    Repair.unknown_beds, Repair.no_hospital, Repair.no_network, Dropped.places_outside,
    Dropped.closed, Dropped.unknown_hospitals,
}


@dataclass
class Journal:
    """The record of one build."""

    repairs: dict[Repair, list[str]] = field(default_factory=dict)
    dropped: dict[Dropped, list[str]] = field(default_factory=dict)

    def copy(self) -> "Journal":
        return Journal({kind: list(rows) for kind, rows in self.repairs.items()},
                       {kind: list(rows) for kind, rows in self.dropped.items()})

    def repaired(self, kind: Repair, row: str) -> None:
        self.repairs.setdefault(kind, []).append(row)

    def left_out(self, kind: Dropped, row: str) -> None:
        self.dropped.setdefault(kind, []).append(row)
