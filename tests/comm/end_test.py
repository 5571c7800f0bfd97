# SPDX-License-Identifier: Apache-2.0
"""A rank that fails ends all ranks within seconds, with its code and its message once.

Run as: end_test.py DRIVER MPIEXEC
"""

import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import launch_ranks  # noqa: E402
from thorough import to_try  # noqa: E402

DRIVER, MPIEXEC = sys.argv[1:3]
CODE = 3  # of the driver's failure
ECHO_CODE = 1
DISK = "driver: the disk is full"
LIMIT_SECONDS = 10


class EndTest(unittest.TestCase):
    def messages(self, way, ranks, failing, code=CODE):
        """What the driver's ranks said; a TimeoutExpired where they did not end."""
        command = launch_ranks.launch_command(MPIEXEC, ranks, [DRIVER, way, str(failing)])
        finished = subprocess.run(command, env=launch_ranks.launch_environment(), text=True,
                                  capture_output=True, timeout=LIMIT_SECONDS, check=False)
        self.assertEqual(finished.returncode, code, finished.stderr)
        return [line for line in finished.stderr.splitlines() if line.startswith("driver: ")]

    def expect_on_each_rank_in_turn(self, way, messages):
        for ranks in to_try((3,), (1, 2, 3)):
            for failing in to_try((0, ranks - 1), range(ranks)):
                with self.subTest(ranks=ranks, failing=failing):
                    self.assertEqual(self.messages(way, ranks, failing), messages)

    def test_a_failure_that_is_agreed_on(self):
        self.expect_on_each_rank_in_turn("agreed", [DISK])

    def test_a_failure_on_the_root_while_the_others_wait_for_it(self):
        self.assertEqual(self.messages("root", 4, 0), [DISK])

    def test_a_failure_while_the_others_wait_in_a_collective(self):
        self.expect_on_each_rank_in_turn("unagreed", [DISK])

    def test_an_echo_of_a_failure_that_never_shows_up(self):
        self.assertEqual(self.messages("echo", 3, 1, code=ECHO_CODE),
                         ["driver: rank 3 failed; its message says why"])

    def test_abort_ends_all_with_its_code(self):
        self.expect_on_each_rank_in_turn("abort", [])

    def test_a_failure_that_was_swallowed_is_still_one(self):
        self.assertEqual(self.messages("swallowed", 3, 1, code=ECHO_CODE),
                         ["driver: rank 1 failed; its message says why"])

    def test_ranks_in_order_wait_for_a_slow_one(self):
        self.assertEqual(self.messages("slow", 3, 1), ["driver: not all was reached"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
