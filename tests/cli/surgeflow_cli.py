# SPDX-License-Identifier: Apache-2.0
"""What tests of the command line share: a case to plan, and ways to run the program.

The program and the MPI launcher come from the environment: SURGEFLOW_EXECUTABLE, SURGEFLOW_MPIEXEC.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import launch_ranks  # noqa: E402
from thorough import thorough, to_try  # noqa: E402, F401

EXECUTABLE = os.environ.get("SURGEFLOW_EXECUTABLE", "surgeflow")
MPIEXEC = os.environ.get("SURGEFLOW_MPIEXEC", "mpiexec")

DONE, INTERNAL_ERROR, USAGE, BAD_INPUT, INFEASIBLE, LIMIT_REACHED, INTERRUPTED = range(7)

COMMANDS = ["plan", "replan", "replay", "verify", "demand", "calibrate", "sweep", "explain", "report", "export", "synth", "info"]

# Three facilities, six days, two days of turnaround. Alone, Bend treats nobody and Cove misses its
# second patient: five of six go without. With sharing, both devices of Arch reach Bend on day 1,
# treat two, are free on day 3 and treat two more; nothing can reach Cove by day 1, because Arch is
# two days away. So one goes without, and two devices move in one shipment.
CASE = """
[case]
name = "three towns"

[horizon]
start = 2020-03-31
periods = 6

[facilities]
file = "facilities.csv"

[item]
turnaround = 2

[demand]
model = "file"
file = "demand.csv"

[transit]
file = "transit.csv"
"""
FACILITIES = """id,name,latitude,longitude,region,devices
001,Arch,39.0,-105.0,east,2
002,"Bend, upper",39.5,-105.5,east,0
003,Cove,40.0,-107.0,west,1
"""
DEMAND = """facility,period,patients
002,1,2
002,3,2
003,0,1
003,2020-04-01,1
"""
TRANSIT = """origin,destination,periods
001,002,1
002,001,1
001,003,2
"""
DEMAND_TOTAL, UNMET_ALONE, UNMET_SHARED, UNITS_SHIPPED = 6, 5, 1, 2



def plain_case(periods, rules=""):
    """A case of four tables by the names that they have here, two days of turnaround, and rules."""
    return f"""[horizon]
start = 2020-03-31
periods = {periods}
[facilities]
file = "facilities.csv"
[item]
turnaround = 2
[demand]
file = "demand.csv"
[transit]
file = "transit.csv"
{rules}
"""


class CliTest(unittest.TestCase):
    """A test in a fresh folder that holds the case above."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="surgeflow-test-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.case = self.write("case.toml", CASE)
        self.write("facilities.csv", FACILITIES)
        self.write("demand.csv", DEMAND)
        self.write("transit.csv", TRANSIT)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run_program(self, *arguments, expect=DONE, ranks=None, file_size_limit=None,
                    stdout=subprocess.PIPE):
        """Runs surgeflow in the test's folder and checks its exit code.

        With `file_size_limit`, in blocks of `ulimit -f`, larger files can not be written. That
        needs `ranks`: the launcher then writes the files of MPI, and is not limited.
        """
        command = [EXECUTABLE, *map(str, arguments)]
        if file_size_limit is not None:
            command = ["sh", "-c", f'ulimit -f {file_size_limit}; exec "$@"', "sh", *command]
        if ranks is not None:
            command = launch_ranks.launch_command(MPIEXEC, ranks, command)
        finished = subprocess.run(
            command, cwd=self.folder, env=launch_ranks.launch_environment(), text=True,
            stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertEqual(
            finished.returncode, expect,
            f"{' '.join(command)}\nstdout: {finished.stdout}\nstderr: {finished.stderr}")
        return finished

    def start_program(self, *arguments, ranks=None):
        command = [EXECUTABLE, *map(str, arguments)]
        if ranks is not None:
            command = launch_ranks.launch_command(MPIEXEC, ranks, command)
        process = subprocess.Popen(
            command, cwd=self.folder, env=launch_ranks.launch_environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.stdout.close()
        process.stderr.close()
        process.wait()

    def files(self):
        """Names of everything in the test's folder."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))


def main():
    unittest.main()
