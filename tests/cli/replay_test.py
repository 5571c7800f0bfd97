# SPDX-License-Identifier: Apache-2.0
"""surgeflow replay: a wave that comes as forecast, one that does not, and what is refused."""

import csv

import h5py

import surgeflow_cli as cli

REPLAY = """[replay]
case = "case.toml"
truth = "demand.csv"
"""


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

    def test_limits_are_refused(self):
        self.write("case.toml", cli.CASE + "\n[rules]\naway_limit = 0.5\n")
        self.assertIn("limits or orders, which simple rules do not know", self.refused(REPLAY))


if __name__ == "__main__":
    cli.main()
