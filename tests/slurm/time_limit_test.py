# SPDX-License-Identifier: Apache-2.0
"""restart.sbatch at a real time limit: the job goes back into the queue until the plan is done."""

import restart_test
import slurm_case
from slurm_case import DONE


class TimeLimitTest(restart_test.LongPlanTest):
    def assert_planned_in(self, job, runs):
        known = self.until_ended(job, "COMPLETED", DONE)
        self.assertEqual(known["Restarts"], str(runs - 1))
        plan = (self.folder / "case.h5").read_text(encoding="utf-8")
        self.assertEqual(plan, f"planned in {runs} runs\n")
        log = self.log(job)
        for run in range(1, runs + 1):
            self.assertEqual(log.count(f"Run {run} of job {job}."), 1, log)
        self.assertEqual(log.count("back into the queue"), runs - 1, log)
        self.assertIn("Verified by the stand-in.", log)

    def test_a_plan_that_takes_three_runs(self):
        # Slurm looks at limits every 30 seconds, and signals if fewer than 55 + 30 are left.
        job = self.start(3, "case.h5", options=["--time=1", "--signal=B:USR1@55"])
        self.until_said(job, "solving, run 2")
        self.signal(job)  # need not wait for the limit again
        self.assert_planned_in(job, 3)


if __name__ == "__main__":
    slurm_case.main()
