# SPDX-License-Identifier: Apache-2.0
"""Numbers, days and findings in plain words."""

import datetime

from .plan_file import Plan

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")


def grouped(number) -> str:
    return f"{number:,}"


def counted(number: int, singular: str, plural: str = "") -> str:
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def counted_value(value: float) -> str:
    """Patients that a device saves, which may be parts of one."""
    number = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return f"{number} {'patient' if number == '1' else 'patients'}"


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in set('aeiou') else 'a'} {noun}"


def day(label: str) -> str:
    """2020-03-31 or 2020-03-31T12:00 as 31 March 2020, with the hour where there is one."""
    date = datetime.date.fromisoformat(label[:10])
    hour = f", {label[11:16]}" if len(label) > 10 else ""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}{hour}"


def go(number: int) -> str:
    return "goes" if number == 1 else "go"


def outcome(plan: Plan, alone: int) -> str:
    """The same as `surgeflow plan` says."""
    unmet, without = plan.summary["unmet"], f"without {article(plan.item)}"
    patients = counted(alone, "patient")
    if not plan.shares:
        return f"Without sharing, {counted(unmet, 'patient')} {go(unmet)} {without}."
    change = f"{abs(alone - unmet):,} {'fewer' if alone >= unmet else 'more'}"
    do = "does" if unmet == 1 else "do"
    return (f"Without sharing, {patients} {go(alone)} {without}; with this plan {unmet:,} {do}: "
            f"{change}.")


def movement(plan: Plan) -> str:
    if not plan.shares:
        return "The case allows no sharing, so no device moves."
    if not plan.summary["units_shipped"]:
        return "No device moves."
    moved = plan.summary["units_shipped"]
    return (f"{counted(moved, 'device')} {'moves' if moved == 1 else 'move'} in "
            f"{counted(plan.summary['shipments'], 'shipment')}.")


def reason_to_end(plan: Plan) -> str:
    status = plan.summary["status"]
    if status == "time_limit":
        return "The time limit was reached"
    if status != "feasible":
        return "The run was interrupted"
    if plan.fairness:
        return "The search for the fairest plan ended"
    return "The search within the limits ended" if plan.limits else "The gap asked for was reached"


def search(plan: Plan) -> str:
    """How plan and bound were found, where a decomposition found them."""
    if plan.fairness:
        how = ("The groups' shares were raised level by level, and then as many treated as the "
               "shares leave room for")
    elif plan.limits:
        how = "The plan was found by prices for what the limits restrict (Lagrangian relaxation)"
    else:
        how = "The plan was found by regions that prices join (Lagrangian relaxation)"
    return (f"{how}. After every step no plan could treat more than the bound, and the best plan "
            "so far treated what the other line says.")


def certificate(plan: Plan) -> str:
    """How good the plan is known to be."""
    summary = plan.summary
    if summary["status"] == "optimal" and not plan.fairness:
        if plan.weighs_gains:
            return ("Certified optimal: by the weights of the rules no plan can gain more, and "
                    "none that gains as much moves less.")
        if not plan.shares:
            return "Certified optimal: no plan without sharing can treat more."
        return ("Certified optimal: no plan can treat more, and none that treats as many moves "
                "less.")
    reason = reason_to_end(plan)
    kept = " that keeps these shares" if plan.fairness else ""
    if plan.weighs_gains:
        return (f"{reason} before the optimum was proved: by the weights of the rules this plan "
                f"gains at most {100 * summary['gap']:.2f} % less than the best one{kept}.")
    if summary["unmet"] == summary["bound_unmet"]:
        return f"{reason}: no plan{kept} can treat more, but one that moves less may exist."
    within = f"{kept[1:]} " if kept else "within the limits " if plan.limits else ""
    return (f"{reason} before the optimum was proved: under any plan {within}at least "
            f"{counted(summary['bound_unmet'], 'patient')} {go(summary['bound_unmet'])} without, "
            f"{summary['unmet'] - summary['bound_unmet']:,} fewer than here.")


# Settings in the words of a planner; what is not here is shown by its key alone.
ASSUMPTIONS = {
    "horizon.start": "First day of the plan",
    "horizon.periods": "Length of the plan, in periods",
    "horizon.period_hours": "Hours in a period",
    "facilities.devices_per_100k": "Devices per 100,000 inhabitants where a place states none",
    "item.name": "What is shared",
    "item.turnaround": "Periods from giving a device to a patient until it is free again",
    "item.in_processing": "Periods until a new device can be used",
    "demand.model": "Where the number of patients comes from",
    "demand.file": "File with the patients of each place and period",
    "demand.rounding": "How the forecast becomes whole patients",
    "demand.doubling_time": "Doubling time of cases before contacts are reduced, in days",
    "demand.reproduction_number": "People whom one infected person infects",
    "demand.infectious_days": "Days for which a person is infectious",
    "demand.contact_reduction": "Reduction of contacts, from which day on",
    "demand.hospitalized_rate": "Share of the infected who need a hospital",
    "demand.icu_rate": "Share of the infected who need intensive care",
    "demand.ventilated_rate": "Share of the infected who need ventilation",
    "demand.hospital_days": "Days in hospital",
    "demand.icu_days": "Days in intensive care",
    "demand.ventilator_days": "Days on a ventilator",
    "demand.market_share": "Share of the population that the places serve",
    "demand.recovered": "People who are immune at the start",
    "transit.model": "How long a shipment takes",
    "transit.km_per_period": "Kilometres that a shipment covers in a period",
    "transit.max_periods": "Longest shipment allowed, in periods",
    "objective.movement": "What counts as movement",
    "sharing.scope": "Who may send to whom",
    "solver.method": "Method",
    "solver.gap": "Gap to the optimum at which the search may stop",
}


def assumptions(plan: Plan) -> list[tuple[str, str, str]]:
    """Meaning, value and key of every setting that the plan was made with."""
    rows = []
    for line in plan.provenance["options"].splitlines():
        key, equals, value = line.partition(" = ")
        if equals and key != "case.name":
            name = key.rpartition(".")[2].replace("_", " ").capitalize()
            rows.append((ASSUMPTIONS.get(key, name), value, key))
    return rows
