# SPDX-License-Identifier: Apache-2.0
"""The same command on 1 to 4 ranks and threads: one voice, one exit code, one plan."""

import csv
import json
import os
import re
import shutil

import h5py

import surgeflow_cli as cli
from plan_content import content

class RanksTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("synth", "--facilities", 60, "--periods", 90, "--seed", 11, "-o", "case")

    def plan(self, name, ranks, threads):
        finished = self.run_program("plan", "case/case.toml", "-o", f"{name}.h5", "--summary",
                                    f"{name}.json", "--threads", threads, ranks=ranks)
        self.assertEqual(finished.stdout.count("Certified optimal"), 1)
        summary = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["ranks"], summary["threads"]), (ranks or 1, threads))
        return content(self.folder / f"{name}.h5")

    def test_the_same_plan_on_any_number_of_ranks_and_threads(self):
        first = self.plan("alone", None, 1)
        self.assertIn("plan/treated", first)
        few = [(3, 1), (None, 2), (2, 2)]
        for ranks, threads in cli.to_try(few, [*few, (1, 1), (2, 1), (4, 1), (None, 4)]):
            with self.subTest(ranks=ranks, threads=threads):
                other = self.plan(f"on-{ranks}-{threads}", ranks, threads)
                self.assertEqual(first.keys(), other.keys())
                for name, value in first.items():
                    self.assertEqual(value, other[name], name)

    def test_the_same_plan_by_regions_on_any_number_of_ranks(self):
        def plan(name, ranks, *settings):
            self.run_program("plan", "case/case.toml", "-o", f"{name}.h5", "--summary",
                             f"{name}.json", *settings, ranks=ranks)
            return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

        exact = plan("exact", None)
        by_regions = ("--set", "solver.method=lagrangian", "--set", "solver.regions=5")
        first = plan("regions", None, *by_regions)
        self.assertEqual((first["status"], first["treated"], first["movement_cost"]),
                         ("optimal", exact["treated"], exact["movement_cost"]))
        for ranks in cli.to_try([2, 4], [2, 3, 4]):
            with self.subTest(ranks=ranks):
                shared = plan(f"regions-{ranks}", ranks, *by_regions)
                self.assertLessEqual(ranks * shared["threads"], max(ranks, os.cpu_count()),
                                     "ranks share the cores")
                self.assertEqual(content(self.folder / "regions.h5"),
                                 content(self.folder / f"regions-{ranks}.h5"))

    @cli.thorough
    def test_a_stated_lane_table_is_planned_by_regions_on_any_number_of_ranks(self):
        shutil.copytree(self.folder / "case", self.folder / "stated")
        text = (self.folder / "case" / "facilities.csv").read_text(encoding="utf-8")
        ids = [row["id"] for row in csv.DictReader(text.splitlines())]
        with (self.folder / "stated" / "transit.csv").open("w", encoding="utf-8") as table:
            table.write("origin,destination,periods\n")
            for i, origin in enumerate(ids):
                for j, destination in enumerate(ids):
                    if i != j and (i + 2 * j) % 3:
                        table.write(f"{origin},{destination},{1 + (i + 5 * j) % 7}\n")
        toml = self.folder / "stated" / "case.toml"
        toml.write_text(re.sub(r'model = "geodesic"\nkm_per_period = .*', 'file = "transit.csv"',
                               toml.read_text(encoding="utf-8")), encoding="utf-8")
        settings = ("--set", "solver.method=lagrangian", "--set", "solver.regions=4")
        for name, ranks in [("one", None), ("three", 3)]:
            self.run_program("plan", "stated/case.toml", "-o", f"{name}.h5", *settings,
                             ranks=ranks)
        self.assertEqual(content(self.folder / "one.h5"), content(self.folder / "three.h5"))
        self.run_program("verify", "three.h5")

    def test_a_plan_that_can_not_be_written_ends_all_ranks(self):
        (self.folder / "out").mkdir()
        process = self.start_program("plan", "case/case.toml", "-o", "out/plan.h5", "--set",
                                     "solver.method=lagrangian", "--set", "solver.regions=5",
                                     ranks=3)
        for line in process.stderr:
            if "solving" in line:
                break
        (self.folder / "out").rmdir()
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, cli.BAD_INPUT, out + err)
        self.assertIn("Certified optimal", out, "the answer is not lost with the file")
        self.assertEqual(err.count("surgeflow plan: "), 1, err)
        self.assertIn("out", err)

    def test_a_refusal_by_all_ranks_is_said_once(self):
        finished = self.run_program("plan", "case/case.toml", "--set", "solver.method=lagrangian",
                                    "--set", "objective.movement=distance", expect=cli.BAD_INPUT,
                                    ranks=3)
        self.assertEqual(finished.stderr.count("lagrangian method does not support"), 1)

    @cli.thorough
    def test_ranks_find_in_a_changed_plan_what_one_finds(self):
        self.plan("honest", None, 1)

        def lower_a_potential(plan):
            worth = plan["duals/device_value_patients"]
            worth[40, :] = 0

        def leave_elsewhere(plan):
            origin = plan["shipments/origin"]
            origin[0] = (int(origin[0]) + 31) % 60

        def move_a_facility(plan):
            plan["input/latitude"][7] += 1.0

        for change in [lower_a_potential, leave_elsewhere, move_a_facility]:
            with self.subTest(change=change.__name__):
                shutil.copy(self.folder / "honest.h5", self.folder / "changed.h5")
                with h5py.File(self.folder / "changed.h5", "r+") as plan:
                    change(plan)
                alone, together = (self.run_program("verify", "changed.h5", ranks=ranks,
                                                    expect=cli.BAD_INPUT) for ranks in (None, 3))
                self.assertEqual(together.stdout, alone.stdout)
                self.assertIn(alone.stderr, together.stderr)

    def test_a_dry_run_counts_the_ranks(self):
        by_regions = ("plan", "case/case.toml", "--dry-run", "--set", "solver.method=lagrangian")
        text = self.run_program(*by_regions, ranks=3).stdout
        self.assertRegex(text, r"memory +about [\d.]+ MiB at the peak for 3 ranks on one machine")
        self.assertRegex(text, r"\n  root +[\d.]+ MiB\n  others +[\d.]+ MiB each, 2 ranks\n  proof ")
        self.assertNotIn("others", self.run_program(*by_regions).stdout)

    def test_every_command_speaks_once(self):
        self.plan("plan", None, 1)
        few = [("verify", "plan.h5"), ("demand", "case/case.toml"), ("plan", "--help"),
               ("export", "plan.h5", "--format", "geojson", "-o", "plan.geojson")]
        for arguments in cli.to_try(few, [*few, ("info", "plan.h5"), ("--version",), ("--help",)]):
            with self.subTest(arguments=arguments):
                alone = self.run_program(*arguments).stdout
                self.assertEqual(self.run_program(*arguments, ranks=3).stdout, alone)

    def test_a_failure_ends_every_rank_with_its_code(self):
        for code, arguments in [
                (cli.BAD_INPUT, ("plan", "absent.toml")), (cli.USAGE, ("paln",)),
                (cli.BAD_INPUT, ("verify", "case/case.toml")),
                (cli.LIMIT_REACHED, ("plan", "case/case.toml", "--time-limit", "0"))]:
            for ranks in cli.to_try([3], [2, 3]):
                with self.subTest(arguments=arguments, ranks=ranks):
                    finished = self.run_program(*arguments, expect=code, ranks=ranks)
                    self.assertLessEqual(finished.stderr.count("surgeflow: unknown command"), 1)


if __name__ == "__main__":
    cli.main()
