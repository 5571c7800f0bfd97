# SPDX-License-Identifier: Apache-2.0
"""surgeflow synth: cases that can be planned, the same from the same seed."""

import surgeflow_cli as cli


class SynthTest(cli.CliTest):
    def synth(self, folder, *arguments, **options):
        return self.run_program("synth", "--facilities", 12, "--periods", 40, "--seed", 7,
                                "-o", folder, *arguments, **options)

    def content(self, folder):
        return {path.name: path.read_bytes() for path in (self.folder / folder).iterdir()}

    def test_the_case_can_be_planned(self):
        text = self.synth("case").stdout
        self.assertIn("12 facilities and 40 periods: case/case.toml", text)
        text = self.run_program("plan", "case/case.toml", "-o", "plan.h5").stdout
        self.assertIn("at 12 facilities over 40 periods", text)
        self.run_program("verify", "plan.h5")

    def test_the_same_seed_gives_the_same_case(self):
        self.synth("first")
        self.synth("second")
        self.assertEqual(self.content("first"), self.content("second"))

    def test_regions(self):
        self.synth("case", "--regions", 3)
        text = self.run_program("plan", "case/case.toml", "--summary", "summary.json").stdout
        self.assertTrue(text)
        self.assertIn('"regions": 3', (self.folder / "summary.json").read_text(encoding="utf-8"))

    def test_an_existing_case_is_not_overwritten(self):
        self.synth("case")
        before = self.content("case")
        self.synth("case", "--regions", 2, expect=cli.BAD_INPUT)
        self.assertEqual(self.content("case"), before)

    def test_numbers_out_of_range(self):
        for option, value in [("--facilities", 0), ("--periods", -1), ("--facilities", 10**9),
                              ("--seed", "x"), ("--regions", 0)]:
            with self.subTest(option=option, value=value):
                arguments = {"--facilities": 5, "--periods": 5, "--seed": 1, option: value}
                flat = [item for pair in arguments.items() for item in pair]
                finished = self.run_program("synth", *flat, "-o", "case", expect=cli.USAGE)
                self.assertIn(f"{option}: '{value}'", finished.stderr)
                self.assertFalse((self.folder / "case").exists())

    def test_more_regions_than_facilities(self):
        self.synth("case", "--regions", 13, expect=cli.BAD_INPUT)


if __name__ == "__main__":
    cli.main()
