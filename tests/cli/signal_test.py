# SPDX-License-Identifier: Apache-2.0
"""Interrupts end a run in order: the best plan so far is written and holds what it claims."""

import json
import os
import pathlib
import signal
from unittest import mock

import h5py

import surgeflow_cli as cli

# Large enough that the search is still on when the signal comes, right after its start was told.
FACILITIES, PERIODS = 1500, 180


class SignalTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("synth", "--facilities", FACILITIES, "--periods", PERIODS, "--seed", 3,
                         "-o", "large")

    def started(self, until, command="plan", ranks=None):
        """A run on the large case that has just told `until`."""
        outputs = ["-o", "plan.h5", "--summary", "summary.json"] if command == "plan" else []
        process = self.start_program(command, "large/case.toml", *outputs, ranks=ranks)
        for line in process.stderr:
            if until in line:
                return process
        self.fail(f"the run ended with {process.wait()} before it told '{until}'")

    def test_memory_comes_in_large_pages_unless_told_otherwise(self):
        for told, expected in [(None, "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold="),
                               ("glibc.malloc.hugetlb=0", "glibc.malloc.hugetlb=0")]:
            with self.subTest(told=told), mock.patch.dict(os.environ):
                os.environ.pop("GLIBC_TUNABLES", None)
                if told is not None:
                    os.environ["GLIBC_TUNABLES"] = told
                process = self.started("reading")
                # Some versions of the C library end the settings by zeros where they read them.
                environment = pathlib.Path(f"/proc/{process.pid}/environ").read_bytes()
                self.assertIn(f"GLIBC_TUNABLES={expected}".encode(),
                              environment.replace(b"\0", b":"))
                process.kill()
                process.communicate(timeout=60)

    def assert_interrupted_in_order(self, process):
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, cli.INTERRUPTED, out + err)
        self.assertIn("interrupted", out)
        summary = json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["status"], summary["certified"]), ("interrupted", False))
        self.assertGreater(summary["gap"], 0.0)
        with h5py.File(self.folder / "plan.h5") as plan:
            self.assertEqual(plan["summary"].attrs["unmet"], summary["unmet"])
        self.run_program("verify", "plan.h5")

    def test_signals_during_the_search(self):
        for number in [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1]:
            with self.subTest(signal=number.name):
                process = self.started("solving")
                process.send_signal(number)
                self.assert_interrupted_in_order(process)

    def test_a_signal_before_the_search(self):
        process = self.started("reading")
        process.send_signal(signal.SIGTERM)
        self.assert_interrupted_in_order(process)

    def test_commands_without_a_search_just_end(self):
        process = self.started("reading", command="demand")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGTERM)

    def test_a_second_interrupt_ends_the_run_at_once(self):
        process = self.started("reading")
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertIn(process.returncode, [-signal.SIGINT, cli.INTERRUPTED])

    def test_a_signal_to_all_ranks(self):
        process = self.started("solving", ranks=3)
        process.send_signal(signal.SIGUSR1)
        self.assert_interrupted_in_order(process)


if __name__ == "__main__":
    cli.main()
