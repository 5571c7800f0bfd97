# SPDX-License-Identifier: Apache-2.0
"""Wrong use of the job files and of slurm_local.sh: a sentence and a code, without any Slurm."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import slurm_case
from slurm_case import ROOT, USAGE


class UsageTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="surgeflow-test-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.environment = slurm_case.job_environment(slurm_case.STAND_IN)

    def refused(self, script, *arguments, code=USAGE):
        """The sentence of a script that must leave no file."""
        finished = subprocess.run(
            ["bash", ROOT / script, *map(str, arguments)], cwd=self.folder, env=self.environment,
            text=True, capture_output=True, check=False, timeout=60)
        self.assertEqual((finished.returncode, finished.stdout), (code, ""), finished.stderr)
        self.assertRegex(finished.stderr, r"^.*\S\n$")
        self.assertEqual(list(self.folder.iterdir()), [])
        return finished.stderr

    def test_missing_case(self):
        for name in ["plan", "restart"]:
            for arguments in [(), ("--time=60", "case.toml"), ("a.toml", "b.h5", "3", "4")]:
                with self.subTest(name=name, arguments=arguments):
                    self.assertIn("Name the case, after all options of sbatch: sbatch [OPTION...] "
                                  f"slurm/{name}.sbatch CASE.toml",
                                  self.refused(f"slurm/{name}.sbatch", *arguments))

    def test_restarts_that_are_no_number(self):
        self.assertIn("not 'many'",
                      self.refused("slurm/restart.sbatch", "case.toml", "plan.h5", "many"))

    def test_scaling(self):
        for arguments, words in [
                ((), "Name a folder, the numbers of tasks and a command"),
                (("out", "1,2"), "Name a folder, the numbers of tasks and a command"),
                (("out", "1;2", "true"), "not '1;2'"),
                (("out", "0", "true"), "not '0'"),
                (("out", "1,2", "true"), "2 tasks do not fit into a job of 1; submit with"),
                (("out", "1", "no-such-program"), "no-such-program is not on the job's PATH"),
                (("no/where", "1", "true"), "The folder 'no/where' can not be made")]:
            with self.subTest(arguments=arguments):
                self.assertIn(words, self.refused("slurm/scaling.sbatch", *arguments))

    def test_no_program(self):
        # A PATH of few programs, so that a surgeflow installed on this machine is not found.
        holder = tempfile.TemporaryDirectory(prefix="surgeflow-test-")
        self.addCleanup(holder.cleanup)
        for name in ["bash", "basename"]:
            os.symlink(f"/bin/{name}", f"{holder.name}/{name}")
        self.environment["PATH"] = holder.name
        for name in ["plan", "restart"]:
            self.assertIn("surgeflow is not on the job's PATH",
                          self.refused(f"slurm/{name}.sbatch", "case.toml"))

    def test_local_slurm(self):
        for arguments, words in [((), "name one of start, stop and status"),
                                 (("go",), "no command 'go'"),
                                 (("start", "stop"), "name one of start, stop and status")]:
            self.assertIn(words, self.refused("scripts/slurm_local.sh", *arguments, code=1))

    def test_every_job_file_starts_ranks_in_the_same_way(self):
        def part(name):
            text = (ROOT / "slurm" / f"{name}.sbatch").read_text(encoding="utf-8")
            return re.search(r"^# Open MPI starts.*?\n\n", text, re.MULTILINE | re.DOTALL).group()
        self.assertIn("launch=", part("plan"))
        for name in ["restart", "scaling"]:
            self.assertEqual(part(name), part("plan"))


if __name__ == "__main__":
    unittest.main()
