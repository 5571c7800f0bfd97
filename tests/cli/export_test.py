# SPDX-License-Identifier: Apache-2.0
"""surgeflow export and info: every format from one plan file."""

import json

import surgeflow_cli as cli


class ExportTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("plan", self.case, "-o", "plan.h5")

    def export(self, file_format, path):
        self.run_program("export", "plan.h5", "--format", file_format, "-o", path)
        return self.folder / path

    def test_csv(self):
        folder = self.export("csv", "tables")
        shipments = (folder / "shipments.csv").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(shipments), 2)
        self.assertIn("001", shipments[1])
        self.assertIn("002", shipments[1])

    def test_geojson(self):
        features = json.loads(self.export("geojson", "plan.geojson").read_text())["features"]
        kinds = [feature["geometry"]["type"] for feature in features]
        self.assertEqual((kinds.count("Point"), kinds.count("LineString")), (3, 1))

    def test_dimacs(self):
        lines = self.export("dimacs", "plan.min").read_text().splitlines()
        problem = next(line for line in lines if line.startswith("p min"))
        nodes, arcs = map(int, problem.split()[2:])
        self.assertEqual(nodes, 3 * 6 + 1)
        self.assertEqual(arcs, sum(line.startswith("a ") for line in lines))

    def test_mps(self):
        text = self.export("mps", "plan.mps").read_text()
        self.assertTrue(text.rstrip().endswith("ENDATA"))

    def test_an_output_that_can_not_be_written_leaves_nothing(self):
        for file_format in ["geojson", "dimacs", "mps"]:
            with self.subTest(file_format=file_format):
                before = self.files()
                self.run_program("export", "plan.h5", "--format", file_format, "-o", "absent/file",
                                 expect=cli.BAD_INPUT)
                self.assertEqual(self.files(), before)

    def test_a_file_that_is_no_plan(self):
        finished = self.run_program("export", "case.toml", "--format", "csv", "-o", "tables",
                                    expect=cli.BAD_INPUT)
        self.assertIn("case.toml", finished.stderr)
        self.assertFalse((self.folder / "tables").exists())


class InfoTest(cli.CliTest):
    def test_lists_the_plan_file(self):
        self.run_program("plan", self.case, "-o", "plan.h5")
        text = self.run_program("info", "plan.h5").stdout
        self.assertRegex(text, r"treated +\[3,6\]")
        self.assertIn("unmet = 1", text)

    def test_refuses_what_is_no_file_of_surgeflow(self):
        for name in ["case.toml", "absent.h5"]:
            self.assertIn(name, self.run_program("info", name, expect=cli.BAD_INPUT).stderr)


if __name__ == "__main__":
    cli.main()
