# SPDX-License-Identifier: Apache-2.0
"""Reports in a browser without a network: maps, tables, downloads, numbers as in the plan."""

import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import h5py

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SURGEFLOW_EXECUTABLE", "surgeflow")
sys.path.insert(0, str(ROOT / "tests" / "support"))
import browser  # noqa: E402

SKIPPED = 77  # what ctest takes for a skipped test
LARGEST = {"colorado": 5_000_000, "counties": 25_000_000}  # bytes of a page

# Every county of the 50 states and of DC, in the place of its shape, with people as their areas go.
CASE = """
[case]
name = "counties"
[horizon]
start = 2020-03-31
periods = 180
[facilities]
file = "facilities.csv"
devices_per_100k = 19.7
[item]
name = "ventilator"
turnaround = 10
[demand]
model = "sir"
rounding = "ceil"
doubling_time = 4
contact_reduction = 0.30
[transit]
model = "geodesic"
km_per_period = 643.7
"""


def write_counties(folder: pathlib.Path) -> pathlib.Path:
    sys.path.insert(0, str(ROOT / "scripts"))
    from report import places

    boxes = places.Counties().boxes
    with open(folder / "facilities.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "latitude", "longitude", "region", "population",
                         "hospitalized"])
        for number, (county, (west, south, east, north)) in enumerate(boxes.items()):
            if county < "60":
                people = 2_000 + 7_919 * number % 90_000
                writer.writerow([county, f"County {county}", (south + north) / 2,
                                 (west + east) / 2 if west > -179 else -170, county[:2], people,
                                 number % 7])
    (folder / "case.toml").write_text(CASE)
    return folder / "case.toml"


class ReportInBrowser:
    """The same of a small and of a national report."""

    name = ""

    @classmethod
    def case(cls, folder: pathlib.Path) -> pathlib.Path:
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        cls.work = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.work.cleanup)
        cls.folder = pathlib.Path(cls.work.name)
        cls.plan_file = cls.folder / "plan.h5"
        cls.page_file = cls.folder / "page.html"
        subprocess.run([PROGRAM, "plan", cls.case(cls.folder), "-o", cls.plan_file, "--quiet"],
                       check=True, capture_output=True)
        subprocess.run([PROGRAM, "report", cls.plan_file, "-o", cls.page_file], check=True,
                       capture_output=True)
        cls.page = cls.enterClassContext(browser.Page(cls.page_file))

    def tearDown(self):
        self.assertEqual(self.page.complaints, [])
        self.assertEqual([url for url in self.page.requests if not url.startswith(("file:", "data:",
                                                                                   "blob:"))], [])

    def text(self, selector):
        return self.page.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")

    def column(self, table, number):
        return self.page.evaluate(
            f"[...document.querySelectorAll('[data-table={table}] tbody tr')]"
            f".map((row) => row.children[{number}].innerText)")

    def click(self, selector):
        self.page.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def enter(self, selector, value, event="input"):
        self.page.evaluate(
            f"(() => {{ const box = document.querySelector({json.dumps(selector)});"
            f"box.value = {json.dumps(value)};"
            f"box.dispatchEvent(new Event('{event}', {{ bubbles: true }})); }})()")

    def test_its_size(self):
        self.assertLess(self.page_file.stat().st_size, LARGEST[self.name])

    def test_numbers_are_those_of_the_file(self):
        with h5py.File(self.plan_file) as file:
            summary = dict(file["summary"].attrs)
            peak = int(file["plan/unmet"][...].sum(axis=0).max())
        page = self.text("main") + self.text("header")
        for name in ("demand", "unmet", "units_shipped", "shipments", "lanes"):
            self.assertIn(f"{summary[name]:,}", page, name)
        self.assertIn(f"{peak:,}", self.text(".figures"))

    def test_the_slider_moves_the_map(self):
        with h5py.File(self.plan_file) as file:
            unmet = file["plan/unmet"][...].sum(axis=0)
        self.enter("[data-map=days] input.day", "47")
        self.assertTrue(self.text("[data-map=days] .said").startswith(
            f"17 May 2020: {unmet[47]:,} patients without a ventilator"))
        self.page.evaluate("document.querySelector('[data-map=days] input.day').focus()")
        self.page.press("ArrowRight")
        self.page.wait_for("document.querySelector('[data-map=days] .said').innerText"
                           ".startsWith('18 May 2020')")
        shades = self.page.evaluate("new Set([...document.querySelectorAll('[data-map=days] "
                                    ".place-shape')].map((shape) => shape.className.baseVal)).size")
        self.assertGreater(shades, 3)

    def test_play_and_stop(self):
        self.enter("[data-map=days] input.day", "10")
        self.click("[data-map=days] .play")
        self.page.wait_for("Number(document.querySelector('[data-map=days] input.day').value) > 11")
        self.click("[data-map=days] .play")
        self.assertEqual(self.text("[data-map=days] .play"), "Play")

    def test_what_a_device_is_worth(self):
        with h5py.File(self.plan_file) as file:
            value = int(file["duals/device_value_patients"][:, 20].max())
        self.enter("[data-map=worth] input.day", "20")
        self.assertIn(f"saves up to {value:,} patients", self.text("[data-map=worth] .said"))

    def test_a_place_is_picked(self):
        with h5py.File(self.plan_file) as file:
            name = file["input/name"].asstr()[0]
            unmet = int(file["plan/unmet"][0, 47])
        self.enter("[data-map=days] input.day", "47")
        self.enter("[data-map=days] .place", "0", "change")
        self.assertRegex(self.text("[data-map=days] .picked"),
                         rf"^{re.escape(name)}.*: {unmet:,} patients without")
        self.enter("[data-map=days] .place", "-1", "change")

    def test_the_table_sorts(self):
        head = "[data-table=shipments] thead th:nth-child(6)"
        self.click(f"{head} button")
        self.assertEqual(self.page.evaluate(f"document.querySelector('{head}').ariaSort"),
                         "descending")
        shown = [int(text.replace(",", "")) for text in self.column("shipments", 5)]
        with h5py.File(self.plan_file) as file:
            quantities = sorted(file["shipments/quantity"][...].tolist(), reverse=True)
        self.assertEqual(shown, quantities[:25])
        self.click(f"{head} button")
        self.assertEqual(self.column("shipments", 5)[0], str(quantities[-1]))
        self.click("[data-table=shipments] thead th:nth-child(1) button")

    def test_the_table_filters_and_downloads(self):
        with h5py.File(self.plan_file) as file:
            lender = file["shipments/origin_id"].asstr()[0]
            origins, destinations = (file[f"shipments/{name}"].asstr()[...]
                                     for name in ("origin_id", "destination_id"))
            rows = sorted((origin, int(quantity)) for origin, destination, quantity in zip(
                origins, destinations, file["shipments/quantity"][...])
                if lender in (origin, destination))
            count = len(file["shipments/quantity"])
        self.enter("[data-table=shipments] .filter", lender)
        self.assertEqual(self.text("[data-table=shipments] .found"),
                         f"{len(rows):,} of {count:,} rows")
        self.click("[data-table=shipments] .download")
        text = self.page.downloaded("shipments.csv")
        found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        self.assertEqual(sorted((row["From id"], int(row["Devices"])) for row in found), rows)
        (self.page.downloads / "shipments.csv").unlink()
        self.enter("[data-table=shipments] .filter", "")

    def test_dates_filter(self):
        with h5py.File(self.plan_file) as file:
            first = int((file["shipments/depart"][...] == 0).sum())
        self.enter("[data-table=shipments] .until", "2020-03-31")
        self.assertTrue(self.text("[data-table=shipments] .found").startswith(f"{first:,} of"))
        self.enter("[data-table=shipments] .until", "")

    def test_everything_that_acts_has_a_name_and_takes_the_keyboard(self):
        nameless = self.page.evaluate(
            "[...document.querySelectorAll('button, input, select, a, summary')].filter((one) => "
            "!(one.innerText.trim() || one.labels?.[0]?.innerText.trim() || one.ariaLabel) "
            "|| one.tabIndex < 0).length")
        self.assertEqual(nameless, 0)
        unnamed = self.page.evaluate(
            "[...document.querySelectorAll('svg[role=img]')].filter((one) => !one.ariaLabel)"
            ".length")
        self.assertEqual(unnamed, 0)


class ColoradoTest(ReportInBrowser, unittest.TestCase):
    name = "colorado"

    @classmethod
    def case(cls, folder):
        return ROOT / "datasets" / "colorado" / "sharing.toml"

    def test_nothing_is_wider_than_a_phone(self):
        with browser.Page(self.page_file, width=400) as page:
            for spacing in ("normal", "0.1em", "0.3em"):  # fonts differ in width
                page.evaluate(f"document.body.style.letterSpacing = '{spacing}'")
                self.assertEqual(page.evaluate("document.documentElement.scrollWidth"), 400,
                                 spacing)
            self.assertEqual(page.complaints, [])


class CountiesTest(ReportInBrowser, unittest.TestCase):
    name = "counties"

    @classmethod
    def case(cls, folder):
        return write_counties(folder)


class UntrustedTest(unittest.TestCase):
    """Names that are markup and formulas, in a page that shows them."""

    NAMES = ['</script><img src=x onerror="window.broken=1">', '=HYPERLINK("http://x.org","open")',
             "<svg/onload=window.broken=1>"]

    def test_names_stay_texts(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            self.write_case(folder)
            for words in (["plan", "case.toml", "-o", "plan.h5", "--quiet"],
                          ["report", "plan.h5", "-o", "page.html"]):
                subprocess.run([PROGRAM, *words], cwd=folder, check=True, capture_output=True)
            with browser.Page(folder / "page.html") as page:
                self.assertIsNone(page.evaluate("window.broken"))
                self.assertEqual(page.evaluate("document.querySelectorAll('img').length"), 0)
                self.assertIn(self.NAMES[0], page.evaluate("document.body.innerText"))
                page.evaluate("document.querySelector('[data-table=places] .download').click()")
                text = page.downloaded("places.csv").removeprefix("\ufeff")
                cells = [row["Place"] for row in csv.DictReader(io.StringIO(text))]
                self.assertEqual(sorted(cells), sorted([self.NAMES[0], "'" + self.NAMES[1],
                                                        self.NAMES[2]]))
                self.assertEqual(page.complaints, [])

    def write_case(self, folder):
        with open(folder / "facilities.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "name", "latitude", "longitude", "devices"])
            for row, text in enumerate(self.NAMES):
                writer.writerow([row, text, 47 + row / 10, 8, 1 - row % 2])
        (folder / "demand.csv").write_text("facility,period,patients\n1,2,1\n")
        (folder / "case.toml").write_text(
            '[case]\nname = "<b>case</b>"\n[horizon]\nstart = 2020-03-31\nperiods = 6\n'
            '[facilities]\nfile = "facilities.csv"\n[item]\nturnaround = 2\n'
            '[demand]\nmodel = "file"\nfile = "demand.csv"\n[transit]\n'
            'model = "geodesic"\nkm_per_period = 600\n')


if __name__ == "__main__":
    if browser.find() is None:
        print(f"skipped: none of the browsers {', '.join(browser.NAMES)} is here; install chromium")
        sys.exit(SKIPPED)
    unittest.main()
