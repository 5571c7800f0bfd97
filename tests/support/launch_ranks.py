#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Starts a command on a number of MPI ranks, whoever the user is and however few cores there are.

Run as a script: launch_ranks.py [--mpiexec MPIEXEC] RANKS COMMAND [ARGUMENT...]
Ends with the exit status of the MPI launcher. Tests written in Python use `launch_command` and
`launch_environment` instead.
"""

import argparse
import atexit
import functools
import os
import subprocess
import sys
import tempfile


@functools.cache
def is_open_mpi(mpiexec):
    answer = subprocess.run([mpiexec, "--version"], capture_output=True, text=True, check=False)
    return "Open MPI" in answer.stdout or "OpenRTE" in answer.stdout


def launch_command(mpiexec, ranks, command):
    """The launcher's command line.

    Open MPI refuses more ranks than cores unless told, and starts in a third of the time without
    drivers of networks, which ranks on one machine do not need.
    """
    launch = [mpiexec, "-n", str(ranks)]
    if is_open_mpi(mpiexec):
        launch += ["--mca", "pml", "ob1", "--mca", "btl", "self,vader"]
        if ranks > len(os.sched_getaffinity(0)):
            launch.append("--oversubscribe")
    return launch + list(command)


@functools.cache
def launch_folder():
    """A folder for what launchers keep, of this process alone: two launchers of Open MPI that start
    at the same time can trip over a folder that they share."""
    holder = tempfile.TemporaryDirectory(prefix="ranks-", ignore_cleanup_errors=True)
    atexit.register(holder.cleanup)
    return holder.name


def launch_environment():
    """This process's environment; Open MPI refuses to start as root unless told twice.

    Ranks that wait give way: other tests run beside them.
    """
    environment = {**os.environ, "OMPI_MCA_orte_tmpdir_base": launch_folder(),
                   "OMPI_MCA_mpi_yield_when_idle": "1"}
    if os.geteuid() == 0:
        environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1"
        environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1"
    return environment


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mpiexec", default="mpiexec", help="the MPI launcher")
    parser.add_argument("ranks", type=int, help="number of ranks")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what each rank runs")
    options = parser.parse_args()
    launch = launch_command(options.mpiexec, options.ranks, options.command)
    sys.exit(subprocess.run(launch, env=launch_environment(), check=False).returncode)


if __name__ == "__main__":
    main()
