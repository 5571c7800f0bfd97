# SPDX-License-Identifier: Apache-2.0
"""Tables and the picture of the benchmarks, from results small enough to check by hand."""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "bench_table.py"
sys.path.insert(0, str(SCRIPT.parent))
import bench_table  # noqa: E402

CONDITIONS = {
    "started": "2020-03-31T12:00:00Z", "commit": "0123456789ab", "compiler": "GNU 12.2.0",
    "flags": "-O3 -DNDEBUG", "machine": {"processor": "Abacus", "cores": 2, "memory_bytes": 4e9},
    "load_average_before": 0.1, "load_average_after": 1.0, "limit_seconds": 100.0, "errors": 0}


def peers():
    ours = {"name": "surgeflow", "library": "surgeflow", "status": "optimal", "runs": [{}],
            "median_solve_seconds": 0.002, "median_memory_bytes": 1e6}
    peer = {"name": "lemon-network-simplex", "library": "LEMON 1.3.1", "status": "over_limit",
            "runs": [], "limit_seconds": 100.0, "memory_bytes_when_stopped": 5e6,
            "time_ratio": 50_000.0, "memory_ratio": 5.0}
    instance = {"name": "colorado-64", "ship_arcs": 720_000, "treated": 14_820, "movement": 419,
                "methods": [ours, peer]}
    return {"benchmark": "peers", **CONDITIONS, "instances": [instance]}


def times(seconds):
    return {"seconds": seconds, "processor_seconds": seconds}


def measured(name="synthetic-3142", ship_arcs=2_000_000_000):
    stages = {"load": 0.1, "demand": 0.2, "transit": 0.3, "solve": 2.0, "check_one_thread": 0.5,
              "check_all_threads": 0.25, "cold_demand": 2.1, "warm_demand": 0.7, "cold_stock": 2.0,
              "warm_stock": 0.4, "cold_day": 2.2, "warm_day": 0.55}
    parts = {"total": 3.9, "load": 0.1, "demand": 0.2, "transit": 0.3, "solve": 2.1,
             "verify": 0.25, "write": 0.05}
    return {
        "name": name, "ship_arcs": ship_arcs, "status": "optimal", "runs": [{}, {}, {}],
        "answer": {"treated": 798_146, "movement": 46_647, "iterations": 121, "certified": True},
        "median": {"stages": {name: times(value) for name, value in stages.items()},
                   "memory": {"loaded_bytes": 3e7, "solve_bytes": 41e6},
                   "command": {**times(4.0), "peak_resident_bytes": 0.5e9,
                               "summary_seconds": parts}},
        "ratios": {"solve_over_check": 4.0, "command_over_solve": 2.0,
                   "check_one_thread_over_all": 2.0, "lanes_checked_per_second": 4e9}}


def stopped():
    """The limit counts from the end of loading, so 100 - 4 - 6 seconds were left for the solve."""
    return {"name": "synthetic-33000", "ship_arcs": 190_000_000_000, "status": "over_limit",
            "reason": "the stages: stopped at the time limit",
            "incomplete_run": {"stages": {"load": times(1.0), "demand": times(4.0),
                                          "transit": times(6.0)},
                               "memory": {"loaded_bytes": 1.1e9}}}


def scale(*instances, cores=2):
    conditions = copy.deepcopy(CONDITIONS)
    conditions["machine"]["cores"] = cores
    return {"benchmark": "scale", **conditions, "threads": cores, "instances": list(instances)}


STEPS = [("coarse", "785 compact", 785, 0.003), ("down", "regions", 51, 0.002),
         ("up", "regions", 51, 0.0009), ("sweep", "10 scattered", 10, 0.0008),
         ("polish", "whole", 1, 0.0)]


def on_ranks(ranks, modelled, measured=None):
    """Seconds of the set-up and of every step."""
    record = {"ranks": ranks, "runs": 3, "lane_bytes": [8_000_000 // ranks] * ranks,
              "loaded_bytes": [1e8] + [2e7] * (ranks - 1),
              "memory_bytes": [6e7] + [3e7] * (ranks - 1),
              "modelled": [{"name": name, "slowest_seconds": took, "mean_seconds": took,
                            "network_seconds": 0.0}
                           for name, took in zip(["set-up", *(s[0] for s in STEPS)], modelled)]}
    if measured:
        record["measured"] = {"seconds": sum(measured),
                              "steps": [{"seconds": took} for took in measured[1:]]}
    return record


def scaled(name="us-counties", facilities=3_142, **more):
    steps = [{"step": step, "partition": partition, "blocks": blocks, "gap": gap}
             for step, partition, blocks, gap in STEPS]
    return {"name": name, "facilities": facilities, "ship_arcs": 2_000_000_000, "steps": steps,
            "undecomposed": {"seconds": 2.0, "least_processor_seconds": 1.5,
                             "memory_bytes": 4e7},
            "ranks": [on_ranks(1, [0.5, 0.5, 2.0, 2.0, 4.0, 1.0], [0.5, 0.5, 2.5, 2.5, 5.0, 1.0]),
                      on_ranks(2, [0.5, 0.5, 1.0, 1.0, 2.0, 1.0], [0.5, 0.5, 1.5, 1.5, 3.25, 1.0]),
                      on_ranks(50, [0.5, 0.5, 0.05, 0.05, 0.4, 1.0])],
            **more}


def scaling(*instances):
    return {"benchmark": "scaling", **CONDITIONS, "latency_seconds": 2e-6,
            "bytes_per_second": 10e9, "instances": list(instances)}


def replan(threads):
    """A re-plan takes a tenth of the whole case, and a twentieth with tables kept."""
    taken = {"whole": 0.5, "cold": 0.25, "warm": 0.05, "whole_kept": 0.4, "cold_kept": 0.2,
             "warm_kept": 0.02}
    median = {way: {**times(value), "iterations": 6.0} for way, value in taken.items()}
    day = {"day": "one place in ten, 30 %", "facilities": 91, "patients": 1336, "median": median}
    return {"benchmark": "replan", **CONDITIONS, "today": 32, "threads": threads,
            "instances": [{"name": "us-counties", "days": [day]}]}


class BenchTableTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.readme = self.folder / "README.md"
        self.readme.write_text("# name\n\n## More\n\nlast\n", encoding="utf-8")

    def arguments(self, files):
        paths = [self.folder / f"{number}.json" for number in range(len(files))]
        for path, results in zip(paths, files):
            path.write_text(json.dumps(results), encoding="utf-8")
        return [*map(str, paths), "--root", str(self.folder)]

    def run_script(self, *files, options=()):
        return subprocess.run([sys.executable, SCRIPT, *self.arguments(files), *options],
                              capture_output=True, text=True, check=False)

    def table(self, *files):
        """What the script makes of README.md; pictures, of seconds each, are for the tests of them."""
        arguments = [str(SCRIPT), *self.arguments(files)]
        with mock.patch.object(sys, "argv", arguments), mock.patch.object(bench_table, "draw"):
            self.assertEqual(bench_table.main(), 0)
        return self.readme.read_text(encoding="utf-8")

    def table_and_pictures(self, *files):
        finished = self.run_script(*files)
        self.assertEqual((finished.returncode, finished.stderr), (0, ""))
        return self.readme.read_text(encoding="utf-8")

    def test_re_plans(self):
        text = self.table(replan(1))
        self.assertIn("| counties of the United States, one place in ten, 30 % | 1,336 at 91 | 500 ms, "
                      "250 ms | 6 | 50.0 ms (10 %) | 400 ms, 200 ms | 20.0 ms (5 %) |", text)
        self.assertIn("- 1 thread, processor time: ", text)
        self.assertIn("- 2 threads, wall time: ", self.table(replan(2)))

    def test_peers(self):
        text = self.table(peers())
        self.assertIn("| lanes x periods | 0.72 million |\n", text)
        self.assertIn("| **surgeflow** | **2.00 ms**, **1.00 MB** |\n", text)
        self.assertIn("| LEMON network simplex | > 100 s (> 50,000 x), > 5.00 MB (> 5.00 x) |\n",
                      text)
        self.assertNotIn("bench:scale", text)

    def test_scale(self):
        text = self.table(scale(measured()))
        self.assertIn("| synthetic, 3,142 facilities | 2.00 billion | **2.00 s** | 500 ms | 4.00 "
                      "billion | 4.00 x | 250 ms | **41.0 MB** | 121 | 798,146 / 46,647 |\n", text)
        # 4 s in all, of which the summary tells 0.1 + 0.2 + 0.3 + 2.1 + 0.25 + 0.05
        self.assertIn("| synthetic, 3,142 facilities | **4.00 s** | 2.00 x | 100 ms | 200 ms | 300 "
                      "ms | 2.10 s | 250 ms | 50.0 ms | 1.00 s | **500 MB** |\n", text)
        self.assertIn("| synthetic, 3,142 facilities | **700 ms** against 2.10 s (3.00 x) | **400 "
                      "ms** against 2.00 s (5.00 x) | **550 ms** against 2.20 s (4.00 x) |\n", text)
        self.assertIn("in 1 of 1 cases, up to 4.00 times as long", text)
        self.assertIn("- synthetic, 3,142 facilities: Abacus, 2 cores, 4.00 GB, GNU 12.2.0 -O3 "
                      "-DNDEBUG, commit 0123456789ab, 2020-03-31, 3 rounds, stopped after 100 s, "
                      "load 0.1 before and 1.0 after.\n", text)

    def test_scale_of_an_instance_that_was_stopped(self):
        text = self.table_and_pictures(scale(stopped()))
        unknown = "not measured | "
        self.assertIn("| synthetic, 33,000 facilities | 190 billion | **> 90.0 s** | "
                      f"{4 * unknown}**not measured** | {2 * unknown}".rstrip() + "\n", text)
        self.assertIn("- synthetic, 33,000 facilities: the stages: stopped at the time limit.\n",
                      text)
        self.assertFalse((self.folder / "docs").exists(), "nothing to draw")

    def test_threads_that_do_not_help_are_told(self):
        slow = measured()
        slow["ratios"]["check_one_thread_over_all"] = 0.5
        self.assertIn("With 2 threads the check takes longer than with one: synthetic, 3,142",
                      self.table(scale(slow)))

    def test_scaling(self):
        text = self.table(scaling(scaled()))
        name = "| counties of the United States | "
        # 10 s of 10.5 s are on blocks, and half of these are the sweep
        self.assertIn(f"{name}1 | **5.00 s** | 1.00 x | **10.0 s** | 1.00 x | *4.00 s* | *1.00 x* | "
                      "*8.00 s* | *1.00 x* | *100 %* | *100 %* | *100 %* | *100 %* | 8.00 MB | "
                      "60.0 MB root |\n", text)
        self.assertIn(f"{name}2 | **3.00 s** | 1.67 x | **6.25 s** | 1.60 x | *2.00 s* | *2.00 x* | "
                      "*4.00 s* | *2.00 x* | *100 %* | *100 %* | *100 %* | *100 %* | 4.00 MB | "
                      "60.0 MB root, 30.0 MB others |\n", text)
        self.assertIn(f"{name}50 | - | - | - | - | *100 ms* | *40.0 x* | *500 ms* | *16.0 x* | "
                      "*80.0 %* | *80.0 %* | *20.0 %* | *32.0 %* | 0.160 MB | 60.0 MB root, 30.0 MB others |\n", text)
        self.assertIn("| sweep, 10 scattered | 10 | 0.080 % | 5.00 s | 3.25 s | *4.00 s* | *400 "
                      "ms* | *10.0 x* |\n", text)
        self.assertIn("50 ranks: the modelled efficiency is 20.0 % of the sweeps, 32.0 % of both "
                      "together, less than 50.0 %", text)
        self.assertNotIn("the speedup of two ranks", text)

    def test_scaling_to_a_gap_and_the_crossover(self):
        text = self.table(scaling(scaled()))
        name = "| counties of the United States | **2.00 s** | "
        # set-up, coarse, down, up; the second gap is closed by the proof alone
        self.assertIn(f"{name}1 | 3 | **6.00 s** | - | not before the proof | **12.0 s** |\n", text)
        self.assertIn(f"{name}50 | 3 | *1.10 s* | - | not before the proof | *2.50 s* |\n", text)
        self.assertIn("is within 0.1 % before the undecomposed method has its proof on one core: "
                      "counties of the United States on 50 ranks (modelled).\n", text)
        self.assertIn("is within 0.05 % before the undecomposed method has its proof on one core: "
                      "in no case, on no number of ranks.\n", text)

    def test_two_ranks_that_gain_little_are_told(self):
        slow = scaled()
        slow["ranks"][1]["measured"]["steps"][3]["seconds"] += 1.0
        self.assertIn("the speedup of two ranks is 1.38 x with the sweeps, less than 1.60 x",
                      self.table(scaling(slow)))
        slow["ranks"][1]["measured"]["steps"][1]["seconds"] += 1.0
        self.assertIn("the speedup of two ranks is 1.25 x in the block phase, 1.21 x with the "
                      "sweeps, less than 1.60 x", self.table(scaling(slow)))

    def test_weak_scaling(self):
        growing = scaled("synthetic-1000", 1_000, facilities_per_rank=500)
        growing["ranks"] = growing["ranks"][1:2]
        text = self.table_and_pictures(scaling(scaled(), growing))
        self.assertIn("| weak scaling, 500 facilities a rank | ranks |", text)
        self.assertIn("| synthetic, 1,000 facilities | 2 | 1,000 million | **6.25 s** | *4.00 s* | "
                      "*4.00 ns* | 4.00 MB | 60.0 MB root, 30.0 MB others |\n", text)
        self.assertTrue((self.folder / "docs" / "benchmarks" / "scaling.svg").is_file())

    def test_names_of_variants(self):
        names = ["us-counties-12h", "colorado-64-distance", "synthetic-300x60", "elsewhere"]
        text = self.table(scale(*(measured(name) for name in names)))
        for words in ["counties of the United States, periods of 12 hours",
                      "Colorado, 64 counties, lanes cost their distance",
                      "synthetic, 300 facilities, 60 days", "elsewhere"]:
            self.assertIn(f"| {words} | 2.00 billion |", text)

    def test_a_table_and_a_picture_for_each_machine(self):
        text = self.table_and_pictures(scale(measured()), scale(measured(), cores=96))
        self.assertIn("check, 2 threads", text)
        self.assertIn("check, 96 threads", text)
        for name in ("scale.svg", "scale-2.svg"):
            self.assertIn(f"(docs/benchmarks/{name})", text)
            self.assertTrue((self.folder / "docs" / "benchmarks" / name).is_file())

    def test_the_same_results_give_the_same_picture(self):
        picture = self.folder / "docs" / "benchmarks" / "scale.svg"
        results = scale(measured(), measured("us-counties-12h", 7_000_000_000))
        self.table_and_pictures(results)
        first = picture.read_bytes()
        picture.unlink()
        self.table_and_pictures(results)
        self.assertEqual(picture.read_bytes(), first)

    def test_sections_stand_in_order_before_the_last_and_are_replaced(self):
        text = self.table(scale(measured()), peers())
        places = [text.index(word) for word in ("## Speed against peers", "<!-- /bench:peers -->",
                                                "## Speed at scale", "<!-- /bench:scale -->",
                                                "## More")]
        self.assertEqual(places, sorted(places))
        self.assertEqual(self.table(scale(measured()), peers()), text)
        self.assertNotIn("3,142", self.table(scale(measured("elsewhere"))))

    def test_check_writes_nothing(self):
        before = self.readme.read_bytes()
        stale = self.run_script(scale(measured()), options=["--check"])
        self.assertEqual((stale.returncode, self.readme.read_bytes()), (1, before))
        self.assertIn("README.md differs from the results", stale.stderr)
        self.table(scale(measured()))
        self.assertEqual(self.run_script(scale(measured()), options=["--check"]).returncode, 0)

    def test_refusals(self):
        wrong = scale(measured())
        wrong["errors"] = 1
        self.assertIn("0.json holds errors", self.run_script(wrong).stderr)
        twice = self.run_script(scale(measured()), scale(measured()))
        self.assertIn("two results of one machine have synthetic-3142; remove one", twice.stderr)
        self.assertEqual(twice.returncode, 1)

    def test_the_readme_follows_from_the_published_results(self):
        finished = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True,
                                  text=True, check=False)
        self.assertEqual((finished.returncode, finished.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
