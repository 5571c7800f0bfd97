# SPDX-License-Identifier: Apache-2.0
"""Help, version, and what a misspelt command line is told."""

import json

import surgeflow_cli as cli


class HelpTest(cli.CliTest):
    def test_general_help_lists_exactly_the_commands_that_work(self):
        text = self.run_program("--help").stdout
        section = text.split("Commands:\n")[1].split("\n\n")[0]
        listed = [line.split()[0] for line in section.splitlines()]
        self.assertEqual(listed, cli.COMMANDS)
        self.assertEqual(self.run_program("-h").stdout, text)

    def test_every_command_has_help(self):
        for command in cli.COMMANDS:
            with self.subTest(command=command):
                finished = self.run_program(command, "--help")
                self.assertIn(f"surgeflow {command}", finished.stdout)
                self.assertEqual(finished.stderr, "")


class VersionTest(cli.CliTest):
    def test_text(self):
        self.assertRegex(self.run_program("--version").stdout, r"^surgeflow \d+\.\d+\.\d+\n")

    def test_json(self):
        version = json.loads(self.run_program("--version", "--json").stdout)
        self.assertRegex(version["version"], r"^\d+\.\d+\.\d+$")
        self.assertRegex(version["commit"], r"^([0-9a-f]{40}|unknown)$")
        self.assertIn("HDF5", version["built_with"])
        self.assertIn("MPI", version["built_with"])

    def test_anything_else_is_refused(self):
        self.assertIn("--json", self.run_program("--version", "--xml", expect=cli.USAGE).stderr)


class UsageErrorTest(cli.CliTest):
    def refused(self, *arguments):
        """The message of a refused command line; it went to stderr alone and named the help."""
        finished = self.run_program(*arguments, expect=cli.USAGE)
        self.assertEqual(finished.stdout, "")
        self.assertRegex(finished.stderr, r"see 'surgeflow( \w+)? --help'\n$")
        self.assertEqual(finished.stderr.count("\n"), 1)
        return finished.stderr

    def test_no_command(self):
        self.assertIn("a command is missing", self.refused())

    def test_unknown_command(self):
        self.assertIn("unknown command 'paln'; did you mean 'plan'?", self.refused("paln", "x"))

    def test_commands_to_come_are_unknown(self):
        for command in ["import"]:
            self.assertIn(f"unknown command '{command}'", self.refused(command))

    def test_unknown_option_before_a_command(self):
        self.assertIn("unknown option '--versoin'; did you mean '--version'?",
                      self.refused("--versoin"))

    def test_misspelt_option_of_a_command(self):
        for arguments in (["--tim-limit", "5", "case.toml"], ["case.toml", "--tim-limit=5"],
                          ["--tim-limit", "5"]):
            self.assertIn("unknown option '--tim-limit'; did you mean '--time-limit'?",
                          self.refused("plan", *arguments))

    def test_option_that_resembles_nothing(self):
        message = self.refused("info", "x.h5", "--qwertyuiop")
        self.assertIn("unknown option '--qwertyuiop'", message)
        self.assertNotIn("did you mean", message)

    def test_missing_case(self):
        self.assertIn("CASE", self.refused("plan"))

    def test_too_many_arguments(self):
        self.assertIn("unexpected argument 'second.toml'",
                      self.refused("plan", "case.toml", "second.toml"))

    def test_numbers_of_threads_that_are_none(self):
        for value in ["0", "-2", "1.5", "many", "", "99999999999999999999"]:
            with self.subTest(value=value):
                message = self.refused("plan", "case.toml", "--threads", value)
                self.assertIn("allowed: a whole number from 1", message)

    def test_time_limits_that_are_none(self):
        for value in ["-1", "nan", "inf", "1e300", "soon"]:
            with self.subTest(value=value):
                message = self.refused("plan", "case.toml", "--time-limit", value)
                self.assertIn("allowed: seconds from 0", message)

    def test_option_without_its_value(self):
        self.assertIn("--threads", self.refused("plan", "case.toml", "--threads"))

    def test_one_place_for_two_files(self):
        for outputs in [("-o", "./case.toml"), ("-o", "x", "--csv", "x")]:
            self.assertIn("is named twice",
                          self.refused("plan", "case.toml", "--quiet", *outputs))

    def test_unknown_export_format(self):
        message = self.refused("export", "plan.h5", "--format", "geojsn", "-o", "x")
        self.assertIn("did you mean 'geojson'?", message)

    def test_export_needs_format_and_output(self):
        self.assertIn("--format", self.refused("export", "plan.h5", "-o", "x"))
        self.assertIn("--output", self.refused("export", "plan.h5", "--format", "csv"))

    def test_unknown_log_level(self):
        self.assertIn("--log-level", self.refused("plan", "case.toml", "--log-level", "loud"))


if __name__ == "__main__":
    cli.main()
