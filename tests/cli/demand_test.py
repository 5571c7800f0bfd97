# SPDX-License-Identifier: Apache-2.0
"""surgeflow demand: totals in words, a table, an HDF5 file."""

import csv

import h5py

import surgeflow_cli as cli

SIR_FACILITIES = """id,name,latitude,longitude,population,hospitalized,devices
a,Alder,39.0,-105.0,100000,4,20
b,Birch,40.0,-106.0,50000,0,10
c,Cedar,41.0,-107.0,80000,90,16
"""
SIR_SECTION = 'model = "sir"\ndoubling_time = 4'
COLUMNS = [
    "facility", "date", "period", "susceptible", "infected", "recovered", "admits_hospitalized",
    "admits_icu", "admits_ventilated", "census_hospitalized", "census_icu", "census_ventilated",
    "patients"]


class DemandTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.write("facilities.csv", SIR_FACILITIES)
        self.write("transit.csv", "origin,destination,periods\n")
        stated = 'model = "file"\nfile = "demand.csv"'
        self.write("case.toml", cli.CASE.replace(stated, SIR_SECTION))

    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_says_totals_and_the_largest_facilities(self):
        self.run_program("demand", self.case, "--csv", "table.csv")
        patients = [int(float(row["patients"])) for row in self.rows("table.csv")]
        text = self.run_program("demand", self.case).stdout
        self.assertIn(f"{sum(patients)} patients need a ventilator at 2 of 3 facilities", text)
        table = text.split("\n\n")[1].splitlines()
        self.assertEqual([line.split()[0] for line in table], ["facility", "c", "a"])

    def test_table(self):
        self.run_program("demand", self.case, "--csv", "table.csv")
        rows = self.rows("table.csv")
        self.assertEqual(list(rows[0]), COLUMNS)
        self.assertEqual(len(rows), 3 * 6)
        first = rows[0]
        self.assertEqual((first["facility"], first["date"], first["period"]),
                         ("a", "2020-03-31", "0"))
        # Four in hospital at a rate of 0.025 are 160 infected.
        self.assertAlmostEqual(float(first["infected"]), 160.0)
        self.assertAlmostEqual(float(first["susceptible"]), 100000.0 - 160.0)

    def test_file_and_table_agree(self):
        self.run_program("demand", self.case, "-o", "demand.h5", "--csv", "table.csv")
        rows = self.rows("table.csv")
        with h5py.File(self.folder / "demand.h5") as file:
            group = file["demand"]
            self.assertEqual(group["facility"].asstr()[:].tolist(), ["a", "b", "c"])
            for name in COLUMNS[3:]:
                stored = group[name]
                self.assertEqual(stored.shape, (3, 6))
                self.assertTrue(stored.attrs["units"] and stored.attrs["long_name"])
                self.assertEqual([scale[0].name for scale in stored.dims],
                                 ["/demand/facility", "/demand/period"])
                for row, value in zip(rows, stored[:].ravel()):
                    self.assertAlmostEqual(float(row[name]), value, delta=1e-6 * (1 + abs(value)))

    def test_xarray_opens_the_file(self):
        import xarray
        self.run_program("demand", self.case, "-o", "demand.h5")
        with xarray.open_dataset(self.folder / "demand.h5", group="demand",
                                 engine="h5netcdf") as demand:
            self.assertEqual(demand["patients"].dims, ("facility", "period"))

    def test_demand_of_a_file_has_patients_alone(self):
        super().setUp()
        text = self.run_program("demand", self.case, "-o", "demand.h5").stdout
        self.assertIn("6 patients need a ventilator at 2 of 3 facilities", text)
        self.assertIn("The first comes on 2020-03-31; the most in one period are 3, on 2020-04-01",
                      text)
        with h5py.File(self.folder / "demand.h5") as file:
            self.assertNotIn("infected", file["demand"])
            self.assertEqual(file["demand/patients"][1].tolist(), [0, 2, 0, 2, 0, 0])

    def test_unrounded(self):
        self.run_program("demand", self.case, "--set", "demand.rounding=none", "--csv", "table.csv")
        rows = self.rows("table.csv")
        self.assertTrue(any(not float(row["patients"]).is_integer() for row in rows))
        for row in rows:
            self.assertEqual(row["patients"], row["admits_ventilated"])

    def test_info_lists_the_file(self):
        self.run_program("demand", self.case, "-o", "demand.h5")
        text = self.run_program("info", "demand.h5").stdout
        self.assertRegex(text, r"patients +\[3,6\]")


if __name__ == "__main__":
    cli.main()
