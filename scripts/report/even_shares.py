# SPDX-License-Identifier: Apache-2.0
"""The fairest plan: in which levels groups were settled, and what each group keeps."""

import numpy

from .plan_file import Plan

MOST_GROUPS = 50  # in the table; those with the smallest shares


def level_rows(plan: Plan) -> list[dict]:
    """Per level the share reached and its bound, and the groups settled there."""
    stored = plan.fairness
    settled = numpy.bincount(stored["level_of_group"], minlength=len(stored["reached_treated"]))
    return [{"number": n + 1, "settled": int(settled[n]),
             "reached": reached_treated / reached_demand, "bound": bound_treated / bound_demand,
             "treated": reached_treated, "demand": reached_demand}
            for n, (reached_treated, reached_demand, bound_treated, bound_demand) in enumerate(zip(
                *(stored[name].tolist() for name in ("reached_treated", "reached_demand",
                                                     "bound_treated", "bound_demand"))))]


def group_rows(plan: Plan) -> list[dict]:
    """Every group, from the smallest share treated to the largest."""
    stored, names = plan.fairness, group_names(plan)
    demand, treated = plan.sum_by_group("demand"), plan.sum_by_group("treated")
    rows = [{"name": names[g], "level": int(stored["level_of_group"][g]) + 1,
             "demand": int(demand[g]), "treated": int(treated[g]),
             "share": int(treated[g]) / max(1, int(demand[g])), "floor": int(stored["floor"][g]),
             "without": int(stored["treated_without"][g])} for g in range(len(names))]
    return sorted(rows, key=lambda row: row["share"])


def group_names(plan: Plan) -> list[str]:
    """Regions as they are; facilities by their names."""
    if plan.fairness["by"] != "facility":
        return plan.fairness["group"]
    name_of = dict(zip(plan.ids, plan.names))
    return [name_of.get(group, group) for group in plan.fairness["group"]]


def even_shares(plan: Plan) -> dict | None:
    """What the section says; nothing where shares were not made even, or there are no patients."""
    if not plan.fairness or not len(plan.fairness["reached_treated"]):
        return None
    groups = group_rows(plan)
    return {"by": "place" if plan.fairness["by"] == "facility" else "region",
            "levels": level_rows(plan), "groups": groups[:MOST_GROUPS], "many": len(groups),
            "price": sum(row["without"] - row["treated"] for row in groups)}
