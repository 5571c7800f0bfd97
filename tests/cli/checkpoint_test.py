# SPDX-License-Identifier: Apache-2.0
"""Runs that are stopped or killed go on, on any number of ranks, and end in the same plan."""

import contextlib
import json
import os
import pathlib
import random
import signal

import surgeflow_cli as cli
from plan_content import content

CHECKPOINTS = ["plan.h5.checkpoint.1", "plan.h5.checkpoint.2"]
ARGUMENTS = ("plan", "case/case.toml", "--set", "solver.method=lagrangian", "--set",
             "solver.regions=6", "-o", "plan.h5", "--threads", 1)


def ranks_of(launcher):
    """The processes that a launcher has started."""
    children = pathlib.Path(f"/proc/{launcher}/task/{launcher}/children")
    return [int(pid) for pid in children.read_text(encoding="utf-8").split()]


class CheckpointTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("synth", "--facilities", 400, "--periods", 120, "--seed", 5, "-o", "case")

    def started(self, until, ranks, every):
        """A run that has just told `until`, or has ended."""
        process = self.start_program(*ARGUMENTS, "--checkpoint-every", every, ranks=ranks)
        for line in process.stderr:
            if until in line:
                break
        return process

    def stopped(self, until="kept step 3", ranks=2, every=0):
        process = self.started(until, ranks, every)
        process.send_signal(signal.SIGUSR1)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, cli.INTERRUPTED, out + err)
        self.assertIn("Checkpoint: plan.h5.checkpoint.", out)
        self.assertIn("the same command goes on from there", out)
        return out

    def undisturbed(self):
        self.run_program(*ARGUMENTS)
        plan = content(self.folder / "plan.h5")
        (self.folder / "plan.h5").unlink()
        return plan

    def assert_ends_in(self, plan, ranks):
        finished = self.run_program(*ARGUMENTS, "--summary", "summary.json", ranks=ranks)
        self.assertIn("going on after step", finished.stderr)
        self.assertEqual(content(self.folder / "plan.h5"), plan)
        summary = json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["status"], summary["certified"]), ("optimal", True))
        for name in CHECKPOINTS:
            self.assertNotIn(name, self.files())

    def test_killed_at_random_moments(self):
        plan = self.undisturbed()
        chance = random.Random(7)
        kills = 0
        while kills < cli.to_try(2, 10):
            process = self.started(chance.choice(["solving", "kept step", "kept step"]),
                                   1 + kills % 4, 0)
            victims = ranks_of(process.pid) or [process.pid]
            for victim in victims if kills % 2 else [chance.choice(victims)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
            process.communicate(timeout=60)
            if process.returncode == cli.DONE:  # it was too late
                self.assertEqual(content(self.folder / "plan.h5"), plan)
            else:
                kills += 1
        self.run_program(*ARGUMENTS, ranks=3)
        self.assertEqual(content(self.folder / "plan.h5"), plan)

    def test_a_stopped_run_goes_on_on_other_ranks(self):
        plan = self.undisturbed()
        self.stopped("coarse", ranks=2, every=3600)
        self.run_program("verify", "plan.h5")
        self.assert_ends_in(plan, 3)

    @cli.thorough
    def test_a_time_limit_leaves_a_plan_and_where_to_go_on(self):
        plan = self.undisturbed()
        self.stopped()
        finished = self.run_program(*ARGUMENTS, "--time-limit", 0, expect=cli.LIMIT_REACHED)
        self.assertIn("Checkpoint: plan.h5.checkpoint.", finished.stdout)
        self.assert_ends_in(plan, 4)

    def test_checkpoints_of_another_case_are_refused(self):
        self.stopped()
        for change in ["item.turnaround=9", "solver.regions=5"]:
            with self.subTest(change=change):
                finished = self.run_program(*ARGUMENTS, "--set", change, expect=cli.BAD_INPUT)
                self.assertRegex(finished.stderr, r"plan\.h5\.checkpoint\.[12].*other input or "
                                                  "settings.*delete the checkpoints")
        self.assertTrue(all(name in self.files() for name in CHECKPOINTS), "nothing is lost")

    @cli.thorough
    def test_one_damaged_checkpoint_is_passed_over(self):
        plan = self.undisturbed()
        self.stopped()
        newest = max((self.folder / name for name in CHECKPOINTS),
                     key=lambda path: path.stat().st_mtime)
        newest.write_bytes(newest.read_bytes()[:-100])
        finished = self.run_program(*ARGUMENTS)
        self.assertIn("not used", finished.stderr)
        self.assertEqual(content(self.folder / "plan.h5"), plan)

    @cli.thorough
    def test_nothing_but_damaged_checkpoints_is_refused(self):
        self.stopped()
        for name in CHECKPOINTS:
            (self.folder / name).write_text("no HDF5 file", encoding="utf-8")
        finished = self.run_program(*ARGUMENTS, expect=cli.BAD_INPUT)
        self.assertRegex(finished.stderr, r"plan\.h5\.checkpoint\.[12]")

    @cli.thorough
    def test_a_checkpoint_that_can_not_be_written_costs_nothing_else(self):
        plan = self.undisturbed()
        longest = "p" * 252 + ".h5"  # too long with anything behind it
        arguments = [longest if one == "plan.h5" else one for one in ARGUMENTS]
        finished = self.run_program(*arguments, "--checkpoint-every", 0, ranks=2)
        self.assertIn("no checkpoint: ", finished.stderr)
        self.assertNotIn("kept step", finished.stderr)
        self.assertEqual(content(self.folder / longest), plan)

    def test_a_folder_in_the_place_of_a_checkpoint_is_refused(self):
        for name in CHECKPOINTS:
            (self.folder / name).mkdir()
        finished = self.run_program(*ARGUMENTS, "--checkpoint-every", 0, expect=cli.BAD_INPUT)
        self.assertIn("checkpoint", finished.stderr)


if __name__ == "__main__":
    cli.main()
