#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The SIR model of many cells in NumPy, day by day, down to whole patients.

What surgeflow_bench_ensemble measures its kernel against: whole arrays of cells at a time, every
operation into an array that is there already. The same operations in the same order as the
kernel's, so that both make the same numbers.
"""

import argparse
import json
import time

import numpy as np

NEGLIGIBLE_PATIENTS = 1e-9
NUMBERS = ["susceptible", "infected", "recovery", "device_rate", "market_share"]


def run(cells: dict, rates: list, first_days: list, patients: np.ndarray) -> None:
    """Fills `patients` [day, cell] for cells whose contact rates begin on the first days."""
    susceptible, infected = cells["susceptible"].copy(), cells["infected"].copy()
    recovered = np.zeros_like(infected)
    population = susceptible + infected + recovered
    ever = (infected + recovered) * cells["device_rate"] * cells["market_share"]
    infections, recoveries, scale, before = (np.empty_like(infected) for _ in range(4))
    rate_of = dict(zip(first_days, rates))
    rate = rates[0]
    for day, row in enumerate(patients):
        rate = rate_of.get(day, rate)
        np.multiply(rate, susceptible, out=infections)
        infections *= infected
        np.multiply(cells["recovery"], infected, out=recoveries)
        susceptible -= infections
        infections -= recoveries
        infected += infections
        recovered += recoveries
        np.add(susceptible, infected, out=scale)
        scale += recovered
        np.divide(population, scale, out=scale)
        susceptible *= scale
        infected *= scale
        recovered *= scale
        ever, before = before, ever
        np.add(infected, recovered, out=ever)
        ever *= cells["device_rate"]
        ever *= cells["market_share"]
        np.subtract(ever, before, out=before)
        np.maximum(before, 0.0, out=before)
        before -= NEGLIGIBLE_PATIENTS
        np.ceil(before, out=before)
        row[:] = before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", help="arrays of doubles, one value a cell: "
                        + ", ".join(NUMBERS) + ", then a contact rate for each of the first days")
    parser.add_argument("output", help="where whole patients go, 16 bits each [day, cell]")
    parser.add_argument("--cells", type=int, required=True)
    parser.add_argument("--days", type=int, required=True)
    parser.add_argument("--at-a-time", type=int, required=True, help="cells in one array")
    parser.add_argument("--first-days", type=int, nargs="+", required=True)
    options = parser.parse_args()

    arrays = np.fromfile(options.input).reshape(-1, options.cells)
    patients = np.empty((options.days, options.cells), dtype=np.uint16)
    parts = []
    for first in range(0, options.cells, options.at_a_time):
        part = slice(first, first + options.at_a_time)
        columns = [np.ascontiguousarray(array[part]) for array in arrays]
        out = np.zeros((options.days, len(columns[0])), dtype=np.uint16)
        parts.append((part, columns, out))

    wall, processor = time.perf_counter(), time.process_time()
    for _, columns, out in parts:
        run(dict(zip(NUMBERS, columns)), columns[len(NUMBERS):], options.first_days, out)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor

    for part, _, out in parts:
        patients[:, part] = out
    patients.tofile(options.output)
    print(json.dumps({"seconds": wall, "processor_seconds": processor, "numpy": np.__version__}))


if __name__ == "__main__":
    main()
