# SPDX-License-Identifier: Apache-2.0
"""Turns counties and hospitals into facilities: people, patients and devices of each."""

import math
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from national.counties import Counties, County
from national.hospitals import Hospital
from national.journal import Journal, Repair
from national.shares import Nearest, largest_remainder, nearest, unit_vector
from national.states import HHS_REGION_OF


@dataclass(frozen=True)
class Ratios:
    """People in hospital per confirmed case."""

    national: Fraction
    by_state: dict[str, Fraction]

    def of(self, state: str) -> Fraction:
        return self.by_state.get(state, self.national)


@dataclass(frozen=True)
class Devices:
    """Devices of a state, or, where the table is empty, for 100,000 inhabitants."""

    per_100k: float
    by_state: dict[str, int]


@dataclass
class Facility:
    """One line of facilities.csv; `devices` is None where the program is to compute them."""

    id: str
    name: str
    latitude: str
    longitude: str
    state: str
    population: int = 0
    hospitalized: Fraction = Fraction(0)
    devices: int | None = None
    details: dict[str, str] = field(default_factory=dict)

    @property
    def hhs_region(self) -> str:
        return HHS_REGION_OF[self.state]

    @property
    def hospitalized_text(self) -> str:
        """To ten decimals."""
        exact = Decimal(self.hospitalized.numerator) / Decimal(self.hospitalized.denominator)
        return f"{exact.quantize(Decimal('0.0000000001'), rounding=ROUND_HALF_EVEN):f}"


def county_facilities(counties: Counties, cases: dict[str, int], ratios: Ratios,
                      devices: Devices) -> list[Facility]:
    """One facility for each county."""
    stated = _devices_by_state(counties, devices)
    return [Facility(id=c.code, name=f"{c.name}, {c.state}", latitude=c.latitude,
                     longitude=c.longitude, state=c.state, population=c.population,
                     hospitalized=cases[c.code] * ratios.of(c.state), devices=stated.get(c.code),
                     details={"cases": str(cases[c.code])})
            for c in counties.all]


def _devices_by_state(counties: Counties, devices: Devices) -> dict[str, int]:
    """A state's devices over its counties by population; empty without a table."""
    stated = {}
    for state, total in devices.by_state.items():
        own = counties.of_state(state)
        parts = largest_remainder(total, [county.population for county in own])
        stated.update((county.code, part) for county, part in zip(own, parts))
    return stated


def whole_devices(facility: Facility, per_100k: float) -> int:
    """What the program makes of `devices_per_100k`: the nearest whole number, halves up."""
    if facility.devices is not None:
        return facility.devices
    return math.floor(facility.population * per_100k / 100_000.0 + 0.5)


def hospital_facilities(counties: Counties, hospitals: list[Hospital], of_county: list[Facility],
                        per_100k: float, journal: Journal) -> list[Facility]:
    """One facility for each hospital; the counties' people, patients and devices divided."""
    facilities = [Facility(id=h.id, name=h.name, latitude=h.latitude, longitude=h.longitude,
                           state=h.state, devices=0,
                           details={"county": h.county, "type": h.kind, "beds": str(h.beds)})
                  for h in hospitals]
    inside: dict[str, list[int]] = {}
    for index, hospital in enumerate(hospitals):
        inside.setdefault(hospital.county, []).append(index)
    search = _Search(hospitals)
    for county, source in zip(counties.all, of_county):
        owned = whole_devices(source, per_100k)
        own = inside.get(county.code)
        for_people, for_devices = (own, own) if own else search.receivers(county, journal)
        weights = [hospitals[n].beds for n in for_people]
        people = largest_remainder(source.population, weights)
        for n, weight, part in zip(for_people, weights, people):
            facilities[n].population += part
            facilities[n].hospitalized += source.hospitalized * Fraction(weight, sum(weights))
        parts = largest_remainder(owned, [hospitals[n].beds for n in for_devices])
        for n, part in zip(for_devices, parts):
            facilities[n].devices += part
    return facilities


class _Search:
    """Nearest hospitals, of all and of a state."""

    def __init__(self, hospitals: list[Hospital]):
        self._hospitals = hospitals
        self._vectors = [unit_vector(*hospital.point) for hospital in hospitals]
        self._of_state: dict[str, list[int]] = {}
        for index, hospital in enumerate(hospitals):
            self._of_state.setdefault(hospital.state, []).append(index)

    def receivers(self, county: County, journal: Journal) -> tuple[list[int], list[int]]:
        """Where people and where devices of a county without a hospital go."""
        anywhere = nearest(county.point, self._vectors)
        own = self._of_state.get(county.state)
        if own:
            found = nearest(county.point, [self._vectors[n] for n in own])
            in_state = Nearest(own[found.index], found.distance_km)
        else:
            in_state = anywhere  # a state without any hospital
        hospital = self._hospitals[anywhere.index]
        row = f"{county.label}: {hospital.label}, {anywhere.distance_km:.0f} km"
        if in_state.index != anywhere.index:
            row += (f"; devices to {self._hospitals[in_state.index].label}, "
                    f"{in_state.distance_km:.0f} km")
        journal.repaired(Repair.no_hospital, row)
        return [anywhere.index], [in_state.index]


def too_many_infected(facilities: list[Facility], hospitalized_rate: Fraction) -> list[Facility]:
    """Facilities whose infected on the first day would be all of their people, or more."""
    return [f for f in facilities if f.hospitalized and
            Fraction(f.hospitalized_text) >= f.population * hospitalized_rate]
