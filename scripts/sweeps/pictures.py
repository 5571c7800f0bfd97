# SPDX-License-Identifier: Apache-2.0
"""Which pictures a sweep has, and from which of its numbers each is drawn."""

import numpy

from . import figures
from .results import Sweep

MOST_SCENARIOS_IN_ROWS = 40
MOST_SCENARIOS_AS_LINES = 7


class NotDrawn(Exception):
    """What the sweep lacks for a picture."""


def labels(sweep: Sweep, group: str) -> dict[str, str]:
    period = figures.per_period(sweep.period_hours(group))
    return {"demand": f"new patients {period}", "unmet": f"without a {sweep.item} {period}",
            "in_use": f"{sweep.item}s in use"}


def over_scenarios(sweep: Sweep) -> str:
    return f"quantiles over {sweep.of_design:,} scenarios"


def courses(sweep: Sweep):
    if not sweep.has("courses"):
        raise NotDrawn("the sweep has no courses over time")
    names = ("demand", "unmet") if sweep.has_plans else ("demand",)
    times, words = sweep.times("courses"), labels(sweep, "courses")
    if sweep.of_design <= MOST_SCENARIOS_AS_LINES:
        return figures.lines(times, {name: sweep.courses(name) for name in names}, words,
                             sweep.scenario_names(), "all facilities")
    return figures.fans(times, {name: sweep.quantiles_of_courses(name) for name in names}, words,
                        f"all facilities, {over_scenarios(sweep)}")


def facility_courses(sweep: Sweep, asked: str | None):
    if not sweep.has("quantiles"):
        raise NotDrawn("the sweep has no quantiles")
    facility = sweep.known_facility(asked) if asked is not None else sweep.busiest_facility()
    return figures.fans(sweep.times("quantiles"), sweep.facility_courses(facility),
                        labels(sweep, "quantiles"),
                        f"facility {facility}, {over_scenarios(sweep)}")


def unmet_words(sweep: Sweep) -> str:
    return f"patients without a {sweep.item}"


def by_input(sweep: Sweep):
    inputs = sweep.numeric_inputs()
    if not inputs:
        raise NotDrawn("no input is a number that differs between scenarios")
    if not sweep.has_plans:
        return figures.against_inputs(inputs, {"demand": sweep.number("demand")},
                                      f"patients who need a {sweep.item}")
    return figures.against_inputs(
        inputs, {"without sharing": sweep.number("unmet_without_sharing"),
                 "with sharing": sweep.number("unmet")}, unmet_words(sweep))


def by_scenario(sweep: Sweep):
    if sweep.of_design > MOST_SCENARIOS_IN_ROWS:
        raise NotDrawn(f"{sweep.of_design:,} scenarios are more than {MOST_SCENARIOS_IN_ROWS}")
    if sweep.design not in ("list", "grid"):
        raise NotDrawn("scenarios that are drawn have no names")
    is_list = sweep.design == "list"
    return figures.by_scenario(
        sweep.scenario_names() if is_list else sweep.combinations(),
        sweep.number("unmet_without_sharing"), sweep.number("unmet"), unmet_words(sweep),
        "" if is_list else ", ".join(sweep.input_names()))


def tornado(sweep: Sweep):
    if not sweep.has("tornado"):
        raise NotDrawn("no input was varied alone")
    columns = ([sweep.texts("tornado", name) for name in ("input", "low_value", "high_value")] +
               [map(int, sweep.values("tornado", name)) for name in ("unmet_low", "unmet_high")])
    return figures.tornado([figures.TornadoBar(*row) for row in zip(*columns)],
                           int(sweep.group("tornado").attrs["unmet_centre"]), unmet_words(sweep))


def sensitivity(sweep: Sweep):
    if not sweep.has("sensitivity"):
        raise NotDrawn('Sobol\' indices need design = "saltelli"')
    indices = [tuple(sweep.values("sensitivity", name + end) for end in ("", "_low", "_high"))
               for name in ("first_order", "total")]
    return figures.sobol_indices(sweep.texts("sensitivity", "input"), *indices)


def lending_map(sweep: Sweep):
    if not sweep.has("facilities"):
        raise NotDrawn("the sweep does not say who lends and lacks")
    latitude, longitude, lends, lacks = (sweep.values("facilities", name) for name in
                                         ("latitude", "longitude", "lends", "lacks"))
    placed = ~(numpy.isnan(latitude) | numpy.isnan(longitude))
    if not placed.any():
        raise NotDrawn("no facility has a latitude and a longitude")
    return figures.lending_map(latitude[placed], longitude[placed],
                               {f"lends {sweep.item}s": lends[placed],
                                f"lacks {sweep.item}s": lacks[placed]})


def _by_name(sweep: Sweep, facility: str | None) -> dict:
    """What draws each picture, by file name."""
    drawn = {"courses.svg": courses,
             "facility.svg": lambda sweep: facility_courses(sweep, facility)}
    if not sweep.has_plans:
        return drawn | {"demand-by-input.svg": by_input}
    return drawn | {"unmet-by-input.svg": by_input, "unmet-by-scenario.svg": by_scenario,
                    "tornado.svg": tornado, "sensitivity.svg": sensitivity, "map.svg": lending_map}


def draw(sweep: Sweep, facility: str | None):
    """Figures by file name, and why those that are missing were not drawn."""
    drawn, missing = {}, {}
    for name, picture in _by_name(sweep, facility).items():
        try:
            drawn[name] = picture(sweep)
        except NotDrawn as reason:
            missing[name] = str(reason)
    return drawn, missing
