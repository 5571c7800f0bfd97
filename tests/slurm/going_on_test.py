# SPDX-License-Identifier: Apache-2.0
"""restart.sbatch with the real planner: stopped, put back, and done with the plan of a run that was never stopped."""

import h5py
import slurm_case
from slurm_case import DONE


class GoingOnTest(slurm_case.SlurmTest):
    def setUp(self):
        super().setUp()
        self.command(slurm_case.EXECUTABLE, "synth", "--facilities", 1500, "--periods", 180,
                     "--seed", 3, "-o", "large")
        case = self.folder / "large" / "case.toml"
        stated = case.read_text(encoding="utf-8")
        changed = stated.replace('method = "auto"', 'method = "lagrangian"\nregions = 20')
        self.assertNotEqual(stated, changed)
        case.write_text(changed, encoding="utf-8")

    def decisions(self, plan):
        with h5py.File(self.folder / plan) as file:
            return [file["plan/treated"][...].tolist(),
                    *(file[f"shipments/{name}"][...].tolist()
                      for name in ["origin", "destination", "depart", "quantity"])]

    def test_a_plan_in_two_runs(self):
        job = self.submit("restart.sbatch", "large/case.toml", "plan.h5", options=["--ntasks=2"])
        self.until_said(job, "info: coarse")
        self.signal(job)
        self.until_said(job, "back into the queue")
        self.assertTrue(list(self.folder.glob("plan.h5.checkpoint.*")))
        known = self.until_ended(job, "COMPLETED", DONE)
        self.assertEqual(known["Restarts"], "1")
        log = self.log(job)
        self.assertIn("going on after step", log)
        self.assertIn("Certified optimal", log)
        self.assertFalse(list(self.folder.glob("plan.h5.checkpoint.*")))
        self.command(slurm_case.EXECUTABLE, "plan", "large/case.toml", "-o", "undisturbed.h5")
        self.assertEqual(self.decisions("plan.h5"), self.decisions("undisturbed.h5"))


if __name__ == "__main__":
    slurm_case.main()
