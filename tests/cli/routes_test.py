# SPDX-License-Identifier: Apache-2.0
"""The worked example of docs/routes.md, and networks of routes that can not be used."""

import h5py
import surgeflow_cli as cli

CASE = """[horizon]
start = 2020-03-31
periods = {periods}
period_hours = {hours}
[facilities]
file = "facilities.csv"
[item]
turnaround = 2
[demand]
file = "demand.csv"
[transit]
model = "routes"
[objective]
movement = "cost"
[routes]
edges = "edges.csv"
places = "places.csv"
modes = "modes.csv"
"""
EDGES = """origin,destination,mode,hours,cost,both_ways
A,B,road,40,10,
A,APA,road,9,1,
APA,BJC,air,1.5,50,
BJC,B,road,1,1,no
"""
MODES = "mode,handling_hours,departures\nroad,0,\nair,{},10:00\n"


class RoutesTest(cli.CliTest):
    def write_case(self, edges=EDGES, modes=MODES.format(2), places="id\nAPA\nBJC\n", hours=24,
                   more=""):
        for name, text in (
                ("facilities.csv", "id,name,latitude,longitude,devices\nA,Alder,,,1\n"
                                   "B,Birch,,,0\n"),
                ("demand.csv", "facility,period,patients\nB,4,1\n"), ("edges.csv", edges),
                ("modes.csv", modes), ("places.csv", places),
                ("case.toml", CASE.format(hours=hours, periods=10) + more)):
            self.write(name, text)

    def lane(self, ranks=None):
        """Periods and cost of the lane from A to B in a verified plan."""
        self.run_program("plan", "case.toml", "-o", "plan.h5", ranks=ranks)
        self.run_program("verify", "plan.h5")
        with h5py.File(self.folder / "plan.h5") as file:
            self.assertEqual(file["plan/treated"][...].sum(), 1)
            self.assertEqual(file["input/transit"][1, 0], 0)
            return int(file["input/transit"][0, 1]), int(file["input/lane_cost"][0, 1])

    def test_a_flight_that_is_missed(self):
        self.write_case()
        self.assertEqual(self.lane(), (2, 52))
        self.assertEqual(self.lane(ranks=2), (2, 52))

    def test_a_flight_that_is_reached(self):
        self.write_case(modes=MODES.format(0))
        self.assertEqual(self.lane(), (1, 52))

    def test_periods_of_twelve_hours(self):
        self.write_case(hours=12)
        self.assertEqual(self.lane(), (4, 52))

    def test_by_regions(self):
        self.write_case(more='[solver]\nmethod = "lagrangian"\nregions = 2\n')
        self.run_program("plan", "case.toml", "-o", "plan.h5", "--set", "objective.movement=units",
                         ranks=2)
        self.run_program("verify", "plan.h5")

    def test_its_size_and_settings(self):
        self.write_case()
        told = self.run_program("plan", "case.toml", "--dry-run")
        self.assertRegex(told.stdout, r"lanes +1\n")
        told = self.run_program("plan", "case.toml", "--log-level", "debug")
        self.assertIn("transit.model = routes", told.stderr)

    def refused(self, **files):
        self.write_case(**files)
        return self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr

    def test_wrong_edges(self):
        told = self.refused(edges=EDGES + "A,C,road,1,,\nA,A,road,1,,\nA,B,rail,1,,\n"
                                          "A,B,road,-1,,\nA,B,road,1,-3,\n"
                                          "A,B,road,1,,maybe\n")
        for line, column, seen in ((6, "destination", '"C" is no place'),
                                   (7, "destination", 'a way from "A" to itself'),
                                   (8, "mode", '"rail" is no mode'), (9, "hours", "-1"),
                                   (10, "cost", "-3"), (11, "both_ways", '"maybe"')):
            self.assertIn(f"edges.csv:{line}: '{column}': {seen}", told)

    def test_cells_that_can_not_be_read(self):
        told = self.refused(edges=EDGES + "A,B,road,soon,,\n",
                            modes="mode,handling_hours,departures\nroad,0,\nair,2,25:00 noon\n")
        self.assertIn("edges.csv:6: 'hours': \"soon\" is not a number", told)
        self.assertIn("modes.csv:3: 'departures': \"25:00\"", told)
        self.assertIn("modes.csv:3: 'departures': \"noon\"", told)

    def test_wrong_modes_and_places(self):
        told = self.refused(modes="mode,handling_hours,departures\nroad,-1,\nair,2,\nair,0,\n",
                            places="id,latitude,longitude\nAPA,95,1\nBJC,,\nA,,\nBJC,,\n")
        for place, seen in (("modes.csv:2: 'handling_hours'", "-1"),
                            ("modes.csv:4: 'mode'", '"air" is there already'),
                            ("places.csv:2: 'latitude'", "half a location, or one off the earth"),
                            ("places.csv:4: 'id'", '"A" is there already'),
                            ("places.csv:5: 'id'", '"BJC" is there already')):
            self.assertIn(f"{place}: {seen}", told)

    def test_routes_beside_another_model(self):
        self.write_case()
        (self.folder / "transit.csv").write_text("origin,destination,periods\nA,B,1\n")
        case = (self.folder / "case.toml").read_text(encoding="utf-8")
        (self.folder / "case.toml").write_text(
            case.replace('model = "routes"', 'file = "transit.csv"'), encoding="utf-8")
        told = self.run_program("plan", "case.toml", expect=cli.BAD_INPUT).stderr
        self.assertIn("'routes.edges': routes beside another model of transit", told)

    def test_wrong_access(self):
        told = self.refused(more="access_km = 50\n")
        self.assertIn("'routes.access_km': 50 km at 0 km an hour", told)
        told = self.refused(more='access_km = 50\naccess_km_per_hour = 60\naccess_mode = "boat"\n')
        self.assertIn("'routes.access_mode': \"boat\" is no mode", told)


if __name__ == "__main__":
    cli.main()
