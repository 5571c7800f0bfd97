# SPDX-License-Identifier: Apache-2.0
"""What follows from a plan: the world without sharing, peaks, what matters, fairness, loans."""

from collections import deque
from dataclasses import dataclass

import numpy

from .plan_file import Plan

MOST_IMPORTANT = 10


def unmet_alone(plan: Plan) -> numpy.ndarray:
    """Patients who go without where nothing is shipped, [facility, period].

    Each facility treats whom it can, as early as it can, which treats most; the proof is in
    src/flow/without_sharing.cpp.
    """
    demand, supply = plan.panel["demand"], plan.supply()
    treated = numpy.zeros_like(demand)
    rows, turnaround = numpy.arange(demand.shape[0]), plan.facility["turnaround"]
    idle = numpy.zeros(demand.shape[0], "i8")
    for t in range(demand.shape[1]):
        back = t - turnaround
        idle += supply[:, t] + numpy.where(back >= 0, treated[rows, numpy.maximum(back, 0)], 0)
        treated[:, t] = numpy.clip(numpy.minimum(idle, demand[:, t]), 0, None)
        idle -= treated[:, t]
    return demand - treated


def held_if_all_treated(plan: Plan) -> numpy.ndarray:
    """Devices that would be in use if every patient were given one at once, [period]."""
    demand = plan.panel["demand"]
    needed = numpy.zeros(demand.shape[1], "i8")
    for turnaround in numpy.unique(plan.facility["turnaround"]):
        sums = demand[plan.facility["turnaround"] == turnaround].sum(axis=0).cumsum()
        needed += sums
        needed[turnaround:] -= sums[:len(sums) - turnaround] if turnaround < len(sums) else 0
    return needed


@dataclass(frozen=True)
class Courses:
    """Sums over all facilities, [period]."""

    demand: numpy.ndarray
    unmet_alone: numpy.ndarray
    unmet: numpy.ndarray
    in_use: numpy.ndarray
    idle: numpy.ndarray
    stock: numpy.ndarray   # every device that there is, also those on the road
    needed: numpy.ndarray  # to treat everyone at once


def courses(plan: Plan, alone: numpy.ndarray) -> Courses:
    total = {name: values.sum(axis=0) for name, values in plan.panel.items()}
    return Courses(demand=total["demand"], unmet_alone=alone.sum(axis=0), unmet=total["unmet"],
                   in_use=total["in_use"], idle=total["idle"],
                   stock=plan.supply().sum(axis=0).cumsum(), needed=held_if_all_treated(plan))


def worth(plan: Plan) -> numpy.ndarray:
    """Of each shipment: its devices times what one more is worth where and when they arrive."""
    columns = plan.shipments
    return columns["quantity"] * plan.panel["device_value"][columns["destination"],
                                                           columns["arrive"]]


def most_important(plan: Plan) -> list[int]:
    """Rows of shipments: most patients at stake first, then most devices, then earliest."""
    columns = plan.shipments
    order = numpy.lexsort((columns["depart"], -columns["quantity"], -worth(plan)))
    return order[:MOST_IMPORTANT].tolist()


# ---- fairness ----

@dataclass(frozen=True)
class Spread:
    """Of the share of patients who go without, over facilities that have patients."""

    least: float
    quarter: float
    half: float
    three_quarters: float
    most: float
    gini: float  # of the share treated, facilities weighted by their patients


def gini(values: numpy.ndarray, weights: numpy.ndarray) -> float:
    """0 where all are equal, towards 1 where one has all."""
    order = numpy.argsort(values, kind="stable")
    weight, mass = weights[order].astype(float), (values * weights)[order]
    if mass.sum() == 0:
        return 0.0
    people = numpy.concatenate(([0.0], weight.cumsum() / weight.sum()))
    held = numpy.concatenate(([0.0], mass.cumsum() / mass.sum()))
    return float(1 - ((people[1:] - people[:-1]) * (held[1:] + held[:-1])).sum())


def spread(demand: numpy.ndarray, unmet: numpy.ndarray) -> Spread:
    there = demand > 0
    share = unmet[there] / demand[there]
    points = numpy.quantile(share, (0, 0.25, 0.5, 0.75, 1)) if len(share) else numpy.zeros(5)
    return Spread(*(float(point) for point in points), gini(1 - share, demand[there]))


# ---- loans ----

@dataclass(frozen=True)
class Part:
    """Devices of one shipment that have the same fate."""

    quantity: int
    kind: str              # "own" or "passed on": had been received from others before
    back: int | None       # the period in which the sender is made good; None: not within the plan
    back_from: int | None  # the facility that then sends


class Ledgers:
    """What each facility has lent and borrowed, event by event; `parts` is what is known."""

    def __init__(self, facilities: int, shipments: int):
        self.borrowed = [0] * facilities
        self.lent: list[deque] = [deque() for _ in range(facilities)]  # [shipment, not yet back]
        self.parts: list[list[Part]] = [[] for _ in range(shipments)]

    def send(self, place: int, shipment: int, quantity: int) -> None:
        passed = min(quantity, self.borrowed[place])
        self.borrowed[place] -= passed
        if passed:
            self.parts[shipment].append(Part(passed, "passed on", None, None))
        if quantity > passed:
            self.lent[place].append([shipment, quantity - passed])

    def receive(self, place: int, sender: int, time: int, quantity: int) -> None:
        lent = self.lent[place]
        while quantity and lent:
            back = min(quantity, lent[0][1])
            self.parts[lent[0][0]].append(Part(back, "own", time, sender))
            quantity -= back
            lent[0][1] -= back
            if not lent[0][1]:
                lent.popleft()
        self.borrowed[place] += quantity

    def close(self) -> list[list[Part]]:
        for lent in self.lent:
            for shipment, left in lent:
                self.parts[shipment].append(Part(left, "own", None, None))
        return self.parts


def loans(plan: Plan) -> list[list[Part]]:
    """For each shipment what becomes of its devices, as seen by its sender.

    Devices are alike and the plan follows none of them. So each facility keeps a ledger: what it
    receives makes good what it sent first; what it receives beyond that it has borrowed, and what
    it sends is borrowed devices as long as it has any. Arrivals come before departures of a period.
    """
    origin, destination, depart, arrive, quantity = (
        plan.shipments[name].tolist()
        for name in ("origin", "destination", "depart", "arrive", "quantity"))
    ledgers = Ledgers(len(plan.ids), len(quantity))
    events = [(time, 0, n) for n, time in enumerate(arrive)]
    events += [(time, 1, n) for n, time in enumerate(depart)]
    for time, departs, n in sorted(events):
        if departs:
            ledgers.send(origin[n], n, quantity[n])
        else:
            ledgers.receive(destination[n], origin[n], time, quantity[n])
    return ledgers.close()
