# SPDX-License-Identifier: Apache-2.0
"""scaling.sbatch on one and two tasks: a JSON file for each, failures counted, no results mixed."""

import json

import slurm_case
from slurm_case import COLORADO, DONE, USAGE


class ScalingTest(slurm_case.SlurmTest):
    def measure(self, *arguments, state="COMPLETED", code=DONE):
        job = self.submit("scaling.sbatch", *arguments, options=["--ntasks=2"])
        self.until_ended(job, state, code)
        return job

    def result(self, name):
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def test_one_and_two_tasks(self):
        job = self.measure("strong", "1,2", "surgeflow", "plan", COLORADO, "--threads", "{threads}",
                           "-o", "{out}.h5", "--summary", "{out}.summary.json")
        for tasks in [1, 2]:
            result = self.result(f"strong/tasks-{tasks}.json")
            names = ["tasks", "nodes", "threads_per_task", "exit_code", "job"]
            self.assertEqual([result[name] for name in names], [tasks, 1, 1, 0, job])
            summary = self.result(f"strong/tasks-{tasks}.summary.json")
            self.assertEqual((summary["ranks"], summary["threads"]), (tasks, 1))
            self.assertGreater(result["seconds"], summary["seconds"]["total"])
            self.assertIn(f"-o strong/tasks-{tasks}.h5", result["command"])
            log = (self.folder / f"strong/tasks-{tasks}.log").read_text(encoding="utf-8")
            self.assertIn("Certified optimal", log)

    def test_a_count_that_fails(self):
        job = self.measure("odd", "2,1", "sh", "-c", 'test "{tasks}" -ne 2 || exit 5',
                           state="FAILED", code=1)
        self.assertIn("failed on 2 tasks", self.log(job))
        for tasks, code in [(1, 0), (2, 5)]:
            self.assertEqual(self.result(f"odd/tasks-{tasks}.json")["exit_code"], code)

    def test_results_are_not_mixed(self):
        (self.folder / "strong").mkdir()
        job = self.measure("strong", "1", "true", state="FAILED", code=USAGE)
        self.assertIn("The folder 'strong' can not be made anew", self.log(job))
        job = self.measure("new", "1,3", "true", state="FAILED", code=USAGE)
        self.assertIn("3 tasks do not fit into a job of 2", self.log(job))
        self.assertFalse((self.folder / "new").exists())


if __name__ == "__main__":
    slurm_case.main()
