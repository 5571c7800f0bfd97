# SPDX-License-Identifier: Apache-2.0
"""surgeflow replay: a wave that comes as forecast, one that does not, and what is refused."""

import csv
import signal

import h5py

import surgeflow_cli as cli

REPLAY = """[replay]
case = "case.toml"
truth = "demand.csv"
"""


ORDERS_HEAD = "action,origin,destination,first,last,devices\n"


class ReplayTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.write("replay.toml", REPLAY)

    def play(self, **options):
        return self.run_program("replay", "replay.toml", "-o", "replay.h5", "--csv", "tables",
                                **options)

    def without(self):
        with open(self.folder / "tables/policies.csv", encoding="utf-8", newline="") as file:
            return {row["policy"]: int(row["without"]) for row in csv.DictReader(file)}

    def refused(self, text, expect=cli.BAD_INPUT):
        self.write("replay.toml", text)
        before = self.files()
        finished = self.run_program("replay", "replay.toml", "-o", "replay.h5", expect=expect)
        self.assertEqual(self.files(), before)
        return finished.stderr

    def test_a_wave_that_was_forecast(self):
        finished = self.play()
        self.assertIn("6 patients came to 3 facilities over 6 periods from 2020-03-31, with "
                      "3 devices.", finished.stdout)
        without = self.without()
        self.assertEqual(list(without), ["none", "proportional", "nearest", "within_72h", "plan",
                                         "foresight"])
        self.assertEqual((without["none"], without["plan"], without["foresight"]),
                         (cli.UNMET_ALONE, cli.UNMET_SHARED, cli.UNMET_SHARED))
        with h5py.File(self.folder / "replay.h5") as file:
            self.assertEqual(file["policies/unmet"].shape, (6, 3, 6))
            self.assertEqual(file["policies/without"][...].tolist(), list(without.values()))
        self.assertIn("/policies", self.run_program("info", "replay.h5").stdout)

    def test_a_wave_that_nobody_expected(self):
        self.write("truth.csv", "facility,period,patients\n001,0,2\n002,1,2\n")
        self.write("replay.toml", REPLAY.replace("demand.csv", "truth.csv") + 'outlook = "case"\n')
        self.play()
        without = self.without()
        self.assertEqual((without["none"], without["foresight"]), (2, 2))
        self.assertGreaterEqual(without["plan"], 2)

    def test_every_outlook(self):
        for outlook in ["case", "scaled", "growth"]:
            self.write("replay.toml", REPLAY + f'outlook = "{outlook}"\nevery = 2\n'
                       'policies = ["plan", "none"]\n')
            self.play()
            self.assertEqual(list(self.without()), ["none", "plan"])

    def test_the_same_on_ranks(self):
        self.play()
        alone = (self.folder / "tables/unmet.csv").read_bytes()
        self.play(ranks=2)
        self.assertEqual((self.folder / "tables/unmet.csv").read_bytes(), alone)

    def test_unknown_words(self):
        message = self.refused(REPLAY + 'outlok = "case"\n')
        self.assertIn('did you mean "outlook"?', message)
        message = self.refused(REPLAY + 'policies = ["plans"]\nevery = 0\ndamping = 1.0\n')
        self.assertIn('"plans"', message)
        self.assertIn("none, proportional, nearest, within_72h, plan, foresight", message)
        self.assertIn("replay.every", message)
        self.assertIn("0 or more, below 1", message)
        self.assertIn("unknown section", self.refused(REPLAY + "[horizon]\nperiods = 3\n"))

    def test_what_is_missing(self):
        message = self.refused('[replay]\nname = "nothing"\n')
        self.assertIn("replay.case", message)
        self.assertIn("replay.truth", message)
        self.assertIn("absent.csv", self.refused(REPLAY.replace("demand.csv", "absent.csv")))

    def test_patients_of_unknown_places(self):
        self.write("truth.csv", "facility,period,patients\n01,0,2\n001,9,1\n")
        message = self.refused(REPLAY.replace("demand.csv", "truth.csv"))
        self.assertIn('"01" is no facility', message)
        self.assertIn("is outside the horizon", message)

    def test_limits_bind_plans_alone(self):
        """One device a day: the other one comes a day late, for the patients of the fourth day."""
        self.write("case.toml", cli.CASE + "\n[rules]\ndispatch_limit = 1\n")
        self.play()
        without = self.without()
        self.assertEqual((without["none"], without["plan"], without["foresight"]),
                         (cli.UNMET_ALONE, cli.UNMET_SHARED + 1, cli.UNMET_SHARED))

    def test_frozen_orders_stay_within_limits(self):
        """All is as planned, one device a day: what was ordered leaves."""
        self.write("case.toml", cli.CASE + "\n[rules]\ndispatch_limit = 1\naway_limit = 1.0\n")
        finished = self.play()
        self.assertIn("100.0 %", [line for line in finished.stdout.splitlines()
                                  if line.startswith("plan")][0])
        with open(self.folder / "tables/policies.csv", encoding="utf-8", newline="") as file:
            planned = [row for row in csv.DictReader(file) if row["policy"] == "plan"][0]
        self.assertEqual(planned["open_devices"], planned["surviving_devices"])
        self.assertGreater(int(planned["open_devices"]), 0)

    def test_orders_bind_plans_within_limits(self):
        """One device may leave a day, and on the first it is to go to Cove, who does not need it."""
        self.write("case.toml", cli.CASE + '\n[orders]\nfile = "orders.csv"\n'
                   "[rules]\ndispatch_limit = 1\n")
        self.write("orders.csv", ORDERS_HEAD + "force,001,003,2020-03-31,,1\n")
        self.play()
        self.assertEqual(self.without()["plan"], cli.UNMET_SHARED + 3)

    def test_orders_bind_plans_alone(self):
        self.write("case.toml", cli.CASE + '\n[orders]\nfile = "orders.csv"\n')
        self.write("orders.csv", ORDERS_HEAD + "ban,001,002,2020-03-31,2020-03-31,\n")
        self.play()
        without = self.without()
        self.assertEqual((without["plan"], without["foresight"]),
                         (cli.UNMET_SHARED + 2, cli.UNMET_SHARED))

    def test_orders_that_no_plan_can_obey_are_left_out(self):
        """Arch is to send three devices on the fourth day, and has two."""
        self.write("case.toml", cli.CASE + '\n[orders]\nfile = "orders.csv"\n')
        self.write("orders.csv", ORDERS_HEAD + "force,001,002,2020-04-02,,3\n")
        finished = self.play()
        self.assertIn("A person's orders were left out 3 times", finished.stdout)
        self.assertEqual(self.without()["plan"], cli.UNMET_SHARED)

    def test_a_time_limit_leaves_nothing_half_written(self):
        finished = self.run_program("replay", "replay.toml", "-o", "replay.h5", "--csv", "tables",
                                    "--time-limit", 0, expect=cli.LIMIT_REACHED)
        self.assertIn("The time limit was reached; not played to the end, and left out: none, "
                      "proportional, nearest, within_72h, plan, foresight. Nothing is written.",
                      finished.stdout)
        self.assertFalse((self.folder / "replay.h5").exists())
        self.assertEqual(list((self.folder / "tables").glob("*")), [])

    def test_an_interrupt_leaves_what_was_played(self):
        self.run_program("synth", "--facilities", 600, "--periods", 120, "--seed", 3, "-o", "large")
        self.write("large/truth.csv", "facility,period,patients\n")
        self.write("large/replay.toml", REPLAY.replace("demand.csv", "truth.csv") +
                   'outlook = "case"\npolicies = ["none", "plan"]\n')
        process = self.start_program("replay", "large/replay.toml", "-o", "replay.h5")
        for line in process.stderr:
            if "playing plan" in line:
                break
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, cli.INTERRUPTED, out + err)
        self.assertIn("Interrupted; not played to the end, and left out: plan.", out)
        with h5py.File(self.folder / "replay.h5") as file:
            self.assertEqual(file["policies/policy"].asstr()[...].tolist(), ["none"])


if __name__ == "__main__":
    cli.main()
