# SPDX-License-Identifier: Apache-2.0
"""The page: what stands in it, put into page.html with style.css and the script, page_*.js.

The page needs nothing but itself. Its script and style are named in the content security policy by
their hashes, so that nothing else runs even if a text should slip past escaping; texts of the case
reach the page through Jinja's escaping, or as JSON that the script shows by textContent.
"""

import base64
import hashlib
import shlex
from dataclasses import asdict
from pathlib import Path

import jinja2
import numpy
from markupsafe import Markup

from . import cells, charts, course, places, words
from .even_shares import even_shares
from .plan_file import Plan

HERE = Path(__file__).resolve().parent
SCRIPT = ("page_shared.js", "page_map.js", "page_table.js", "page_start.js")
MOST_GROUPS = 20   # of the matrix; the rest is one group
MOST_LENDERS = 10  # of the first day, on top of the page
MOST_BORROWERS = 6  # of a lender there
OTHERS = "all others"


def environment() -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True,
                              undefined=jinja2.StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True)
    made.filters.update(grouped=words.grouped, percent=words.percent, day=words.day)
    made.globals.update(counted=words.counted)
    return made


def content_of(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def embedded(text: str) -> dict:
    """A text and its hash for the policy; it holds no end tag, a test sees to it."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"text": Markup(text), "hash": f"sha256-{digest}"}


def script() -> str:
    """The parts share one scope of their own."""
    return '"use strict";\n(() => {\n' + "".join(map(content_of, SCRIPT)) + "})();\n"


# ---- sections ----

def shipment_rows(plan: Plan, rows: list[int]) -> list[dict]:
    columns, worth = plan.shipments, course.worth(plan)
    return [{"depart": plan.periods[columns["depart"][n]],
             "arrive": plan.periods[columns["arrive"][n]],
             "origin": plan.names[columns["origin"][n]],
             "destination": plan.names[columns["destination"][n]],
             "quantity": int(columns["quantity"][n]), "worth": round(float(worth[n]), 1)}
            for n in rows]


def sending(plan: Plan, rows: list[int]) -> list[dict]:
    """Who sends how many to whom, of these shipments; those who send most first."""
    columns = plan.shipments
    lenders: dict[int, dict[int, int]] = {}
    for n in rows:
        to = lenders.setdefault(int(columns["origin"][n]), {})
        borrower = int(columns["destination"][n])
        to[borrower] = to.get(borrower, 0) + int(columns["quantity"][n])
    listed = []
    for lender, to in sorted(lenders.items(), key=lambda entry: -sum(entry[1].values())):
        most = sorted(to.items(), key=lambda entry: -entry[1])
        listed.append({"name": plan.names[lender], "quantity": sum(to.values()),
                       "to": [(plan.names[borrower], quantity)
                              for borrower, quantity in most[:MOST_BORROWERS]],
                       "more": max(0, len(most) - MOST_BORROWERS),
                       "more_quantity": sum(quantity for _, quantity in most[MOST_BORROWERS:])})
    return listed


def first_day(plan: Plan) -> dict:
    """What leaves on the plan's first day, and when the next devices leave."""
    day = plan.periods[0][:10]
    columns = plan.shipments
    dates = [plan.periods[t][:10] for t in columns["depart"].tolist()]
    rows = [n for n, date in enumerate(dates) if date == day]
    lenders = sending(plan, rows)
    later = [date for date in dates if date != day]
    return {"day": day, "rows": lenders[:MOST_LENDERS], "shipments": len(rows),
            "devices": int(columns["quantity"][rows].sum()) if rows else 0,
            "lenders": len(lenders),
            "next": later[0] if later else None,
            "next_shipments": later.count(later[0]) if later else 0}


def peaks(plan: Plan, sums: course.Courses) -> dict:
    worst, busiest, most, neediest = (int(values.argmax()) for values in
                                      (sums.unmet, sums.in_use, sums.demand, sums.needed))
    return {"unmet": int(sums.unmet[worst]), "unmet_day": plan.periods[worst],
            "unmet_index": worst,
            "in_use": int(sums.in_use[busiest]), "in_use_day": plan.periods[busiest],
            "stock": int(sums.stock[busiest]), "demand": int(sums.demand[most]),
            "demand_day": plan.periods[most], "needed": int(sums.needed[neediest]),
            "needed_day": plan.periods[neediest], "needed_stock": int(sums.stock[neediest])}


def supply_chart(plan: Plan, sums: course.Courses) -> Markup:
    top = peaks(plan, sums)
    lines = [charts.Line("needed to treat all", sums.needed, "b"),
             charts.Line("stock", sums.stock, "c", stepped=True),
             charts.Line("in use", sums.in_use, "a", area=True)]
    return charts.lines_chart(
        lines, charts.by_period(plan.periods, lines),
        "Devices needed, in stock and in use, by day. At most "
        f"{top['needed']:,} devices would be needed to treat everyone, on "
        f"{words.day(top['needed_day'])}; at most {top['in_use']:,} are in use, on "
        f"{words.day(top['in_use_day'])}.")


def patients_chart(plan: Plan, sums: course.Courses) -> Markup:
    top = peaks(plan, sums)
    lines = [charts.Line("new patients", sums.demand, "c")]
    if plan.shares:
        lines.append(charts.Line("untreated, no sharing", sums.unmet_alone, "b"))
    lines.append(charts.Line("untreated, this plan", sums.unmet, "a", area=True))
    return charts.lines_chart(
        lines, charts.by_period(plan.periods, lines),
        "New patients and patients without a device, by day. Most go without on "
        f"{words.day(top['unmet_day'])}: {top['unmet']:,}.")


def shares_chart(plan: Plan, before: numpy.ndarray, after: numpy.ndarray) -> Markup:
    """Shares without a device, place by place in ascending order."""
    lines = [charts.Line("this plan", numpy.sort(after) * 100, "a")]
    if plan.shares:
        lines.insert(0, charts.Line("no sharing", numpy.sort(before) * 100, "b"))
    ticks = [charts.Tick(25 * n, f"{25 * n} %") for n in range(1, 4)]
    return charts.lines_chart(
        lines, charts.Scale(ticks, 100, [0, 25, 50, 75, 100], lambda value: f"{value:g} %"),
        "Share of patients without a device, places in ascending order. Half of the places leave "
        f"more than {words.percent(float(numpy.median(after)))} of their patients without.")


def equity(plan: Plan, alone: numpy.ndarray) -> dict:
    """How evenly places fare; a place without patients does not count."""
    demand, before, after = (panel.sum(axis=1)
                             for panel in (plan.panel["demand"], alone, plan.panel["unmet"]))
    there = demand > 0
    chart = shares_chart(plan, before[there] / demand[there], after[there] / demand[there]) \
        if there.any() else None
    return {"before": asdict(course.spread(demand, before)),
            "after": asdict(course.spread(demand, after)), "chart": chart,
            "places": int(there.sum()), "better": int((after < before).sum()),
            "same": int((after[there] == before[there]).sum()),
            "worse": int((after > before).sum()),
            "regions": by_region(plan, demand, before, after)}


def by_region(plan: Plan, demand, before, after) -> list[dict]:
    """Sums over regions; nothing where there are fewer than two."""
    names = sorted(set(plan.regions))
    if len(names) < 2:
        return []
    member = numpy.array([names.index(region) for region in plan.regions])
    sums = [numpy.bincount(member, values, len(names)).astype("i8").tolist()
            for values in (demand, before, after, plan.panel["sent"].sum(axis=1),
                           plan.panel["received"].sum(axis=1))]
    return [{"name": name or "no region", "demand": row[0], "alone": row[1], "unmet": row[2],
             "sent": row[3], "received": row[4]} for name, row in zip(names, zip(*sums))]


def matrix(plan: Plan) -> dict | None:
    """Devices between regions, or between places where there are no regions."""
    columns = plan.shipments
    if not len(columns["quantity"]):
        return None
    by_regions = len(set(plan.regions)) > 1
    groups = [region or "no region" for region in plan.regions] if by_regions else plan.names
    # Two places may have one name; regions of one name are one.
    keys = groups if by_regions else list(range(len(groups)))
    volume: dict = {}
    for place in ("origin", "destination"):
        for row, quantity in zip(columns[place].tolist(), columns["quantity"].tolist()):
            volume[keys[row]] = volume.get(keys[row], 0) + quantity
    shown = sorted(volume, key=lambda key: (-volume[key], str(key)))
    if len(shown) > MOST_GROUPS + 1:
        shown = shown[:MOST_GROUPS] + [OTHERS]
    place_of = {key: n for n, key in enumerate(shown)}
    at = [place_of.get(key, len(shown) - 1) for key in keys]
    table = numpy.zeros((len(shown), len(shown)), "i8")
    for origin, destination, quantity in zip(*(columns[name].tolist() for name in
                                               ("origin", "destination", "quantity"))):
        table[at[origin], at[destination]] += quantity
    names = [str(key) if by_regions or key is OTHERS else groups[key] for key in shown]
    return {"names": names, "rows": [shaded(row, int(table.max())) for row in table.tolist()],
            "out": table.sum(axis=1).tolist(), "in": table.sum(axis=0).tolist(),
            "total": int(table.sum()), "kind": "regions" if by_regions else "places",
            "rest": len(volume) - MOST_GROUPS if OTHERS in names else 0}


def shaded(row: list[int], most: int) -> list[tuple[int, int]]:
    """Each number with its shade, 0 to 6 by square roots."""
    return [(value, int(numpy.ceil(6 * (value / most) ** 0.5)) if value else 0) for value in row]


def convergence(plan: Plan) -> dict | None:
    steps = plan.steps
    if not steps or not len(steps["treated"]):
        return None
    elapsed = numpy.cumsum(steps["seconds"])
    low, high = float(steps["treated"].min()), float(steps["bound_treated"].max())
    levels = [low + (high - low) * n / 4 for n in range(5)] if high > low else [low - 1, low + 1]
    chart = charts.lines_chart(
        [charts.Line("bound", steps["bound_treated"], "b"),
         charts.Line("best plan", steps["treated"], "a")],
        charts.Scale([charts.Tick(n, f"step {n + 1}") for n in range(len(elapsed))],
                     len(elapsed) - 1, levels, lambda value: f"{value:,.0f}"),
        "Bound on patients treated and best plan, step by step. They end "
        f"{int(steps['bound_treated'][-1] - steps['treated'][-1]):,} patients apart.")
    rows = [{"number": n + 1, "step": steps["step"][n], "blocks": int(steps["blocks"][n]),
             "bound": int(steps["bound_treated"][n]), "treated": int(steps["treated"][n]),
             "gap": float(steps["gap"][n]), "elapsed": float(elapsed[n])}
            for n in range(len(elapsed))]
    return {"chart": chart, "rows": rows}


def days_choices(plan: Plan) -> list[tuple[str, str]]:
    choices = [("unmet", f"patients without {words.article(plan.item)}"),
               ("unmet_alone", "the same without sharing"),
               ("in_use", "devices in use"), ("idle", "idle devices")]
    return choices if plan.shares else [choices[0], *choices[2:]]


def command(plan: Plan) -> str:
    line = plan.provenance["volatile"].get("command", [])
    return shlex.join(line) if isinstance(line, list) else str(line)


# ---- data for the script ----

def map_data(plan: Plan, alone: numpy.ndarray, drawn: places.Map | None) -> dict:
    """Panels by the names that page.html gives to the choices of the maps."""
    scale = 1 if plan.panel["device_value"].dtype.kind == "i" else 100
    panels = {"unmet": plan.panel["unmet"], "unmet_alone": alone, "in_use": plan.panel["in_use"],
              "idle": plan.panel["idle"],
              "device_value": numpy.rint(plan.panel["device_value"] * scale)}
    return {"width": places.WIDTH, "height": drawn.height, "shapes": drawn.shapes,
            "points": drawn.points, "background": drawn.background, "borders": drawn.borders,
            "panels": {name: {"scale": scale if name == "device_value" else 1,
                              "data": cells.packed(values)} for name, values in panels.items()}}


def page_data(plan: Plan, alone: numpy.ndarray, drawn: places.Map | None) -> dict:
    columns = plan.shipments
    distance = [None if numpy.isnan(km) else round(km) for km in columns["distance_km"].tolist()]
    demand = plan.panel["demand"].sum(axis=1)
    return {"title": plan.title, "periods": plan.periods, "ids": plan.ids, "names": plan.names,
            "regions": plan.regions if any(plan.regions) else None,
            "map": map_data(plan, alone, drawn) if drawn else None,
            "shipments": {**{name: columns[name].tolist() for name in
                             ("origin", "destination", "depart", "arrive", "quantity")},
                          "distance": distance,
                          "worth": numpy.round(course.worth(plan), 1).tolist()},
            "places": {"devices": plan.facility["devices"].tolist(), "patients": demand.tolist(),
                       "alone": alone.sum(axis=1).tolist(),
                       "unmet": plan.panel["unmet"].sum(axis=1).tolist(),
                       "sent": plan.panel["sent"].sum(axis=1).tolist(),
                       "received": plan.panel["received"].sum(axis=1).tolist()}}


def sections(plan: Plan) -> list[tuple[str, str]]:
    """Anchors of the page, in order."""
    listed = [("answer", "Answer"), ("map", "Map"), ("supply", "Need and stock"),
              ("flows", "Who sends to whom"), ("schedule", "Schedule"),
              ("worth", "Worth of a device"), ("equity", "Equity"),
              ("fairness", "Even shares"), ("convergence", "Bound"),
              ("assumptions", "Assumptions"),
              ("certificate", "Certificate"), ("provenance", "Provenance")]
    there = {"convergence": bool(plan.steps), "fairness": even_shares(plan) is not None}
    return [section for section in listed if there.get(section[0], True)]


def answer(plan: Plan, alone: numpy.ndarray, sums: course.Courses) -> dict:
    """What stands on top of the page."""
    total = int(alone.sum())
    return {"summary": plan.summary, "alone": total, "outcome": words.outcome(plan, total),
            "movement": words.movement(plan), "certificate": words.certificate(plan),
            "certified": plan.summary["certified"] == 1, "peak": peaks(plan, sums),
            "devices": int(sums.stock[-1]), "tomorrow": first_day(plan),
            "important": shipment_rows(plan, course.most_important(plan))}


def below(plan: Plan, alone: numpy.ndarray, sums: course.Courses) -> dict:
    """What stands below it."""
    fair = equity(plan, alone)
    rows = [("without sharing", fair["before"])]
    if plan.shares:
        rows.append(("with this plan", fair["after"]))
    return {"days_choices": days_choices(plan), "supply_chart": supply_chart(plan, sums),
            "patients_chart": patients_chart(plan, sums), "matrix": matrix(plan), "equity": fair,
            "equity_rows": rows, "even_shares": even_shares(plan), "convergence": convergence(plan),
            "search": words.search(plan),
            "assumptions": words.assumptions(plan), "command": command(plan)}


def render(plan: Plan) -> str:
    """The page as text; the same plan gives the same text."""
    alone, drawn = course.unmet_alone(plan), places.draw(plan)
    sums = course.courses(plan, alone)
    return environment().get_template("page.html").render(
        plan=plan, sections=sections(plan), drawn=drawn,
        unplaced=sum(not point for point in drawn.points) if drawn else 0,
        style=embedded(content_of("style.css")), script=embedded(script()),
        data=cells.json_for_script(page_data(plan, alone, drawn)),
        **answer(plan, alone, sums), **below(plan, alone, sums))
