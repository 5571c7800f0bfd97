# SPDX-License-Identifier: Apache-2.0
"""Work orders: what leaves, to whom, why, when it comes back, for each lender and day."""

from dataclasses import dataclass

from . import cells, course, page, words
from .plan_file import Plan

HEAD = ["order", "leaves", "lender_id", "lender", "borrower_id", "borrower", "devices",
        "usable_from", "distance_km", "why", "comes_back"]


@dataclass(frozen=True)
class Order:
    number: int   # of the shipment in the plan file, from 0
    origin: int
    leaves: str
    borrower: str
    quantity: int
    usable_from: str
    why: str
    comes_back: str


def reason(plan: Plan, n: int, value: float) -> str:
    """The borrower's need while the devices would first be used, and what stays with the lender."""
    columns, panel = plan.shipments, plan.panel
    origin, borrower = int(columns["origin"][n]), int(columns["destination"][n])
    depart, arrive = int(columns["depart"][n]), int(columns["arrive"][n])
    until = arrive + int(plan.facility["turnaround"][borrower])
    patients = int(panel["demand"][borrower, arrive:until].sum())
    treated = int(panel["treated"][borrower, arrive:until].sum())
    in_words = words.counted(patients, "patient")
    idle = int(panel["idle"][origin, depart])
    return (f"{plan.names[borrower]} expects {in_words} in the "
            f"{words.counted(min(until, len(plan.periods)) - arrive, plan.period_word)} from "
            f"{words.day(plan.periods[arrive])} and, with this, treats {treated:,}; one more "
            f"device there then saves {words.counted_value(value)}. "
            f"{words.counted(idle, 'device')} {'stays' if idle == 1 else 'stay'} idle with the lender.")


def fate(plan: Plan, parts: list[course.Part]) -> str:
    """When the lender is made good; devices are alike, so any that arrive count."""
    said = []
    for part in parts:
        if part.kind == "passed on":
            said.append(f"{part.quantity:,}: borrowed before, passed on, not owed to the lender")
        elif part.back is None:
            said.append(f"{part.quantity:,}: not before the plan ends on "
                        f"{words.day(plan.periods[-1])}")
        else:
            said.append(f"{part.quantity:,}: {words.day(plan.periods[part.back])}, from "
                        f"{plan.names[part.back_from]}")
    return "; ".join(said)


def orders(plan: Plan) -> list[Order]:
    """In the order of the plan file: by departure, then lender."""
    columns, fates = plan.shipments, course.loans(plan)
    value = plan.panel["device_value"][columns["destination"], columns["arrive"]].tolist()
    return [Order(number=n, origin=int(columns["origin"][n]),
                  leaves=plan.periods[columns["depart"][n]],
                  borrower=plan.names[columns["destination"][n]],
                  quantity=int(columns["quantity"][n]),
                  usable_from=plan.periods[columns["arrive"][n]],
                  why=reason(plan, n, float(value[n])),
                  comes_back=fate(plan, fates[n]))
            for n in range(len(columns["quantity"]))]


def table(plan: Plan, listed: list[Order]) -> str:
    columns = plan.shipments
    rows = []
    for order in listed:
        borrower = int(columns["destination"][order.number])
        km = float(columns["distance_km"][order.number])
        rows.append([order.number + 1, order.leaves, plan.ids[order.origin],
                     plan.names[order.origin], plan.ids[borrower], order.borrower, order.quantity,
                     order.usable_from, "" if km != km else round(km), order.why, order.comes_back])
    return cells.csv_text(HEAD, rows)


def by_day(listed: list[Order]) -> list[tuple[str, list[Order]]]:
    days: dict[str, list[Order]] = {}
    for order in listed:
        days.setdefault(order.leaves[:10], []).append(order)
    return list(days.items())


def documents(plan: Plan) -> dict[str, str]:
    """Texts by file name. Names of files hold the lender's number alone: ids are untrusted."""
    listed = orders(plan)
    lenders: dict[int, list[Order]] = {}
    for order in listed:
        lenders.setdefault(order.origin, []).append(order)
    width = len(str(len(plan.ids)))
    file_of = {row: f"lender-{row + 1:0{width}}.html" for row in lenders}
    environment = page.environment()
    style = page.embedded(page.content_of("orders.css"))
    texts = {"work-orders.csv": table(plan, listed)}
    sheet = environment.get_template("orders.html")
    for row, own in lenders.items():
        texts[file_of[row]] = sheet.render(plan=plan, lender=row, days=by_day(own), style=style)
    index = [(day, [(row, [order for order in some if order.origin == row])
                    for row in sorted({order.origin for order in some})])
             for day, some in by_day(listed)]
    texts["index.html"] = environment.get_template("orders_index.html").render(
        plan=plan, days=index, file_of=file_of, style=style)
    return texts
