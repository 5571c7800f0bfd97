# SPDX-License-Identifier: Apache-2.0
"""Outputs that can not be written: found early, said with a remedy, nothing left half-written."""

import subprocess

import surgeflow_cli as cli
import launch_ranks

# Blocks of 512 or 1024 bytes: less than any output below.
FILE_SIZE_LIMIT = 64
BY_REGIONS = ("--set", "solver.method=lagrangian", "--set", "solver.regions=5")


class UnwritableTest(cli.CliTest):
    def refused(self, *arguments, **options):
        finished = self.run_program("plan", self.case, *arguments, expect=cli.BAD_INPUT, **options)
        self.assertRegex(finished.stderr, r"surgeflow plan: .*; \w+")
        return finished

    def test_missing_folder(self):
        for option, path in [("-o", "absent/plan.h5"), ("--summary", "absent/summary.json")]:
            with self.subTest(option=option):
                finished = self.refused(option, path)
                self.assertIn("absent", finished.stderr)
                self.assertEqual(finished.stdout, "", "found before the work, not after it")

    def test_folder_that_takes_no_files(self):
        for option in ["-o", "--summary"]:
            with self.subTest(option=option):
                self.refused(option, "/proc/surgeflow-test")
        self.refused("--csv", "/proc/surgeflow-test")

    def test_folder_in_the_place_of_the_file(self):
        (self.folder / "plan.h5").mkdir()
        self.refused("-o", "plan.h5")

    def test_file_in_the_place_of_the_folder(self):
        self.write("tables", "a file")
        self.refused("--csv", "tables")

    def test_no_room_for_the_plan_file(self):
        self.run_program("synth", "--facilities", 120, "--periods", 120, "--seed", 1, "-o", "large")
        old = self.write("plan.h5", "old")
        before = self.files()
        finished = self.run_program("plan", "large/case.toml", "-o", "plan.h5",
                                    expect=cli.BAD_INPUT, ranks=1,
                                    file_size_limit=FILE_SIZE_LIMIT)
        self.assertIn("File too large", finished.stderr)
        self.assertIn("Certified optimal", finished.stdout, "the answer is not lost with the file")
        self.assertEqual(old.read_text(encoding="utf-8"), "old")
        self.assertEqual(self.files(), before)

    def test_a_disk_that_fills_up_while_many_ranks_write(self):
        self.run_program("synth", "--facilities", 120, "--periods", 120, "--seed", 1, "-o", "large")
        (self.folder / "disk").mkdir()
        # What is there before the panels fits, and so do some of them.
        for kilobytes in [128, 208]:
            with self.subTest(kilobytes=kilobytes):
                finished = self.plan_on_small_disk(kilobytes)
                self.assertEqual(finished.stderr.count("No space left on device; free"), 1,
                                 finished.stderr)
                self.assertIn("Certified optimal", finished.stdout)
                self.assertEqual(finished.stdout.splitlines()[-1], "left: plan.h5 old")

    def plan_on_small_disk(self, kilobytes):
        """Plans in a mount namespace of its own, and lists what is left on the disk."""
        command = launch_ranks.launch_command(
            cli.MPIEXEC, 3, [cli.EXECUTABLE, "plan", "large/case.toml", "-o", "disk/plan.h5",
                             *BY_REGIONS])
        script = (f'mount -t tmpfs -o size={kilobytes}k tmpfs disk || exit 77; '
                  'printf old > disk/plan.h5; "$@"; status=$?; '
                  'echo "left: $(ls -A disk) $(head -c 3 disk/plan.h5)"; exit $status')
        finished = subprocess.run(
            ["unshare", "-m", "sh", "-c", script, "sh", *command], cwd=self.folder, text=True,
            env=launch_ranks.launch_environment(), capture_output=True, check=False, timeout=60)
        if finished.returncode == 77 or "unshare failed" in finished.stderr:
            self.skipTest("no file system may be mounted here")
        self.assertEqual(finished.returncode, cli.BAD_INPUT, finished.stdout + finished.stderr)
        return finished

    def test_no_room_for_a_demand_file(self):
        self.run_program("synth", "--facilities", 120, "--periods", 120, "--seed", 1, "-o", "large")
        before = self.files()
        for option, path in [("-o", "demand.h5"), ("--csv", "demand.csv.new")]:
            with self.subTest(option=option):
                finished = self.run_program("demand", "large/case.toml", option, path,
                                            expect=cli.BAD_INPUT, ranks=1,
                                    file_size_limit=FILE_SIZE_LIMIT)
                self.assertIn("File too large", finished.stderr)
                self.assertEqual(self.files(), before)

    def test_standard_output_that_is_full(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            finished = self.run_program("plan", self.case, expect=cli.BAD_INPUT, stdout=full)
        self.assertIn("standard output", finished.stderr)


if __name__ == "__main__":
    cli.main()
