# SPDX-License-Identifier: Apache-2.0
"""scripts/slurm_local.sh while its Slurm runs: starts once, tells its state, keeps to its own."""

import os
import pathlib
import subprocess

import slurm_case
from slurm_case import LOCAL_SLURM, SLURM_FOLDER


class LocalSlurmTest(slurm_case.SlurmTest):
    def local(self, command, folder=SLURM_FOLDER):
        return subprocess.run(
            [LOCAL_SLURM, command], env={**os.environ, "SURGEFLOW_SLURM_DIR": str(folder)},
            text=True, capture_output=True, check=False, timeout=90)

    def test_start_again_changes_nothing(self):
        before = self.local("status")
        again = self.local("start")
        self.assertEqual((again.returncode, again.stdout),
                         (0, f"export SLURM_CONF={SLURM_FOLDER}/slurm.conf\n"), again.stderr)
        self.assertEqual(self.local("status").stdout, before.stdout)
        self.assertEqual(before.returncode, 0)
        for daemon in ["munged", "slurmctld", "slurmd"]:
            self.assertRegex(before.stdout, rf"(?m)^{daemon} +\d+$")

    def test_a_folder_without_slurm(self):
        for command, code, words in [("status", 1, "No node takes jobs"),
                                     ("stop", 0, "No Slurm was started in")]:
            finished = self.local(command, folder=self.folder / "none")
            self.assertEqual(finished.returncode, code)
            self.assertIn(words, finished.stderr)
        self.assertEqual(self.local("status").returncode, 0, "the other one still runs")

    def test_folders_that_are_refused(self):
        kept = self.folder / "kept"
        kept.write_text("mine", encoding="utf-8")
        for folder, words in [(self.folder, "holds other files"), ("relative", "absolute path"),
                              ("/tmp/" + 80 * "x", "more than 80 characters"),
                              (kept / "under", "can not be made")]:
            with self.subTest(folder=folder):
                finished = self.local("start", folder=folder)
                self.assertEqual(finished.returncode, 1)
                self.assertIn(words, finished.stderr)
                self.assertIn("SURGEFLOW_SLURM_DIR", finished.stderr)
        self.local("stop", folder=self.folder)
        self.assertEqual(kept.read_text(encoding="utf-8"), "mine")

    def test_a_second_one_beside_the_first(self):
        second = pathlib.Path(f"{SLURM_FOLDER}-second")
        self.addCleanup(self.local, "stop", folder=second)
        started = self.local("start", folder=second)
        self.assertEqual(started.returncode, 0, started.stderr)
        self.assertEqual(self.local("stop", folder=second).returncode, 0)
        self.assertFalse(second.exists())
        self.assertEqual(self.local("status").returncode, 0)


if __name__ == "__main__":
    slurm_case.main()
