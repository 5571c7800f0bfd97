# SPDX-License-Identifier: Apache-2.0
"""Pages and work orders: what stands in them, what can not get into them, what is refused."""

import base64
import contextlib
import csv
import html.parser
import importlib.util
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import types
import unittest

import h5py
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "report.py"
PROGRAM = os.environ.get("SURGEFLOW_EXECUTABLE", "surgeflow")
sys.path.insert(0, str(SCRIPT.parent))
from report import cells, course, page, places, plan_file, words  # noqa: E402

# A package and the script that uses it have one name; imports find the package.
_spec = importlib.util.spec_from_file_location("report_script", SCRIPT)
report_script = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(report_script)

DONE, BAD_INPUT = 0, 3
# What a page does without: labels that other groups repeat, and what no section shows.
OPTIONAL = {f"{group}/{name}" for group in ("plan", "duals", "shipments") for name in
            ("facility", "period", "time", "origin_id", "destination_id", "shipment")} | {
    "input/time", "input/hospitalized", "input/destination", "input/lane_cost",
    "input/lead_periods", "duals/device_value_moves"}
MARKUP = "</script><img src=x onerror=alert(1)><script>alert(2)</script>"
FORMULA = '=HYPERLINK("http://example.org","open")'
TEMPLATE = "{{ 7 * 7 }}{% raw %} & <b>'\u2028"

# Three facilities, six days, two days of turnaround: with sharing, both devices of the first reach
# the second on day 1 and treat four there; alone five of six patients go without.
CASE = """
[case]
name = "{name}"
[horizon]
start = 2020-03-31
periods = 6
period_hours = {hours}
[facilities]
file = "facilities.csv"
[item]
name = "device"
turnaround = 2
[demand]
model = "file"
file = "demand.csv"
[transit]
file = "transit.csv"
[sharing]
scope = "{scope}"
"""
DEMAND = "facility,period,patients\n2,1,2\n2,3,2\n3,0,1\n3,1,1\n"
TRANSIT = "origin,destination,periods\n1,2,1\n2,1,1\n1,3,2\n3,1,2\n"
PLACES = [("39.0", "-105.0"), ("39.5", "-105.5"), ("40.0", "-107.0")]


class Elements(html.parser.HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.texts, self.embedded = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        embedded = self.tags and self.tags[-1] in ("script", "style")
        (self.embedded if embedded else self.texts).append(data)


class ReportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)

    def plan(self, names=("Arch", "Bend", "Cove"), located=True, name="towns", hours=24,
             scope="all"):
        """Plans the case into plan.h5; what the program says."""
        with open("facilities.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "name", "latitude", "longitude", "region", "devices"])
            for row, (text, place) in enumerate(zip(names, PLACES)):
                writer.writerow([row + 1, text, *(place if located else ("", "")),
                                 "west" if row == 2 else "east", (2, 0, 1)[row]])
        pathlib.Path("demand.csv").write_text(DEMAND)
        pathlib.Path("transit.csv").write_text(TRANSIT)
        pathlib.Path("case.toml").write_text(CASE.format(name=name, hours=hours, scope=scope))
        return subprocess.run([PROGRAM, "plan", "case.toml", "-o", "plan.h5", "--quiet"],
                              check=True, capture_output=True, text=True).stdout

    def run_script(self, *arguments, expect=DONE):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = report_script.main(["plan.h5", "-o", "page.html", *arguments])
        self.assertEqual(code, expect, err.getvalue())
        return err.getvalue()

    def page(self):
        self.run_script()
        return pathlib.Path("page.html").read_text(encoding="utf-8")

    def data(self, page):
        text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
        return json.loads(text.group(1))

    def orders(self):
        self.run_script("--work-orders", "orders")
        with open("orders/work-orders.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    # ---- what stands in a page ----

    def test_the_answer_is_that_of_the_program(self):
        said = self.plan()
        text = " ".join(Elements(self.page()).texts)
        self.assertIn("5 patients go without a device", said)
        for sentence in ["Without sharing, 5 patients go without a device; with this plan 1 does: "
                         "4 fewer. 2 devices move in 1 shipment.",
                         "Certified optimal: no plan can treat more", "31 March 2020"]:
            self.assertIn(sentence, text)

    def test_numbers_for_the_script_are_those_of_the_file(self):
        self.plan()
        data = self.data(self.page())
        with h5py.File("plan.h5") as file:
            self.assertEqual(data["places"]["unmet"], file["plan/unmet"][...].sum(axis=1).tolist())
            for name in ("origin", "destination", "depart", "arrive", "quantity"):
                self.assertEqual(data["shipments"][name], file[f"shipments/{name}"][...].tolist())
            packed = unpacked(data["map"]["panels"]["unmet"]["data"])
            self.assertEqual(packed, file["plan/unmet"][...].ravel().tolist())
        self.assertEqual(sum(data["places"]["alone"]), 5)

    def test_the_same_plan_gives_the_same_page(self):
        self.plan()
        self.assertEqual(self.page(), self.page())

    def test_a_plan_without_coordinates_has_no_map(self):
        self.plan(located=False)
        page = self.page()
        self.assertIn("The case states no coordinates, so there is no map.", page)
        self.assertIsNone(self.data(page)["map"])

    def test_a_case_without_sharing(self):
        self.plan(scope="none")
        text = " ".join(Elements(self.page()).texts)
        self.assertIn("Without sharing, 5 patients go without a device. The case allows no sharing",
                      text)

    def test_periods_of_some_hours(self):
        self.plan(hours=12)
        text = " ".join(Elements(self.page()).texts)
        self.assertIn("over 6 periods from 31 March 2020, 00:00 to 2 April 2020, 12:00", text)

    def test_steps_of_a_decomposition(self):
        self.plan()
        subprocess.run([PROGRAM, "plan", "case.toml", "-o", "plan.h5", "--quiet", "--set",
                        "solver.method=lagrangian", "--set", "solver.regions=region"], check=True,
                       capture_output=True)
        self.assertIn("How the bound was closed", self.page())

    def plan_fairly(self, by):
        # Bend has four patients and Cove two, whom its own device treats one of.
        self.plan(names=("Arch", "Bend", MARKUP))
        subprocess.run([PROGRAM, "plan", "case.toml", "-o", "plan.h5", "--quiet", "--set",
                        f"rules.fair_by={by}"], check=True, capture_output=True)

    def test_levels_of_the_fairest_plan(self):
        self.plan()
        self.assertNotIn("How even shares can be", self.page())
        for by, word in (("facility", "place"), ("region", "region")):
            with self.subTest(by):
                self.plan_fairly(by)
                page = self.page()
                self.assertNotIn(MARKUP, page)
                text = " ".join(" ".join(Elements(page).texts).split())
                with h5py.File("plan.h5") as file:
                    reached = [100 * a / b for a, b in zip(file["fairness/reached_treated"],
                                                           file["fairness/reached_demand"])]
                    groups = len(file["fairness/group"])
                for sentence in ("How even shares can be", f"of any {word} as large as it can",
                                 f"{word.capitalize()}s settled", f"{reached[0]:.2f} %",
                                 "Treated without the rule"):
                    self.assertIn(sentence, text)
                section = page[page.index('<section id="fairness"'):]
                section = section[:section.index("</section>")]
                self.assertEqual(section.count('<th scope="row">'), groups)
                self.assertEqual(section.count('<th scope="row" class="number">'), len(reached))
                self.assertEqual(section.count("<caption>"), 2)

    def test_shares_that_do_not_add_up(self):
        for name, value, words_said in (
                ("limits/floor", 5, "/limits/floor"),
                ("fairness/level_of_group", 9, "/fairness/level_of_group is not within"),
                ("limits/floor_group", 7, "/limits/floor_group is not within"),
                ("fairness/bound_demand", 0, "/fairness/bound_demand is below 1")):
            with self.subTest(name):
                self.plan_fairly("facility")
                with h5py.File("plan.h5", "a") as file:
                    file[name][-1] = value
                    file["provenance/checksums"].attrs[name] = plan_file.content_sha256(file[name])
                self.assertIn(words_said, self.refused())

    # ---- untrusted texts ----

    def test_no_name_becomes_markup(self):
        self.plan(names=(MARKUP, FORMULA, TEMPLATE), name="<img src=x onerror=alert(3)>")
        page = self.page()
        elements = Elements(page)
        self.assertEqual(elements.tags.count("script"), 2)
        self.assertNotIn("img", elements.tags)
        self.assertEqual([name for name in elements.attributes if name.startswith("on")], [])
        self.assertEqual(self.data(page)["names"], [MARKUP, FORMULA, TEMPLATE])
        for name in (MARKUP, FORMULA, "<img src=x onerror=alert(3)>"):
            self.assertTrue(any(name in text for text in elements.texts), name)

    def test_no_name_becomes_markup_or_a_formula_in_work_orders(self):
        self.plan(names=(FORMULA, MARKUP, TEMPLATE))
        row = self.orders()[0]
        self.assertEqual((row["lender"], row["borrower"]), ("'" + FORMULA, MARKUP))
        for path in pathlib.Path("orders").glob("*.html"):
            elements = Elements(path.read_text(encoding="utf-8"))
            self.assertNotIn("script", elements.tags)
            self.assertNotIn("img", elements.tags)
        self.assertEqual(sorted(path.name for path in pathlib.Path("orders").iterdir()),
                         ["index.html", "lender-1.html", "work-orders.csv"])

    def test_cells(self):
        for text in ["=1", "+1", "-1", "@x", "|x", " =1", "\t=1", "\tx", "\rx", "\uff1d1"]:
            self.assertEqual(cells.safe_cell(text), "'" + text)
        for text in ["a=b", "Adams", "", "1", "'x"]:
            self.assertEqual(cells.safe_cell(text), text)
        self.assertEqual(cells.safe_cell(-1), "-1")

    def test_style_and_script_end_where_they_should(self):
        for name in ("style.css", "orders.css", *page.SCRIPT):
            text = (SCRIPT.parent / "report" / name).read_text(encoding="utf-8")
            self.assertNotIn("</", text)
            self.assertNotIn("innerHTML", text)
            self.assertNotIn("http:", text.replace("http://www.w3.org/2000/svg", ""))

    # ---- work orders ----

    def test_work_orders(self):
        self.plan()
        [row] = self.orders()
        self.assertEqual((row["leaves"], row["lender"], row["borrower"], row["devices"]),
                         ("2020-03-31", "Arch", "Bend", "2"))
        self.assertEqual(row["usable_from"], "2020-04-01")
        self.assertIn("Bend expects 2 patients in the 2 days from 1 April 2020 and, with this, "
                      "treats 2", row["why"])
        self.assertEqual(row["comes_back"], "2: not before the plan ends on 5 April 2020")
        sheet = pathlib.Path("orders/lender-1.html").read_text(encoding="utf-8")
        self.assertIn("31 March 2020: send 2 devices in 1 shipment.", sheet)

    def test_what_comes_back(self):
        """By hand: 0 lends 3 to 1, 1 sends 2 back and 2 on to 2, of which it had borrowed 1."""
        columns = {"origin": [0, 1, 1], "destination": [1, 0, 2], "depart": [0, 4, 5],
                   "arrive": [1, 6, 7], "quantity": [3, 2, 2]}
        plan = types.SimpleNamespace(
            ids=["a", "b", "c"], shipments={name: numpy.array(v) for name, v in columns.items()})
        part = course.Part
        self.assertEqual(course.loans(plan), [
            [part(2, "own", 6, 1), part(1, "own", None, None)],
            [part(2, "passed on", None, None)],
            [part(1, "passed on", None, None), part(1, "own", None, None)]])

    def test_orders_of_an_earlier_plan_go(self):
        self.plan()
        pathlib.Path("orders").mkdir()
        for name in ("lender-3.html", "notes.html"):
            pathlib.Path("orders", name).write_text("old")
        self.orders()
        self.assertEqual(sorted(path.name for path in pathlib.Path("orders").iterdir()),
                         ["index.html", "lender-1.html", "notes.html", "work-orders.csv"])

    # ---- pieces ----

    def test_packing(self):
        generator = numpy.random.default_rng(1)
        for most in (0, 1, 300, 1 << 30):
            panel = generator.integers(0, most + 1, (7, 40)) * generator.integers(0, 2, (7, 40))
            self.assertEqual(unpacked(cells.packed(panel)), panel.ravel().tolist())

    def test_gini(self):
        self.assertAlmostEqual(course.gini(numpy.array([0.5, 0.5]), numpy.array([10, 1])), 0)
        self.assertAlmostEqual(course.gini(numpy.array([0.0, 1.0]), numpy.array([1, 1])), 0.5)

    def test_days(self):
        self.assertEqual(words.day("2020-03-31"), "31 March 2020")
        self.assertEqual(words.day("2020-03-31T12:00"), "31 March 2020, 12:00")

    def test_shapes_of_counties_states_and_points(self):
        counties = places.Counties()
        facility = {"latitude": numpy.array([39.9, 39.0, 51.5, numpy.nan, 39.9]),
                    "longitude": numpy.array([-104.3, -105.5, 0.0, numpy.nan, -120.0])}
        plan = types.SimpleNamespace(ids=["08001", "CO", "08001", "08003", "08005"],
                                     facility=facility)
        shapes = places.counties_of(plan, counties)
        self.assertEqual(shapes[0], ["08001"])
        self.assertEqual(len(shapes[1]), 64)
        self.assertEqual(shapes[2:], [[], [], []])
        drawn = places.draw(plan)
        self.assertEqual([bool(shape) for shape in drawn.shapes], [True, True, False, False, False])
        self.assertEqual([len(point) for point in drawn.points], [2, 2, 2, 0, 2])

    def test_places_elsewhere_are_points(self):
        plan = types.SimpleNamespace(ids=["Bern", "Basel"], facility={
            "latitude": numpy.array([46.95, 47.56]), "longitude": numpy.array([7.45, 7.59])})
        drawn = places.draw(plan)
        self.assertEqual((drawn.shapes, drawn.background), (["", ""], ""))

    # ---- what is refused ----

    def refused(self):
        message = self.run_script(expect=BAD_INPUT)
        self.assertFalse(pathlib.Path("page.html").exists())
        self.assertEqual(message.count("\n"), 1)
        return message

    def test_an_older_version(self):
        self.plan()
        with h5py.File("plan.h5", "a") as file:
            file.attrs["format_version"] = 1
        self.assertIn("is a plan file of format version 1; allowed: 2; plan the case again",
                      self.refused())

    def test_a_file_that_is_no_plan(self):
        self.assertIn("there is no such file", self.refused())
        pathlib.Path("plan.h5").write_text("no HDF5")
        self.assertIn("can not be read as a plan file", self.refused())
        with h5py.File("plan.h5", "w") as file:
            file.attrs["format"] = "surgeflow sweep"
        self.assertIn("is a file of format 'surgeflow sweep'", self.refused())

    def test_a_plan_that_was_changed(self):
        self.plan()
        with h5py.File("plan.h5", "a") as file:
            file["plan/unmet"][0, 0] += 1
        self.assertIn("/plan/unmet is not as it was written", self.refused())

    def test_a_plan_that_does_not_add_up(self):
        self.plan()
        with h5py.File("plan.h5", "a") as file:
            file["shipments/quantity"][0] += 1
            file["provenance/checksums"].attrs["shipments/quantity"] = plan_file.content_sha256(
                file["shipments/quantity"])
        self.assertIn("/plan/sent is not what /shipments add up to", self.refused())

    def test_a_plan_that_lacks_a_part(self):
        self.plan()
        whole = pathlib.Path("plan.h5").read_bytes()
        for name in self.parts():
            with self.subTest(name=name):
                pathlib.Path("plan.h5").write_bytes(whole)
                with h5py.File("plan.h5", "a") as file:
                    del file[name]
                if name in OPTIONAL:
                    self.run_script()
                    pathlib.Path("page.html").unlink()
                else:
                    self.refused()

    def test_a_plan_that_lacks_an_attribute(self):
        self.plan()
        whole = pathlib.Path("plan.h5").read_bytes()
        with h5py.File("plan.h5") as file:
            names = [(group, name) for group in ("/", "input", "input/transit", "summary",
                                                 "provenance", "provenance/volatile")
                     for name in file[group].attrs]
        for group, name in names:
            with self.subTest(group=group, name=name):
                pathlib.Path("plan.h5").write_bytes(whole)
                with h5py.File("plan.h5", "a") as file:
                    del file[group].attrs[name]
                with contextlib.redirect_stderr(io.StringIO()), \
                        contextlib.redirect_stdout(io.StringIO()):
                    self.assertIn(report_script.main(["plan.h5", "-o", "page.html"]),
                                  (DONE, BAD_INPUT))

    def test_a_plan_that_was_cut(self):
        self.plan()
        whole = pathlib.Path("plan.h5").read_bytes()
        for share in range(0, 100, 9):
            pathlib.Path("plan.h5").write_bytes(whole[:len(whole) * share // 100])
            self.refused()

    def parts(self):
        """Every group and dataset of the plan."""
        names = []
        with h5py.File("plan.h5") as file:
            file.visit(names.append)
        return names

    def test_a_place_that_can_not_be_written(self):
        self.plan()
        with contextlib.redirect_stderr(io.StringIO()) as err:
            code = report_script.main(["plan.h5", "-o", "absent/page.html"])
        self.assertEqual(code, BAD_INPUT)
        self.assertIn("can not be written", err.getvalue())

    def test_a_python_without_the_modules(self):
        finished = subprocess.run([sys.executable, "-I", "-S", SCRIPT, "plan.h5", "-o", "p.html"],
                                  capture_output=True, text=True, check=False)
        self.assertEqual(finished.returncode, BAD_INPUT)
        self.assertIn("python3-h5py and python3-jinja2", finished.stderr)


def unpacked(text):
    """The reverse of cells.packed, as page_shared.js does it."""
    codes, number, shift = [], 0, 0
    for byte in base64.b64decode(text):
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            codes.append(number)
            number = shift = 0
    values, value, at = [], 0, 0
    while at < len(codes):
        if codes[at]:
            value += -(codes[at] + 1) // 2 if codes[at] % 2 else codes[at] // 2
            values.append(value)
            at += 1
        else:
            values += [value] * (codes[at + 1] + 1)
            at += 2
    return values


if __name__ == "__main__":
    unittest.main()
