# SPDX-License-Identifier: Apache-2.0
"""plan.sbatch with the real program: one task, two under srun or mpirun, bad input, a signal."""

import json

import slurm_case
from slurm_case import COLORADO, DONE, EXECUTABLE, INTERRUPTED, USAGE

BAD_INPUT = 3


class PlanTest(slurm_case.SlurmTest):
    def summary(self, name):
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def verified(self, name):
        return self.command(EXECUTABLE, "verify", f"{name}.h5")

    def assert_planned_by(self, job, ranks, name):
        self.until_ended(job, "COMPLETED", DONE)
        self.assertIn("Verified optimal: 12,674 treated", self.log(job))
        self.assertIn("Verified optimal: 12,674 treated", self.verified(name))
        summary = self.summary(name)
        self.assertEqual((summary["ranks"], summary["threads"], summary["certified"]),
                         (ranks, 1, True))

    def test_one_task(self):
        self.assert_planned_by(self.submit("plan.sbatch", COLORADO), 1, "sharing")

    def test_two_tasks(self):
        job = self.submit("plan.sbatch", COLORADO, "two.h5", options=["--ntasks=2"])
        self.assert_planned_by(job, 2, "two")

    def test_two_tasks_where_slurm_has_no_pmix(self):
        srun = self.folder / "bin" / "srun"
        srun.parent.mkdir()
        srun.write_text("#!/bin/sh\necho none\n", encoding="utf-8")
        srun.chmod(0o755)
        self.environment["PATH"] = f"{srun.parent}:{self.environment['PATH']}"
        job = self.submit("plan.sbatch", COLORADO, "two.h5", options=["--ntasks=2"])
        self.assert_planned_by(job, 2, "two")

    def test_missing_case(self):
        job = self.submit("plan.sbatch")
        self.until_ended(job, "FAILED", USAGE)
        self.assertIn("Name the case", self.log(job))

    def test_a_case_that_is_not_there(self):
        job = self.submit("plan.sbatch", "absent.toml")
        self.until_ended(job, "FAILED", BAD_INPUT)
        self.assertIn("absent.toml: the file can not be read", self.log(job))

    def test_told_to_end_under_a_launcher_of_ones_own(self):
        # Costs of distance, so that the search takes far longer than the signal.
        self.command(EXECUTABLE, "synth", "--facilities", 1500, "--periods", 180, "--seed", 3,
                     "-o", "large")
        case = self.folder / "large" / "case.toml"
        text = case.read_text(encoding="utf-8")
        by_number, by_distance = 'movement = "units"', 'movement = "distance"'
        self.assertIn(by_number, text)
        case.write_text(text.replace(by_number, by_distance), encoding="utf-8")
        self.environment["SURGEFLOW_LAUNCH"] = "mpirun --bind-to none --tag-output"
        job = self.submit("plan.sbatch", "large/case.toml", options=["--ntasks=2"])
        self.until_said(job, "solving")
        self.signal(job)
        self.until_ended(job, "FAILED", INTERRUPTED)
        self.assertIn("[1,0]<stdout>:Plan file: case.h5", self.log(job))
        self.assertIn("case.h5 holds the best plan so far and its gap", self.log(job))
        self.assertEqual(self.summary("case")["status"], "interrupted")
        self.verified("case")


if __name__ == "__main__":
    slurm_case.main()
