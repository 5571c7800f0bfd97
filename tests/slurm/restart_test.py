# SPDX-License-Identifier: Apache-2.0
"""restart.sbatch: when it does not go back into the queue. When it does: time_limit_test.py."""

import slurm_case
from slurm_case import INTERRUPTED


class LongPlanTest(slurm_case.SlurmTest):
    """Jobs of the stand-in, which take as many runs as the case says."""

    program = slurm_case.STAND_IN

    def start(self, needed, *arguments, options=()):
        """Submits a plan that needs so many runs."""
        case = f"{needed}.toml"
        (self.folder / case).write_text(f"{needed}\n", encoding="utf-8")
        return self.submit("restart.sbatch", case, *arguments, options=options)


class RestartTest(LongPlanTest):
    def test_where_another_run_would_not_help(self):
        (self.folder / "old.h5.checkpoint.2").write_text("not of this run", encoding="utf-8")
        jobs = {
            self.start("forever", "old.h5"): "This run wrote no checkpoint",
            self.start(2, "often.h5", 0): "put back 0 times, as often as allowed",
            self.start(2, "site.h5", options=["--no-requeue"]): "Slurm did not put the job back"}
        for job, words in jobs.items():
            with self.subTest(words):
                self.until_said(job, "solving, run 1")
                self.signal(job)
                known = self.until_ended(job, "FAILED", INTERRUPTED)
                self.assertEqual(known["Restarts"], "0")
                self.assertIn(words, self.log(job))
        self.assertTrue((self.folder / "often.h5.checkpoint.1").exists())

    def test_a_cancelled_job_stays_cancelled(self):
        job = self.start(2)
        self.until_said(job, "solving, run 1")
        self.command("scancel", job)
        self.until(lambda: not self.command("squeue", "--noheader", f"--jobs={job}"),
                   "the job is gone", job)
        known = self.job(job)
        self.assertEqual((known["JobState"], known["Restarts"]), ("CANCELLED", "0"))


if __name__ == "__main__":
    slurm_case.main()
