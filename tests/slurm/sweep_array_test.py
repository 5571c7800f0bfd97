# SPDX-License-Identifier: Apache-2.0
"""sweep_array.sbatch with the real program: an array and its last job, and a task that is put back."""

import pathlib
import sys

import slurm_case
from slurm_case import COLORADO, DONE, EXECUTABLE, USAGE

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from plan_content import content  # noqa: E402

SWEEP = f"""
[sweep]
case = "{COLORADO}"
design = "sobol"
scenarios = {{scenarios}}

[[vary]]
key = "demand.contact_reduction"
distribution = "uniform"
low = 0.1
high = 0.6
"""


class SweepArrayTest(slurm_case.SlurmTest):
    def write_sweep(self, scenarios):
        (self.folder / "sweep.toml").write_text(SWEEP.format(scenarios=scenarios), encoding="utf-8")

    def undisturbed(self):
        self.command(EXECUTABLE, "sweep", "sweep.toml", "-o", "alone.h5")
        return content(self.folder / "alone.h5")

    def test_an_array_and_the_job_that_brings_all_together(self):
        self.write_sweep(100)
        array = self.submit("sweep_array.sbatch", "sweep.toml", "out.h5", options=["--array=1-3"])
        last = self.submit("sweep_array.sbatch", "sweep.toml", "out.h5",
                           options=[f"--dependency=afterok:{array}", "--ntasks=2"])
        self.until_ended(last, "COMPLETED", DONE)
        told = self.log(last)
        self.assertIn("100 scenarios of", told)
        self.assertRegex(told, r"(\d+) of \1 scenarios were planned before")
        self.assertEqual(content(self.folder / "out.h5"), self.undisturbed())

    def test_a_task_that_is_told_to_end_goes_on(self):
        self.write_sweep(2000)
        job = self.submit("sweep_array.sbatch", "sweep.toml", "out.h5")
        self.until(lambda: list(self.folder.glob("out.h5.parts/scenarios-*.h5")), "parts", job)
        self.signal(job)
        self.until_said(job, "back into the queue")
        known = self.until_ended(job, "COMPLETED", DONE)
        self.assertEqual(known["Restarts"], "1")
        self.assertEqual(content(self.folder / "out.h5"), self.undisturbed())

    def test_missing_output(self):
        job = self.submit("sweep_array.sbatch", "sweep.toml")
        self.until_ended(job, "FAILED", USAGE)
        self.assertIn("Name the sweep and its output", self.log(job))


if __name__ == "__main__":
    slurm_case.main()
