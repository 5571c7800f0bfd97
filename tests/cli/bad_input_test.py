# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a case: each with exit code 3, and a message that names the place."""

import surgeflow_cli as cli


class BadInputTest(cli.CliTest):
    def refused(self, *expected):
        """Plans the case, which must be refused with all of `expected` in the message."""
        finished = self.run_program("plan", self.case, "-o", "plan.h5", "--quiet",
                                    expect=cli.BAD_INPUT)
        self.assertEqual(finished.stdout, "")
        for part in expected:
            self.assertIn(part, finished.stderr)
        self.assertFalse((self.folder / "plan.h5").exists())

    def change(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def test_missing_case(self):
        self.case = "absent.toml"
        self.refused("absent.toml")

    def test_missing_table(self):
        (self.folder / "demand.csv").unlink()
        self.refused("demand.csv")

    def test_missing_column(self):
        self.change("facilities.csv", "id,name", "code,name")
        self.refused("facilities.csv", "id")

    def test_missing_key(self):
        self.change("case.toml", "periods = 6\n", "")
        self.refused("case.toml", "horizon.periods")

    def test_unknown_key(self):
        self.change("case.toml", "turnaround = 2", "turnarond = 2")
        self.refused("case.toml:", "turnarond", "turnaround")

    def test_unknown_section(self):
        self.change("case.toml", "[horizon]", "[horizn]")
        self.refused("case.toml:", "horizn", "horizon")

    def test_broken_toml(self):
        self.change("case.toml", "periods = 6", "periods = = 6")
        self.refused("case.toml:7")

    def test_text_where_a_number_belongs(self):
        self.change("demand.csv", "002,1,2", "002,1,two")
        self.refused("demand.csv:2", "patients", "two")

    def test_negative_number(self):
        self.change("facilities.csv", "east,2", "east,-2")
        self.refused("facilities.csv:2", "devices", "-2")

    def test_fraction(self):
        self.change("demand.csv", "002,3,2", "002,3,1.5")
        self.refused("demand.csv:3", "patients", "1.5")

    def test_number_out_of_range(self):
        self.change("facilities.csv", "east,2", "east,4611686018427387904")
        self.refused("facilities.csv:2", "devices", "4611686018427387904")

    def test_duplicate_facility(self):
        self.change("facilities.csv", "003,Cove", "001,Cove")
        self.refused("facilities.csv:4", "001")

    def test_demand_of_an_unknown_facility(self):
        self.change("demand.csv", "003,0,1", "004,0,1")
        self.refused("demand.csv:4", "004")

    def test_period_outside_the_horizon(self):
        self.change("demand.csv", "003,0,1", "003,6,1")
        self.refused("demand.csv:4", "period", "6")

    def test_date_outside_the_horizon(self):
        self.change("demand.csv", "2020-04-01", "2021-04-01")
        self.refused("demand.csv:5", "2021-04-01")

    def test_impossible_latitude(self):
        self.change("facilities.csv", "39.0,", "95,")
        self.refused("facilities.csv:2", "latitude", "95")

    def test_empty_tables(self):
        self.write("facilities.csv", "")
        self.refused("facilities.csv")

    def test_empty_case(self):
        self.write("case.toml", "")
        self.refused("case.toml")

    def test_lane_of_no_time(self):
        self.change("transit.csv", "001,002,1", "001,002,0")
        self.refused("transit.csv:2: 'periods': 0; allowed: 1 to 255; ", "remove the line")

    def test_lane_of_more_periods_than_a_byte_counts(self):
        self.change("transit.csv", "001,003,2", "001,003,256")
        self.refused("transit.csv:4: 'periods': 256; allowed: 1 to 255; ")

    def test_lane_that_costs_too_much(self):
        self.write("transit.csv", "origin,destination,periods,cost\n"
                                  "001,002,1,5\n002,001,1,1000000000000\n")
        self.refused("transit.csv:3: 'cost': 1000000000000; allowed: 0 to 1000000; ", "coarser")

    def test_more_facilities_than_a_case_has(self):
        rows = "".join(f"{n},,,,1\n" for n in range(70_000))
        self.write("facilities.csv", "id,name,latitude,longitude,devices\n" + rows)
        self.write("demand.csv", "facility,period,patients\n")
        self.write("transit.csv", "origin,destination,periods\n")
        self.refused("facilities.csv:65537: 'id': 70000 facilities", "allowed: 1 to 65535; ",
                     "cases of their own")

    def test_distance_costs_out_of_range(self):
        for key, values in [("resolution_km", ["0", "-1", "nan", "1e12"]),
                            ("fixed_km", ["-1", "nan", "1e12"])]:
            for value in values:
                with self.subTest(key=key, value=value):
                    finished = self.run_program(
                        "plan", self.case, "--quiet", "--set", "objective.movement=distance",
                        "--set", f"objective.{key}={value}", expect=cli.BAD_INPUT)
                    self.assertIn(f"--set: 'objective.{key}': ", finished.stderr)
                    self.assertIn("allowed: ", finished.stderr)

    def test_all_bad_lines_are_told_up_to_twenty(self):
        lines = "".join(f"x{n},0,1\n" for n in range(30))
        self.write("demand.csv", "facility,period,patients\n" + lines)
        finished = self.run_program("plan", self.case, "--quiet", expect=cli.BAD_INPUT)
        self.assertEqual(finished.stderr.count("demand.csv:"), 20)
        self.assertIn("10 more", finished.stderr)

    def test_bad_override(self):
        for setting in ["horizon.period=5", "nonsense", "horizon.periods=-1"]:
            with self.subTest(setting=setting):
                finished = self.run_program("plan", self.case, "--set", setting, "--quiet",
                                            expect=cli.BAD_INPUT)
                self.assertIn(setting.split("=")[0], finished.stderr)

    def test_unrounded_demand_is_for_looking_only(self):
        self.write("facilities.csv", "id,name,latitude,longitude,population,hospitalized,devices\n"
                                     "1,One,39,-105,100000,5,3\n")
        self.write("transit.csv", "origin,destination,periods\n")
        self.change("case.toml", 'model = "file"\nfile = "demand.csv"',
                    'model = "sir"\nrounding = "none"\ndoubling_time = 4')
        self.refused("rounding")
        self.run_program("demand", self.case)


class AcceptedInputTest(cli.CliTest):
    def assert_same_answer(self):
        text = self.run_program("plan", self.case).stdout
        self.assertIn("with sharing 1 (4 fewer)", text)

    def test_lines_that_end_like_those_of_windows(self):
        for name, text in [("facilities.csv", cli.FACILITIES), ("demand.csv", cli.DEMAND)]:
            (self.folder / name).write_bytes(text.replace("\n", "\r\n").encode())
        self.assert_same_answer()

    def test_byte_order_marks(self):
        for name, text in [("facilities.csv", cli.FACILITIES), ("case.toml", cli.CASE)]:
            (self.folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
        self.assert_same_answer()

    def test_quoted_commas(self):
        self.run_program("plan", self.case, "-o", "plan.h5")
        self.assertIn("Bend, upper", cli.FACILITIES)
        self.run_program("verify", "plan.h5")

    def test_turnaround_longer_than_the_horizon(self):
        text = self.run_program("plan", self.case, "--set", "item.turnaround=50").stdout
        self.assertIn("with sharing 3", text)

    def test_no_devices_at_all(self):
        self.write("facilities.csv", cli.FACILITIES.replace("east,2", "east,0")
                   .replace("west,1", "west,0"))
        text = self.run_program("plan", self.case, "-o", "plan.h5").stdout
        self.assertIn("with sharing 6 (0 fewer)", text)
        self.assertIn("No device moves.", text)
        self.run_program("verify", "plan.h5")

    def test_one_facility(self):
        self.write("facilities.csv", "id,name,latitude,longitude,devices\n1,One,39,-105,1\n")
        self.write("demand.csv", "facility,period,patients\n1,0,2\n")
        self.write("transit.csv", "origin,destination,periods\n")
        text = self.run_program("plan", self.case, "-o", "plan.h5").stdout
        self.assertIn("Without sharing 1 patient goes without", text)
        self.run_program("verify", "plan.h5")

    def test_half_days(self):
        text = self.run_program("plan", self.case, "--set", "horizon.period_hours=12", "-o",
                                "plan.h5").stdout
        self.assertIn("6 periods", text)
        self.run_program("verify", "plan.h5")


if __name__ == "__main__":
    cli.main()
