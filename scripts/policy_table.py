#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plans a case under four policies of sharing, each with and without a reserve; prints a table.

The policies: nobody shares; facilities share within their state, within their federal region,
nationwide. Each row is one run of `surgeflow plan`, and every plan is certified. Distances are of
the shipments of the plan; money is what --per-shipment and --per-device-km say it is.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass


@dataclass
class Outcome:
    """What a plan comes to."""
    unmet: int
    devices: int
    shipments: int
    device_km: float


def policies(options):
    """Name and settings of each policy."""
    within = [("within states", options.state_column),
              ("within federal regions", options.federal_column)]
    return [("no sharing", ["sharing.scope=none"]),
            *((name, ["sharing.scope=region", f"sharing.regions={column}"])
              for name, column in within),
            ("national sharing", ["sharing.scope=all"])]


def plan(options, settings):
    """The outcome of one run; ends the script where the run fails or its plan is not proved."""
    with tempfile.TemporaryDirectory() as folder:
        summary, tables = pathlib.Path(folder, "summary.json"), pathlib.Path(folder, "tables")
        command = [options.program, "plan", str(options.case), "--quiet", "--summary", str(summary),
                   "--csv", str(tables)]
        for setting in settings:
            command += ["--set", setting]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"policy_table.py: {' '.join(command)} ended with {run.returncode}:\n{run.stderr}")
        numbers = json.loads(summary.read_text(encoding="utf-8"))
        if not numbers["certified"]:
            sys.exit(f"policy_table.py: the plan of {' '.join(command)} is not certified.")
        with open(tables / "shipments.csv", newline="", encoding="utf-8") as file:
            device_km = sum(int(row["quantity"]) * float(row["distance_km"] or 0)
                            for row in csv.DictReader(file))
    return Outcome(numbers["unmet"], numbers["units_shipped"], numbers["shipments"], device_km)


def cost(options, outcome):
    return options.per_shipment * outcome.shipments + options.per_device_km * outcome.device_km


def heading(options):
    names = ["policy", "reserve", "patients without a device", "devices moved", "shipments",
             "device-kilometres"]
    names += ["transport cost"] if options.per_shipment or options.per_device_km else []
    return "| " + " | ".join(names) + " |\n" + "| --- " * len(names) + "|"


def table_row(options, name, reserve, outcome):
    cells = [name, reserve, f"{outcome.unmet:,}", f"{outcome.devices:,}", f"{outcome.shipments:,}",
             f"{outcome.device_km:,.0f}"]
    if options.per_shipment or options.per_device_km:
        cells.append(f"{cost(options, outcome):,.0f}")
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", type=pathlib.Path, help="CASE.toml with locations of its facilities")
    parser.add_argument("--program", default="surgeflow", help="the surgeflow to run")
    parser.add_argument("--state-column", default="state", help="column of facilities.csv")
    parser.add_argument("--federal-column", default="hhs_region", help="column of facilities.csv")
    parser.add_argument("--reserve", default="0.1", help="share of a facility's devices")
    parser.add_argument("--reserve-weight", default="0.05", help="patients, each period")
    parser.add_argument("--per-shipment", type=float, default=0.0, help="money")
    parser.add_argument("--per-device-km", type=float, default=0.0, help="money")
    options = parser.parse_args()
    with_reserve = [f"rules.reserve={options.reserve}",
                    f"rules.reserve_weight={options.reserve_weight}"]
    print(heading(options))
    for name, settings in policies(options):
        for reserve, rules in (("none", []), (options.reserve, with_reserve)):
            outcome = plan(options, settings + rules)
            print(table_row(options, name, reserve, outcome), flush=True)


if __name__ == "__main__":
    main()
