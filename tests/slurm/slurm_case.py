# SPDX-License-Identifier: Apache-2.0
"""What tests of the job files share: a folder, and ways to submit, watch and signal jobs.

From the environment: SURGEFLOW_EXECUTABLE, and SURGEFLOW_SLURM_DIR, where the fixture's Slurm runs.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import launch_ranks  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXECUTABLE = pathlib.Path(os.environ.get("SURGEFLOW_EXECUTABLE", "surgeflow"))
STAND_IN = pathlib.Path(__file__).resolve().parent / "stand_in" / "surgeflow"
LOCAL_SLURM = ROOT / "scripts" / "slurm_local.sh"
SLURM_FOLDER = pathlib.Path(os.environ.get("SURGEFLOW_SLURM_DIR", "/tmp/surgeflow-slurm"))
COLORADO = ROOT / "datasets" / "colorado" / "sharing.toml"

DONE, USAGE, INTERRUPTED = 0, 2, 6
SKIPPED = 77  # what ctest takes for "not run here"
PATIENCE_SECONDS = 100  # until a job has ended, on a machine that is busy
ENDED = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY"}


def why_not_here():
    """Why no Slurm can be started here, or nothing."""
    search = os.environ["PATH"] + ":/usr/sbin:/sbin"
    for name in ["slurmctld", "slurmd", "munged"]:
        if shutil.which(name, path=search) is None:
            return f"{name} is not installed; scripts/install_packages.sh thorough installs it"
    if os.geteuid() != 0:
        return "slurmd starts jobs as their users, which takes root"
    return None


def job_environment(program):
    """This process's environment, `program` first on the PATH, free of any other Slurm's job."""
    environment = {name: value for name, value in launch_ranks.launch_environment().items()
                   if not name.startswith(("SLURM", "SBATCH_", "SRUN_", "SURGEFLOW_LAUNCH"))}
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"
    environment["SLURM_CONF"] = str(SLURM_FOLDER / "slurm.conf")
    return environment


def daemons_told():
    """The ends of the logs, for messages: they are gone when the fixture has stopped Slurm."""
    ends = []
    for path in sorted(SLURM_FOLDER.glob("*.log")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        ends.append("\n".join([f"-- {path.name}", *lines]))
    return "\n".join(ends)


class SlurmTest(unittest.TestCase):
    """A test in a fresh folder, whose jobs find `program` as surgeflow."""

    program = EXECUTABLE

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="surgeflow-test-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.environment = job_environment(self.program)

    def command(self, *words):
        finished = subprocess.run(
            [*map(str, words)], cwd=self.folder, env=self.environment, text=True,
            capture_output=True, check=False, timeout=PATIENCE_SECONDS)
        self.assertEqual(finished.returncode, 0, f"{words}\n{finished.stdout}{finished.stderr}\n"
                         f"{daemons_told()}")
        return finished.stdout

    def submit(self, script, *arguments, options=()):
        """Submits slurm/SCRIPT from the test's folder; the job's number."""
        told = self.command("sbatch", "--parsable", "--cpus-per-task=1", *options,
                            ROOT / "slurm" / script, *arguments)
        job = told.strip()
        self.addCleanup(subprocess.run, ["scancel", job], env=self.environment, check=False,
                        capture_output=True)
        return job

    def job(self, job):
        """What Slurm knows of a job, by its names."""
        told = self.command("scontrol", "--oneliner", "show", "job", job)
        return dict(re.findall(r"(\S+?)=(\S*)", told))

    def log(self, job):
        path = self.folder / f"surgeflow-{job}.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def until(self, condition, words, job):
        """Waits until condition() holds and returns what it gave."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := condition()):
            self.assertLess(time.monotonic(), end, f"{words}: not within {PATIENCE_SECONDS} s\n"
                            f"{self.job(job)}\n{self.log(job)}\n{daemons_told()}")
            time.sleep(0.2)
        return found

    def until_said(self, job, words):
        self.until(lambda: words in self.log(job), f"the log says '{words}'", job)

    def until_ended(self, job, state, code):
        """Waits for a job's end; it must have this state and exit code. What Slurm knows of it."""
        def ended():
            known = self.job(job)
            return known if known["JobState"] in ENDED else None
        known = self.until(ended, "the job ends", job)
        self.assertEqual((known["JobState"], known["ExitCode"]), (state, f"{code}:0"),
                         self.log(job))
        return known

    def signal(self, job):
        """What Slurm does before the time limit with --signal=B:USR1."""
        self.command("scancel", "--batch", "--signal=USR1", job)


def main():
    reason = why_not_here()
    if reason is not None:
        print(f"Not run: {reason}.")
        sys.exit(SKIPPED)
    unittest.main()
