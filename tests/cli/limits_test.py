# SPDX-License-Identifier: Apache-2.0
"""Limits from the case to the verified plan file, and what is said where they are wrong."""

import json

import h5py

import surgeflow_cli as cli
from plan_content import content


class LimitsTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("synth", "--facilities", 30, "--periods", 60, "--seed", 5, "-o", "case")

    def plan(self, name, *settings, ranks=None):
        overrides = [word for setting in settings for word in ("--set", setting)]
        self.run_program("plan", "case/case.toml", "-o", f"{name}.h5", "--summary", f"{name}.json",
                         *overrides, ranks=ranks)
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def test_a_plan_within_its_limits_is_verified(self):
        free = self.plan("free")
        limited = self.plan("limited", "rules.dispatch_limit=1", "rules.away_limit=0.5")
        self.assertLess(limited["treated"], free["treated"])
        self.assertLessEqual(limited["bound_unmet"], limited["unmet"])
        verified = self.run_program("verify", "limited.h5")
        self.assertIn("ok      the plan obeys its limits", verified.stdout)
        with h5py.File(self.folder / "limited.h5") as file:
            sent = file["plan/sent"][:].sum(axis=0)
            self.assertLessEqual(sent.max(), 1)
            self.assertEqual(file["limits"].attrs["dispatch_limit"], 1)
            self.assertEqual(file["limits/dispatch_price"].shape, sent.shape)

    def test_a_changed_limit_is_found(self):
        self.plan("limited", "rules.dispatch_limit=2")
        with h5py.File(self.folder / "limited.h5", "r+") as file:
            file["limits"].attrs["dispatch_limit"] = 1
        refused = self.run_program("verify", "limited.h5", expect=cli.BAD_INPUT)
        self.assertIn("dispatch limit: period", refused.stdout)
        self.assertIn("1 more than the 1 allowed", refused.stdout)

    def test_nothing_shipped_at_a_limit_of_zero(self):
        alone = self.plan("alone", "sharing.scope=none")
        limited = self.plan("limited", "rules.dispatch_limit=0")
        self.assertEqual((limited["treated"], limited["units_shipped"], limited["status"]),
                         (alone["treated"], 0, "optimal"))

    def test_the_same_plan_on_three_ranks(self):
        settings = ("rules.dispatch_limit=1", "rules.away_limit=0.5")
        self.plan("one", *settings)
        self.plan("three", *settings, ranks=3)
        self.assertEqual(content(self.folder / "one.h5"), content(self.folder / "three.h5"))

    def test_a_time_limit_leaves_a_plan_within_the_limits(self):
        self.run_program("plan", "case/case.toml", "-o", "short.h5", "--time-limit", "0", "--set",
                         "rules.dispatch_limit=1", expect=cli.LIMIT_REACHED)
        self.run_program("verify", "short.h5")

    def test_the_exact_method_refuses_limits(self):
        refused = self.run_program("plan", "case/case.toml", "--set", "rules.dispatch_limit=1",
                                   "--set", "solver.method=exact", expect=cli.BAD_INPUT)
        self.assertIn('solver.method = "lagrangian"', refused.stderr)


if __name__ == "__main__":
    cli.main()
