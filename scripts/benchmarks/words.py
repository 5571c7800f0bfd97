# SPDX-License-Identifier: Apache-2.0
"""Figures, names and conditions as the tables say them."""

import re

NAMES = {
    "colorado-34": "Colorado, 34 counties",
    "colorado-64": "Colorado, 64 counties",
    "us-counties": "counties of the United States",
    "us-hospitals": "hospitals of the United States",
}


def instance_name(name: str) -> str:
    """An instance of the benchmarks in words: its name without suffixes, then what these say."""
    if shorter := re.fullmatch(r"(.+)-(\d+)h", name):
        return f"{instance_name(shorter[1])}, periods of {shorter[2]} hours"
    if name.endswith("-distance"):
        return f"{instance_name(name.removesuffix('-distance'))}, lanes cost their distance"
    if made_up := re.fullmatch(r"synthetic-(\d+)(?:x(\d+))?", name):
        days = f", {int(made_up[2]):,} days" if made_up[2] else ""
        return f"synthetic, {int(made_up[1]):,} facilities{days}"
    return NAMES.get(name, name)


def rounded(value: float) -> str:
    """Three significant digits below 1,000, whole numbers with commas from there on."""
    if value >= 999.5:
        return f"{float(f'{value:.3g}'):,.0f}"
    decimals = next((d for limit, d in ((99.95, 0), (9.995, 1), (0.9995, 2)) if value >= limit), 3)
    return f"{value:.{decimals}f}"


def in_units(value: float, units: list) -> str:
    """`value` in the first of the (size, name) that it reaches, or in the last."""
    size, name = next((u for u in units if value >= u[0]), units[-1])
    return f"{rounded(value / size)} {name}"


def seconds(value: float) -> str:
    return in_units(value, [(1.0, "s"), (1e-3, "ms")])


def size(value: float) -> str:
    return in_units(value, [(1e9, "GB"), (1e6, "MB")])


def row(name: str, cells: list) -> str:
    return "| " + " | ".join([name, *cells]) + " |\n"


def heading(cells: list) -> str:
    return row(cells[0], cells[1:]) + "| --- |" + " --- |" * (len(cells) - 1) + "\n"


def conditions(results: dict) -> str:
    """Where and of what one file's figures were measured."""
    machine = results["machine"]
    return (f"{machine['processor']}, {machine['cores']} cores, {size(machine['memory_bytes'])}, "
            f"{results['compiler']} {results['flags']}, commit {results['commit']}, "
            f"{results['started'][:10]}")


def load(results: dict) -> str:
    loads = [results["load_average_before"], results["load_average_after"]]
    return f"load {loads[0]:.1f} before and {loads[1]:.1f} after"
