# SPDX-License-Identifier: Apache-2.0
"""Limits from the case to the verified plan file, and what is said where they are wrong."""

import json

import h5py

import surgeflow_cli as cli
from plan_content import content


class LimitsTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("synth", "--facilities", 16, "--periods", 60, "--seed", 5, "-o", "case")

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

    @cli.thorough
    def test_the_same_plan_on_three_ranks(self):
        settings = ("rules.dispatch_limit=1", "rules.away_limit=0.5")
        self.plan("one", *settings)
        self.plan("three", *settings, ranks=3)
        self.assertEqual(content(self.folder / "one.h5"), content(self.folder / "three.h5"))

    def test_rules_and_limits_together(self):
        settings = ("rules.reserve=0.1", "rules.patient_tiers=[[0.5, 1.5], [1.0, 1.0]]",
                    "rules.lending_limit=2", "rules.away_limit=0.2", "rules.return_by=end",
                    "rules.no_worse_off=true", "solver.gap=0.05")
        for name, ranks in (("one", None), ("three", 3)):
            self.plan(name, *settings, ranks=ranks)
            verified = self.run_program("verify", f"{name}.h5", ranks=ranks)
            self.assertIn("ok      the plan obeys its limits", verified.stdout)
        self.assertEqual(content(self.folder / "one.h5"), content(self.folder / "three.h5"))
        with h5py.File(self.folder / "one.h5") as file:
            there = file["plan/idle"][:, -1] + file["plan/in_use"][:, -1]
            self.assertTrue((there >= file["input/devices"][:]).all())

    @cli.thorough
    def test_a_reserve_that_others_cover_beside_limits(self):
        settings = ("rules.reserve=0.2", "rules.reserve_weight=0.005", "rules.backup_periods=1",
                    "rules.away_limit=0.5", "rules.dispatch_limit=2", "solver.gap=0.2")
        for name, ranks in (("one", None), ("three", 3)):
            self.plan(name, *settings, ranks=ranks)
        verified = self.run_program("verify", "one.h5")
        self.assertIn("ok      the plan obeys its limits", verified.stdout)
        self.assertEqual(content(self.folder / "one.h5"), content(self.folder / "three.h5"))
        with h5py.File(self.folder / "one.h5", "r+") as file:
            self.assertEqual(file["limits"].attrs["backup_periods"], 1)
            self.assertEqual(file["limits/cover_price"].shape, file["plan/idle"].shape)
            file["limits"].attrs["backup_periods"] = 2
        self.run_program("verify", "one.h5", expect=cli.BAD_INPUT)

    def test_staffed_beds_are_a_column(self):
        path = self.folder / "case" / "facilities.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([lines[0] + ",staffed_beds"] + [line + ",3" for line in lines[1:]])
                        + "\n", encoding="utf-8")
        self.plan("beds")
        self.run_program("verify", "beds.h5")
        with h5py.File(self.folder / "beds.h5") as file:
            self.assertLessEqual(file["plan/in_use"][:].max(), 3)

    def test_a_date_of_return_in_each_way_it_may_be_written(self):
        for date in ("end", "59", "2020-05-20"):
            with self.subTest(date):
                self.plan("dated", f"rules.return_by={date}", "solver.gap=0.1")
        for date, words in (("2021-05-20", "outside the horizon"), ("soon", "neither")):
            with self.subTest(date):
                refused = self.run_program("plan", "case/case.toml", "--set",
                                           f"rules.return_by={date}", expect=cli.BAD_INPUT)
                self.assertIn("rules.return_by", refused.stderr)
                self.assertIn(words, refused.stderr)

    def test_a_time_limit_leaves_a_plan_within_the_limits(self):
        self.run_program("plan", "case/case.toml", "-o", "short.h5", "--time-limit", "0", "--set",
                         "rules.dispatch_limit=1", expect=cli.LIMIT_REACHED)
        self.run_program("verify", "short.h5")

    def replan(self, limit, *options, expect=cli.DONE):
        return self.run_program("replan", "case/case.toml", "--set", f"rules.{limit}", "--from",
                                "first.h5", "--at", "2020-04-05", "-o", "next.h5", *options,
                                expect=expect)

    # With nobody away all of a morning's devices must be there; some are on patients.
    def test_devices_on_patients_in_the_morning_are_there(self):
        self.plan("first", "rules.away_limit=0")
        for limit in ("away_limit=0", "return_by=2020-04-06"):
            self.replan(limit)
            self.run_program("verify", "next.h5")
        with h5py.File(self.folder / "next.h5", "r+") as file:
            self.assertGreater(file["limits/in_care"][:].max(), 0)
            file["limits/in_care"][0, 1] += 50
        failed = self.run_program("verify", "next.h5", expect=cli.BAD_INPUT)
        self.assertIn("devices in care", failed.stdout)

    def test_devices_that_are_not_there_in_the_morning_leave_a_limit_short(self):
        self.plan("first", "rules.away_limit=0")
        with h5py.File(self.folder / "first.h5") as file:
            day = file["plan/period"].asstr()[4]
            row = int(file["plan/idle"][:, 4].argmax())
            facility = file["plan/facility"].asstr()[row]
        (self.folder / "counted").mkdir()
        (self.folder / "counted" / "stock.csv").write_text(
            f"facility,period,devices\n{facility},{day},0\n", encoding="utf-8")
        for limit, words in (("away_limit=0", "no plan can obey rules.away_limit: "),
                             ("return_by=2020-04-06", "no plan can obey rules.return_by: ")):
            refused = self.replan(limit, "--actuals", "counted", expect=cli.INFEASIBLE)
            self.assertIn(words, refused.stderr)
            self.assertIn(f"short at {facility}", refused.stderr)
        self.assertNotIn("next.h5", self.files())

    # Two of three beds are taken until day 2: one patient of day 0, and three of day 2.
    def test_patients_of_the_start_lie_in_staffed_beds(self):
        for name, text in {
                "case.toml": '[horizon]\nstart = 2020-04-01\nperiods = 4\n[facilities]\n'
                             'file = "places.csv"\n[item]\nname = "ventilator"\nturnaround = 2\n'
                             '[demand]\nmodel = "file"\nfile = "demand.csv"\n'
                             '[state]\nin_use = "in_use.csv"\n'
                             '[transit]\nmodel = "geodesic"\nkm_per_period = 500\n',
                "places.csv": "id,name,latitude,longitude,devices,staffed_beds\nA,A,39,-105,2,3\n",
                "demand.csv": "facility,period,patients\nA,0,2\nA,2,4\n",
                "in_use.csv": "facility,period,devices\nA,2,2\n"}.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.run_program("plan", "case.toml", "-o", "day0.h5", "--summary", "day0.json")
        told = json.loads((self.folder / "day0.json").read_text(encoding="utf-8"))
        self.assertEqual(told["treated"], 4)
        self.run_program("verify", "day0.h5")

    def test_the_exact_method_refuses_limits(self):
        refused = self.run_program("plan", "case/case.toml", "--set", "rules.dispatch_limit=1",
                                   "--set", "solver.method=exact", expect=cli.BAD_INPUT)
        self.assertIn('solver.method = "lagrangian"', refused.stderr)
        refused = self.run_program("plan", "case/case.toml", "--set", "rules.reserve=0.1",
                                   "--set", "rules.backup_periods=1", "--set",
                                   "solver.method=exact", expect=cli.BAD_INPUT)
        self.assertIn('solver.method = "lagrangian"', refused.stderr)


if __name__ == "__main__":
    cli.main()
