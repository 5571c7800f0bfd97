# SPDX-License-Identifier: Apache-2.0
"""surgeflow report: the page and the work orders, from the program; what a page holds is tested in
tests/scripts/report_test.py."""

import surgeflow_cli as cli


class ReportTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("plan", self.case, "-o", "plan.h5")

    def test_a_page(self):
        finished = self.run_program("report", "plan.h5", "-o", "page.html")
        self.assertEqual(finished.stdout, "Report: page.html\n")
        self.assertIn("1 does: 4 fewer", (self.folder / "page.html").read_text(encoding="utf-8"))

    def test_work_orders(self):
        self.run_program("report", "plan.h5", "-o", "page.html", "--work-orders", "orders")
        self.assertIn("001", (self.folder / "orders" / "work-orders.csv").read_text())

    def test_a_python_that_lacks_what_it_takes(self):
        for python in ["false", "no-such-python"]:
            finished = self.run_program("report", "plan.h5", "-o", "page.html", "--python", python,
                                        expect=cli.BAD_INPUT)
            self.assertIn(f"'{python}' can not make a report", finished.stderr)
            self.assertIn("python3-h5py and python3-jinja2", finished.stderr)
            self.assertEqual(finished.stderr.count("\n"), 1)
        self.assertFalse((self.folder / "page.html").exists())

    def test_a_file_that_is_no_plan(self):
        finished = self.run_program("report", "case.toml", "-o", "page.html", expect=cli.BAD_INPUT)
        self.assertIn("case.toml: can not be read as a plan file", finished.stderr)

    def test_the_page_may_not_be_the_plan(self):
        self.run_program("report", "plan.h5", "-o", "plan.h5", expect=cli.USAGE)


if __name__ == "__main__":
    cli.main()
