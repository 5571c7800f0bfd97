# SPDX-License-Identifier: Apache-2.0
"""Pictures of sweeps: which there are, what stands in them, and what is refused."""

import contextlib
import dataclasses
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import numpy

import small_sweep

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "plot_sweep.py"
sys.path.insert(0, str(SCRIPT.parent))
import plot_sweep  # noqa: E402
from sweeps import results  # noqa: E402

DONE, USAGE, BAD_INPUT = 0, 2, 3
PICTURES = ["courses.svg", "facility.svg", "map.svg", "sensitivity.svg", "tornado.svg",
            "unmet-by-input.svg", "unmet-by-scenario.svg"]


@dataclasses.dataclass
class Told:
    stdout: str
    stderr: str


class PlotSweepTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)

    def run_script(self, *arguments, expect=DONE):
        """What the script prints; as a call, because loading xarray takes longer than drawing."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = plot_sweep.main(list(arguments))
            except SystemExit as end:
                code = end.code
        self.assertEqual(code, expect, out.getvalue() + err.getvalue())
        return Told(out.getvalue(), err.getvalue())

    def drawn(self, *arguments, **kind):
        small_sweep.write_sweep(self.folder / "out.h5", **kind)
        finished = self.run_script("out.h5", "-o", "pictures", *arguments)
        self.assertEqual(finished.stderr, "")
        return finished.stdout

    def pictures(self):
        return sorted(path.name for path in (self.folder / "pictures").iterdir())

    def words(self, picture):
        """The texts of a picture."""
        text = (self.folder / "pictures" / picture).read_text(encoding="utf-8")
        return re.findall(r"<text[^>]*>([^<]*)</text>", text)

    def test_every_picture_of_a_sweep_that_has_all(self):
        small_sweep.write_sweep(self.folder / "out.h5")
        finished = subprocess.run([sys.executable, SCRIPT, "out.h5", "-o", "pictures"],
                                  capture_output=True, text=True, check=True)
        self.assertEqual(self.pictures(), PICTURES)
        self.assertEqual(sorted(finished.stdout.split()), [f"pictures/{n}" for n in PICTURES])
        self.assertEqual(finished.stderr, "")
        before = {name: (self.folder / "pictures" / name).read_bytes() for name in PICTURES}
        self.drawn()
        for name, content in before.items():
            self.assertEqual((self.folder / "pictures" / name).read_bytes(), content,
                             f"{name}: the same sweep gives the same bytes")
        self.look_at_what_stands_in_them()

    def look_at_what_stands_in_them(self):
        for picture, words in {
                "courses.svg": ["all facilities, quantiles over 8 scenarios", "new patients a day",
                                "without a device a day", "10 % to 90 %", "median", "27 Mar"],
                "facility.svg": ["facility 002, quantiles over 8 scenarios", "devices in use"],
                "unmet-by-input.svg": ["demand.reproduction_number", "item.turnaround",
                                       "with sharing", "without sharing"],
                "unmet-by-scenario.svg": ["scenario 0", "scenario 7", "patients without a device"],
                "tornado.svg": ["demand.reproduction_number", "1.3", "2.7", "[[0, 10], [7, 12]]"],
                "sensitivity.svg": ["first order: alone", "total: with all its interactions"],
                "map.svg": ["lends devices", "lacks devices", "share of scenarios"]}.items():
            for word in words:
                self.assertIn(word, self.words(picture), picture)
        self.assertNotIn("sharing.scope", self.words("unmet-by-input.svg"), "it is no number")
        self.assertNotIn("low", self.words("unmet-by-scenario.svg"), "it does not count")

    def test_names_of_scenarios(self):
        self.drawn(design="grid")
        self.assertIn("1.2, 10, all", self.words("unmet-by-scenario.svg"))
        self.assertIn('no unmet-by-scenario.svg: scenarios that are drawn have no names',
                      self.drawn(design="sobol").splitlines())

    def test_one_facility(self):
        self.drawn("--facility", "003")
        self.assertIn("facility 003, quantiles over 8 scenarios", self.words("facility.svg"))

    def test_demand_alone(self):
        self.drawn(plans=False)
        self.assertEqual(self.pictures(), ["courses.svg", "demand-by-input.svg", "facility.svg"])
        self.assertNotIn("without a device a day", self.words("courses.svg"))
        self.assertIn("patients who need a device", self.words("demand-by-input.svg"))

    def test_what_a_sweep_lacks_is_told(self):
        told = self.drawn(sensitivity=False, quantiles=False, places=False)
        for line in ['no sensitivity.svg: Sobol\' indices need design = "saltelli"',
                     "no facility.svg: the sweep has no quantiles",
                     "no map.svg: no facility has a latitude and a longitude"]:
            self.assertIn(line, told.splitlines())
        self.assertIn("5 % to 95 %", self.words("courses.svg"))

    def test_quantiles_are_values_of_scenarios(self):
        values = numpy.array([[30], [10], [20], [40]])
        for level, value in {0.0: 10, 0.25: 10, 0.26: 20, 0.5: 20, 0.75: 30, 1.0: 40}.items():
            self.assertEqual(results.quantiles_of(values, [level])[0, 0], value, level)

    def refused(self, *arguments):
        message = self.run_script(*arguments, expect=BAD_INPUT).stderr
        self.assertFalse((self.folder / "pictures").exists(), "nothing is written")
        self.assertIn("; allowed: ", message)
        return message

    def test_files_that_are_no_sweeps(self):
        (self.folder / "text.h5").write_text("no HDF5\n", encoding="utf-8")
        for name, head in {"plan.h5": {"format": "surgeflow plan"}, "new.h5": {"format_version": 9},
                           "other.h5": {"format": ""}}.items():
            small_sweep.write_sweep(self.folder / name, **head)
        for name, words in {"absent.h5": "there is no such file", "text.h5": "can not be read",
                            ".": "can not be read", "plan.h5": "of format 'surgeflow plan'",
                            "new.h5": "of format version 9; allowed: 1",
                            "other.h5": "does not say of what format"}.items():
            with self.subTest(name):
                self.assertIn(words, self.refused(name, "-o", "pictures"))

    def test_a_damaged_sweep(self):
        small_sweep.write_sweep(self.folder / "out.h5")
        content = (self.folder / "out.h5").read_bytes()
        (self.folder / "out.h5").write_bytes(content[:len(content) // 2])
        self.refused("out.h5", "-o", "pictures")
        small_sweep.write_sweep(self.folder / "out.h5")
        with small_sweep.h5py.File(self.folder / "out.h5", "a") as file:
            del file["courses/unmet"]
        self.assertIn("lacks /courses/unmet", self.refused("out.h5", "-o", "pictures"))

    def test_an_unknown_facility(self):
        small_sweep.write_sweep(self.folder / "out.h5")
        message = self.refused("out.h5", "-o", "pictures", "--facility", "0002")
        self.assertIn("has no facility '0002'", message)
        self.assertIn("did you mean '002'?", message)

    def test_a_place_that_can_not_be_written(self):
        small_sweep.write_sweep(self.folder / "out.h5")
        (self.folder / "file").write_text("kept", encoding="utf-8")
        self.assertIn("file: can not be written",
                      self.run_script("out.h5", "-o", "file", expect=BAD_INPUT).stderr)
        self.assertEqual((self.folder / "file").read_text(encoding="utf-8"), "kept")

    def test_a_full_disk_leaves_no_half_of_the_pictures(self):
        small_sweep.write_sweep(self.folder / "out.h5")
        finished = subprocess.run(
            ["sh", "-c", 'ulimit -f 4; trap "" XFSZ; exec "$@"', "sh", sys.executable, SCRIPT,
             "out.h5", "-o", "pictures"], capture_output=True, text=True, check=False)
        self.assertEqual(finished.returncode, BAD_INPUT, finished.stderr)
        self.assertIn("can not be written", finished.stderr)
        self.assertEqual(self.pictures(), [])

    def test_usage(self):
        self.assertIn("map.svg", self.run_script("--help").stdout)
        self.assertIn("-o", self.run_script("out.h5", expect=USAGE).stderr)

    @unittest.skipUnless("SURGEFLOW_EXECUTABLE" in os.environ, "needs the program")
    def test_a_sweep_of_the_program(self):
        sweep = ROOT / "datasets" / "colorado" / "reductions.toml"
        subprocess.run([os.environ["SURGEFLOW_EXECUTABLE"], "sweep", sweep, "-o", "out.h5"],
                       check=True, capture_output=True)
        told = self.run_script("out.h5", "-o", "pictures", "--facility", "08031").stdout
        self.assertIn("no sensitivity.svg", told)
        for name in set(PICTURES) - {"sensitivity.svg", "unmet-by-input.svg"}:
            self.assertIn(f"pictures/{name}", told)
        self.assertIn("50 %", self.words("courses.svg"), "a line for each of a few scenarios")
        self.assertIn("50 %", self.words("unmet-by-scenario.svg"))
        self.assertIn("facility 08031, quantiles over 3 scenarios", self.words("facility.svg"))


if __name__ == "__main__":
    unittest.main()
