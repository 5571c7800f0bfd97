# SPDX-License-Identifier: Apache-2.0
"""Sweeps: scenarios as they would be planned alone, on any number of ranks, killed and resumed."""

import csv
import json
import pathlib
import random
import signal
import time

import h5py
import numpy

import surgeflow_cli as cli
from plan_content import content

COLORADO = pathlib.Path(__file__).resolve().parents[2] / "datasets" / "colorado"
# The study's other scenarios, in its words: 30 %; 50 %; 30 %, 50 % from day 15, 30 % from day 61.
STUDY = f"""
[sweep]
name = "contact reduction"
case = "{COLORADO / 'sharing.toml'}"
design = "list"

[[scenario]]
name = "30 %"
demand.contact_reduction = 0.30

[[scenario]]
name = "50 %"
demand.contact_reduction = 0.50

[[scenario]]
name = "30 %, 50 %, 30 %"
demand.contact_reduction = [[0, 0.30], [15, 0.50], [61, 0.30]]
"""
REDUCTIONS = f"""
[sweep]
case = "{COLORADO / 'sharing.toml'}"
design = "sobol"
scenarios = 200
quantiles = [0.1, 0.5, 0.9]

[[vary]]
key = "demand.contact_reduction"
distribution = "uniform"
low = 0.1
high = 0.6
"""
FEW = REDUCTIONS.replace("scenarios = 200", "scenarios = 48")
NUMBERS = ["demand", "treated", "unmet", "units_shipped", "shipments", "bound_unmet"]


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class SweepTest(cli.CliTest):
    def sweep(self, text, *arguments, **how):
        self.write("sweep.toml", text)
        return self.run_program("sweep", "sweep.toml", "-o", "out.h5", *arguments, **how)

    def taken(self, name="out.h5"):
        """The content of a sweep file, which is then deleted."""
        taken = content(self.folder / name)
        (self.folder / name).unlink()
        return taken

    def planned_alone(self, *settings):
        """The summary of a plan of the study's case."""
        for setting in settings:
            self.assertIn("=", setting)
        pairs = [word for setting in settings for word in ("--set", setting)]
        self.run_program("plan", COLORADO / "sharing.toml", *pairs, "--summary", "one.json",
                         "-o", "one.h5")
        return json.loads((self.folder / "one.json").read_text(encoding="utf-8"))

    def test_each_scenario_is_what_plan_finds(self):
        told = self.sweep(STUDY, "--csv", "rows.csv").stdout
        self.assertIn("3 scenarios of", told)
        self.assertIn("Each plan is certified optimal.", told)
        table = rows(self.folder / "rows.csv")
        self.assertEqual([row["name"] for row in table[:3]], ["30 %", "50 %", "30 %, 50 %, 30 %"])
        values = ["0.30", "0.50", "[[0, 0.30], [15, 0.50], [61, 0.30]]"]
        for row, value in zip(table, values):
            alone = self.planned_alone(f"demand.contact_reduction={value}")
            self.assertEqual({key: int(row[key]) for key in NUMBERS},
                             {key: alone[key] for key in NUMBERS})
            self.assertEqual(row["certified"], "1")
        self.assertFalse((self.folder / "out.h5.parts").exists())

    def test_quantiles_are_values_of_scenarios(self):
        self.sweep(STUDY)
        with h5py.File(self.folder / "out.h5") as file:
            levels = file["quantiles/quantile"][()]
            found = {name: file[f"quantiles/{name}"][()]
                     for name in ("demand", "unmet", "in_use", "device_value")}
            self.assertIsNone(file["scenarios/unmet"].maxshape[0])
            unmet = file["courses/unmet"][()].sum(axis=1)
            self.assertEqual(list(unmet), list(file["scenarios/unmet"][()]))
        plans = {name: [] for name in found}
        for value in ("0.30", "0.50", "[[0, 0.30], [15, 0.50], [61, 0.30]]"):
            self.planned_alone(f"demand.contact_reduction={value}")
            with h5py.File(self.folder / "one.h5") as file:
                plans["demand"].append(file["input/demand"][()])
                plans["unmet"].append(file["plan/unmet"][()])
        for name in ("demand", "unmet"):
            # Optima may differ in which patients go without; of demand there is only one.
            ordered = numpy.sort(numpy.array(plans[name]), axis=0)
            for level, panel in zip(levels, found[name]):
                rank = max(int(numpy.ceil(level * 3)), 1) - 1
                if name == "demand":
                    self.assertTrue((panel == ordered[rank]).all())
                self.assertEqual(panel.shape, ordered[rank].shape)

    def test_the_same_file_on_any_number_of_ranks_and_threads(self):
        self.sweep(FEW, "--threads", 1)
        alone = self.taken()
        for ranks, threads in ((None, 3), (2, 1), (3, 2)):
            self.sweep(FEW, "--threads", threads, ranks=ranks)
            self.assertEqual(self.taken(), alone, f"{ranks} ranks with {threads} threads")

    @cli.thorough
    def test_parts_of_a_job_array_are_brought_together(self):
        self.sweep(FEW)
        whole = self.taken()
        for part in ("2/3", "3/3", "1/3"):
            told = self.sweep(FEW, "--part", part).stdout
            self.assertIn(f"Part {part}:", told)
            self.assertFalse((self.folder / "out.h5").exists())
        self.sweep(FEW)
        self.assertEqual(self.taken(), whole)

    @cli.thorough
    def test_a_killed_sweep_ends_in_the_same_file(self):
        self.sweep(REDUCTIONS)
        whole = self.taken()
        moments = random.Random(7)
        for attempt in range(10):
            process = self.start_program("sweep", "sweep.toml", "-o", "out.h5",
                                         ranks=None if attempt % 3 else 2)
            time.sleep(0.3 + moments.random())
            process.kill()
            process.communicate(timeout=60)
            if (self.folder / "out.h5").exists():
                (self.folder / "out.h5").unlink()
        self.sweep(REDUCTIONS, ranks=2)
        self.assertEqual(self.taken(), whole)
        self.assertFalse((self.folder / "out.h5.parts").exists())

    def test_a_signal_lets_scenarios_end(self):
        self.sweep(REDUCTIONS)
        whole = self.taken()
        for sent in (signal.SIGTERM, signal.SIGUSR1):
            process = self.start_program("sweep", "sweep.toml", "-o", "out.h5", "--threads", 1)
            self.assertIn("reading", process.stderr.readline())
            time.sleep(0.3)
            process.send_signal(sent)
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, cli.INTERRUPTED, out + err)
            self.assertIn("scenarios are planned; the same command goes on from there", out)
            self.assertFalse((self.folder / "out.h5").exists())
        self.sweep(REDUCTIONS)
        self.assertEqual(self.taken(), whole)

    def test_a_time_limit_is_an_end_in_order(self):
        told = self.sweep(REDUCTIONS, "--time-limit", 0.2, expect=cli.LIMIT_REACHED).stdout
        self.assertIn("The time limit was reached:", told)
        self.assertRegex(told, r"of 20\d scenarios are planned")

    def test_a_changed_case_is_refused(self):
        case = (COLORADO / "sharing.toml").read_text(encoding="utf-8")
        for name in ("facilities.csv", "arrivals.csv"):
            self.write(name, (COLORADO / name).read_text(encoding="utf-8"))
        self.write("case.toml", case)
        text = REDUCTIONS.replace(str(COLORADO / "sharing.toml"), "case.toml")
        self.sweep(text, "--time-limit", 0.1, expect=cli.LIMIT_REACHED)
        self.write("case.toml", case + "\n# another remark\n")
        finished = self.sweep(text, expect=cli.BAD_INPUT)
        self.assertIn("changed since it was started: input case.toml", finished.stderr)
        self.write("case.toml", case)
        self.sweep(text)

    def test_a_full_disk_costs_what_was_not_written(self):
        self.write("sweep.toml", REDUCTIONS)
        self.run_program("sweep", "sweep.toml", "-o", "out.h5", "--threads", 1, ranks=1,
                         file_size_limit=40, expect=cli.BAD_INPUT)
        self.assertFalse((self.folder / "out.h5").exists())
        self.assertTrue((self.folder / "out.h5.parts").exists())
        self.sweep(REDUCTIONS)

    def test_a_dry_run_says_what_it_takes(self):
        self.write("sweep.toml", REDUCTIONS)
        told = self.run_program("sweep", "sweep.toml", "--dry-run").stdout
        for word in ("scenarios    20", "memory", "time", "sbatch --array=1-"):
            self.assertIn(word, told)
        self.assertNotIn("out.h5.parts", self.files())

    def test_demand_alone(self):
        text = REDUCTIONS.replace('design = "sobol"', 'design = "ensemble"\nplans = false')
        self.sweep(text, "--threads", 1)
        alone = self.taken()
        self.assertIn("quantiles/demand", alone)
        self.assertNotIn("quantiles/unmet", alone)
        self.sweep(text, "--threads", 2, ranks=2)
        self.assertEqual(self.taken(), alone)


if __name__ == "__main__":
    cli.main()
