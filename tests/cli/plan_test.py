# SPDX-License-Identifier: Apache-2.0
"""surgeflow plan: the answer, the files, the limits."""

import json
import re
import resource

import h5py

import surgeflow_cli as cli

SUMMARY_KEYS = [
    "status", "demand", "treated", "unmet", "units_shipped", "shipments", "movement_cost",
    "bound_unmet", "gap", "facilities", "periods", "lanes", "regions", "iterations", "seconds",
    "peak_rss_bytes", "ranks", "threads", "certified", "equity", "version", "commit", "case_sha256"]


class PlanTest(cli.CliTest):
    def summary_of(self, *arguments, expect=cli.DONE):
        self.run_program("plan", self.case, "--summary", "summary.json", *arguments, expect=expect)
        return json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))

    def test_says_the_answer(self):
        text = self.run_program("plan", self.case).stdout
        self.assertIn("Without sharing 5 patients go without a ventilator; with sharing 1 "
                      "(4 fewer).", text)
        self.assertIn("2 devices move in 1 shipment.", text)
        self.assertIn("Certified optimal", text)
        self.assertEqual(self.files(), ["case.toml", "demand.csv", "facilities.csv", "transit.csv"])

    def test_summary(self):
        summary = self.summary_of("--threads", "1")
        self.assertEqual(list(summary), SUMMARY_KEYS)
        self.assertEqual(list(summary["seconds"]), ["total", "load", "demand", "transit", "solve",
                                                    "verify", "write"])
        expected = {
            "status": "optimal", "demand": 6, "treated": 5, "unmet": 1, "units_shipped": 2,
            "shipments": 1, "movement_cost": 2, "bound_unmet": 1, "gap": 0.0, "facilities": 3,
            "periods": 6, "lanes": 3, "regions": 2, "ranks": 1, "threads": 1, "certified": True}
        self.assertEqual({key: summary[key] for key in expected}, expected)
        self.assertGreater(summary["peak_rss_bytes"], 1 << 20)
        self.assertRegex(summary["case_sha256"], "^[0-9a-f]{64}$")
        self.assertGreaterEqual(summary["seconds"]["total"], summary["seconds"]["solve"])

    def test_plan_file(self):
        self.run_program("plan", self.case, "-o", "plan.h5")
        with h5py.File(self.folder / "plan.h5") as plan:
            self.assertEqual(plan["plan/treated"][1].tolist(), [0, 2, 0, 2, 0, 0])
            self.assertEqual(plan["shipments/quantity"][:].tolist(), [2])
            self.assertEqual(plan["shipments/depart"][:].tolist(), [0])
            self.assertEqual(plan["shipments/arrive"][:].tolist(), [1])
            self.assertEqual(plan["summary"].attrs["unmet"], 1)
            self.assertIn("item.turnaround = 2", plan["provenance"].attrs["options"])
        self.assertNotIn("partial", " ".join(self.files()))

    def test_tables(self):
        self.run_program("plan", self.case, "--csv", "new/tables")
        self.assertTrue((self.folder / "new/tables/shipments.csv").is_file())

    def test_settings_can_be_changed(self):
        summary = self.summary_of("--set", "sharing.scope=none", "--set", "case.name=alone")
        self.assertEqual((summary["unmet"], summary["units_shipped"], summary["lanes"]), (5, 0, 0))
        text = self.run_program("plan", "--set", "sharing.scope=none", self.case).stdout
        self.assertIn("Without sharing 5 patients go without", text)
        self.assertNotIn("move", text)

    def test_a_setting_may_be_a_list(self):
        schedule = "demand.contact_reduction=[[0, 0.30], [15, 0.50]]"
        self.run_program("plan", self.case, "--set", "sharing.scope=all", f"--set={schedule}")

    def test_facilities_may_have_their_own_in_processing(self):
        # A device that arrives at Bend on day 0 and is usable at once treats on days 1 and 3; with
        # the case's four days it comes too late for both.
        facilities = cli.FACILITIES.splitlines()
        rows = [facilities[0] + ",in_processing"] + [row + "," for row in facilities[1:]]
        self.write("arrivals.csv", "facility,period,devices\n002,0,1\n")
        arguments = ["--set", "arrivals.file=arrivals.csv", "--set", "item.in_processing=4",
                     "--set", "sharing.scope=none", "-o", "plan.h5"]
        self.write("facilities.csv", "\n".join(rows) + "\n")
        self.assertEqual(self.summary_of(*arguments)["unmet"], 5)
        rows[2] += "0"
        self.write("facilities.csv", "\n".join(rows) + "\n")
        self.assertEqual(self.summary_of(*arguments)["unmet"], 3)
        with h5py.File(self.folder / "plan.h5") as plan:
            self.assertEqual(plan["input/in_processing"][:].tolist(), [4, 0, 4])
        self.run_program("verify", "plan.h5")

    def test_movement_may_count_distance(self):
        # From Arch to Bend it is 70.3 km, which two devices drive: 8 steps of 10 km each; with
        # 200 km for loading 28 steps; 2 steps of 50 km.
        distance = ["--set", "objective.movement=distance", "-o", "plan.h5"]
        for settings, cost in [([], 16), (["objective.fixed_km=200"], 56),
                               (["objective.resolution_km=50"], 4)]:
            with self.subTest(settings=settings):
                changes = [text for setting in settings for text in ("--set", setting)]
                summary = self.summary_of(*distance, *changes)
                self.assertEqual((summary["unmet"], summary["units_shipped"]), (1, 2))
                self.assertEqual(summary["movement_cost"], cost)
                self.assertIn(f"movement_cost = {cost}", self.run_program("info", "plan.h5").stdout)
                self.run_program("verify", "plan.h5")

    def test_distance_costs_of_computed_lanes_are_computed_again(self):
        self.write("case.toml", cli.CASE.replace(
            'file = "transit.csv"', 'model = "geodesic"\nkm_per_period = 100'))
        summary = self.summary_of("--set", "objective.movement=distance",
                                  "--set", "objective.fixed_km=200", "-o", "plan.h5")
        self.assertEqual(summary["movement_cost"], 56)
        self.run_program("verify", "plan.h5")
        with h5py.File(self.folder / "plan.h5", "r+") as plan:
            rule = plan["input/transit"].attrs
            self.assertEqual((rule["distance_resolution_km"], rule["fixed_cost_km"]), (10, 200))
            rule["fixed_cost_km"] = 100.0
        failed = self.run_program("verify", "plan.h5", expect=cli.BAD_INPUT)
        self.assertIn("lane table", failed.stderr)

    def test_sharing_within_regions(self):
        summary = self.summary_of("--set", "sharing.scope=region")
        self.assertEqual((summary["unmet"], summary["lanes"]), (1, 2))

    def test_dry_run_says_the_size_and_stops(self):
        text = self.run_program("plan", self.case, "--dry-run", "-o", "plan.h5").stdout
        sizes = dict(re.findall(r"^(\w[\w ]*?)  +([\d,]+)", text, flags=re.MULTILINE))
        self.assertEqual(sizes["facilities"], "3")
        self.assertEqual(sizes["periods"], "6")
        self.assertEqual(sizes["lanes"], "3")
        self.assertEqual(sizes["nodes"], "18")
        # Two lanes of one period can start on five days, one of two periods on four.
        self.assertEqual(sizes["ship arcs"], "14")
        self.assertEqual((sizes["patients"], sizes["devices"]), ("6", "3"))
        self.assertRegex(text, r"memory +about [\d.]+ MiB at the peak")
        self.assertRegex(text, r"time +roughly ")
        self.assertFalse((self.folder / "plan.h5").exists())

    def test_dry_run_of_a_large_case_is_small_itself(self):
        # A table of all pairs would take 400 MB.
        self.run_program("synth", "--facilities", 20000, "--periods", 180, "--seed", 1,
                         "-o", "large")
        text = self.run_program("plan", "large/case.toml", "--dry-run").stdout
        self.assertIn("lanes        at most 399,980,000\n", text)
        self.assertRegex(text, r"\npatients     [\d,]+\ndevices      [\d,]+\n")
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 300_000)

    def test_a_case_too_large_for_most_machines_is_refused_in_words(self):
        self.run_program("synth", "--facilities", 60000, "--periods", 32767, "--seed", 1,
                         "-o", "large")
        distance = ["--set", "objective.movement=distance"]
        refused = self.run_program("plan", "large/case.toml", *distance, "-o", "plan.h5",
                                   expect=cli.BAD_INPUT)
        self.assertRegex(refused.stderr,
                         r"not enough memory: 60,000 facilities over 32,767 periods need about "
                         r"[\d.]+ [GT]iB, and this machine has .* available; plan fewer")
        self.assertFalse((self.folder / "plan.h5").exists())
        text = self.run_program("plan", "large/case.toml", *distance, "--dry-run").stdout
        self.assertIn("not counted", text)
        self.assertIn("too large for this machine", text)

    def test_progress_goes_to_stderr_and_can_be_silenced(self):
        self.assertIn("reading", self.run_program("plan", self.case).stderr)
        self.assertEqual(self.run_program("plan", self.case, "--quiet").stderr, "")
        self.assertEqual(self.run_program("plan", self.case, "--log-level", "off").stderr, "")
        debug = self.run_program("plan", self.case, "--log-level", "debug").stderr
        self.assertIn("demand.model = file", debug)

    def test_time_limit_writes_the_best_plan_and_its_gap(self):
        finished = self.run_program("plan", self.case, "--time-limit", "0", "-o", "plan.h5",
                                    "--summary", "summary.json", expect=cli.LIMIT_REACHED)
        self.assertIn("time limit", finished.stdout)
        summary = json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["status"], summary["certified"]), ("time_limit", False))
        self.assertLessEqual(summary["bound_unmet"], cli.UNMET_SHARED)
        self.assertGreaterEqual(summary["unmet"], cli.UNMET_SHARED)
        bound = summary["bound_unmet"]
        gap = (summary["unmet"] - bound) / (summary["demand"] - bound)
        self.assertAlmostEqual(summary["gap"], gap)
        self.run_program("verify", "plan.h5")

    def test_a_generous_time_limit_changes_nothing(self):
        self.assertEqual(self.summary_of("--time-limit", "3600")["status"], "optimal")

    def test_existing_outputs_are_replaced(self):
        for name in ["plan.h5", "summary.json"]:
            self.write(name, "old")
        self.run_program("plan", self.case, "-o", "plan.h5", "--summary", "summary.json")
        self.assertTrue(h5py.is_hdf5(self.folder / "plan.h5"))
        json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    cli.main()
