# SPDX-License-Identifier: Apache-2.0
"""us-hospitals: which county a hospital is in, and how counties are divided over hospitals."""

import unittest

import small_country as country
from small_country import HOSPITALS, hospital_row

PRATTVILLE, SECOND, PENSACOLA = "0000000011", "0000000012", "0000000021"


class HospitalsTest(country.NationalTest):
    def build_with(self, *rows, options=()):
        self.write("hospitals.csv", HOSPITALS + "".join(rows), encoding="utf-8-sig")
        return self.build(*options)

    def county_of(self, *row, **more):
        """The county of one more hospital."""
        finished = self.build_with(hospital_row("0000000099", "ANOTHER", *row, **more))
        return finished.facilities("us-hospitals")["0000000099"]["county"], finished

    def test_a_county_is_divided_by_beds(self):
        rows = self.build("--ratio", "0.25").facilities("us-hospitals")
        self.assertEqual(list(rows), [PRATTVILLE, SECOND, PENSACOLA], "open, and of the states")
        # Autauga: 50,000 people and 10 in hospital; 30 and 10 beds.
        self.assertEqual([rows[SECOND][name] for name in ("population", "hospitalized")],
                         ["12500", "2.5000000000"])
        self.assertEqual(rows[SECOND]["name"], "SECOND, OF PRATTVILLE")
        self.assertEqual((rows[SECOND]["type"], rows[SECOND]["beds"]), ("PSYCHIATRIC", "10"))
        self.assertEqual(rows[PRATTVILLE]["hospitalized"], "7.5000000000")
        self.assertEqual(sum(int(row["population"]) for row in rows.values()), 5847000)

    def test_counties_without_a_hospital_go_to_the_nearest(self):
        finished = self.build()
        rows = finished.facilities("us-hospitals")
        # Baldwin's people go over the border to Pensacola; its 3.94 devices stay in Alabama.
        self.assertIn("Baldwin County, AL (01003): PENSACOLA, FL (0000000021), 53 km; devices to "
                      "SECOND, OF PRATTVILLE, AL (0000000012), 221 km",
                      finished.section("us-hospitals", "Counties without a hospital"))
        self.assertEqual(rows[SECOND]["devices"], "6", "2 of Autauga, 4 of Baldwin")
        whole = sum(int(row["devices"]) for row in rows.values())
        self.assertIn(f" {whole:,} devices", finished.stdout.splitlines()[0], "as in us-counties")
        self.assertIn(f" {whole:,} devices", finished.stdout.splitlines()[1])

    def test_devices_stay_in_their_state(self):
        states = {"AL": 7, "AK": 0, "FL": 3, "MA": 0, "NM": 0, "NY": 0, "SD": 0, "VA": 0}
        self.write("devices.csv", "state,devices\n" + "".join(
            f"{state},{count}\n" for state, count in states.items()))
        rows = self.build("--devices-by-state", "devices.csv").facilities("us-hospitals")
        self.assertEqual([int(rows[i]["devices"]) for i in (PRATTVILLE, SECOND, PENSACOLA)],
                         [4, 3, 3])  # Autauga 5 = 3.75 + 1.25, Baldwin 2 to the second

    def test_closed_hospitals_and_territories_are_left_out(self):
        finished = self.build()
        self.assertIn("- CLOSED: 1", finished.section("us-hospitals",
                                                      "Hospitals that are not open"))
        self.assertIn("- SAN JUAN, PR (0000000031)", finished.text("us-hospitals", "quality.md"))

    def test_unknown_beds_are_a_median(self):
        finished = self.build_with(
            hospital_row("41", "OF A KNOWN TYPE", "AL", "AUTAUGA", "01001", (32.4, -86.4), "-999"),
            hospital_row("42", "OF A KNOWN STATE", "AL", "AUTAUGA", "01001", (32.4, -86.4), "0",
                         kind="CHRONIC DISEASE"),
            hospital_row("43", "OF NEITHER", "SD", "OGLALA LAKOTA", "46102", (43.3, -102.6), "",
                         kind="CHRONIC DISEASE"))
        rows = finished.facilities("us-hospitals")
        # Type: 30 and 101. State: 10 and 30. All: 10, 30 and 101.
        self.assertEqual([rows[f"00000000{n}"]["beds"] for n in (41, 42, 43)], ["66", "20", "30"])
        self.assertIn("- OF A KNOWN TYPE, AL (0000000041), GENERAL ACUTE CARE: 66",
                      finished.section("us-hospitals", "Hospitals whose beds are not known"))

    def test_former_county_codes(self):
        for code, name, state, place, county in [
                ("46113", "SHANNON", "SD", (43.0, -102.5), "46102"),
                ("02270", "WADE HAMPTON", "AK", (62.0, -163.0), "02158"),
                ("51515", "BEDFORD CITY", "VA", (37.35, -79.5), "51019"),
                ("02280", "WRANGELL-PETERSBURG", "AK", (56.8, -132.9), "02195"),
                ("02280", "WRANGELL-PETERSBURG", "AK", (56.4, -132.3), "02275")]:
            with self.subTest(code, place=place):
                found, finished = self.county_of(state, name, code, place)
                self.assertEqual(found, county)
                self.assertIn("ANOTHER", finished.section("us-hospitals", "Former county codes"))

    def test_codes_that_are_missing_or_wrong(self):
        for heading, code, name, state, place, county in [
                ("Rows without a county code, found by name", "NOT AVAILABLE", "BRONX", "NY",
                 (40.8, -73.9), "36005"),
                ("Codes that no county has, found by name", "15057", "AUTAUGA", "AL",
                 (32.5, -86.5), "01001"),
                ("Rows without a usable code or name, found by their location", "NOT AVAILABLE",
                 "NOT AVAILABLE", "AL", (30.8, -87.7), "01003"),
                ("Codes that contradict the county's name", "36005", "AUTAUGA", "AL",
                 (32.5, -86.5), "01001"),
                ("Codes that contradict the county's name", "01003", "AUTAUGA", "AL",
                 (30.8, -87.7), "01003"),
                ("County codes that had lost their leading zero", "1003", "BALDWIN", "AL",
                 (30.8, -87.7), "01003")]:
            with self.subTest(heading, code=code):
                found, finished = self.county_of(state, name, code, place)
                self.assertEqual(found, county)
                self.assertIn("ANOTHER", finished.section("us-hospitals", heading))

    def test_a_name_that_several_counties_bear_is_no_contradiction(self):
        found, finished = self.county_of("VA", "FAIRFAX", "51600", (38.85, -77.3))
        self.assertEqual(found, "51600")
        self.assertEqual(finished.section("us-hospitals",
                                          "Codes that contradict the county's name"), " none\n")

    def test_a_hospital_counts_for_the_state_of_its_county(self):
        finished = self.build_with(
            hospital_row("51", "AT THE BORDER", "FL", "BALDWIN", "01003", (30.8, -87.6)))
        self.assertEqual(finished.facilities("us-hospitals")["0000000051"]["state"], "AL")
        self.assertIn("AT THE BORDER", finished.section(
            "us-hospitals", "Hospitals whose address is in another state than their county"))

    def test_a_hospital_without_a_location_stands_in_the_middle_of_its_county(self):
        for place in [("", ""), ("0", "0"), ("-999", "-999")]:
            with self.subTest(place=place):
                _, finished = self.county_of("AL", "BALDWIN", "01003", place)
                row = finished.facilities("us-hospitals")["0000000099"]
                self.assertEqual((row["latitude"], row["longitude"]), ("30.7", "-87.7"))
                self.assertIn("ANOTHER", finished.section("us-hospitals",
                                                          "Hospitals without a location"))

    def test_networks(self):
        self.write("networks.csv", "id,network\n11,Baptist\n0000000021,Baptist\n13,Shut\n")
        finished = self.build("--networks", "networks.csv", "--region", "network")
        rows = finished.facilities("us-hospitals")
        self.assertEqual([row["region"] for row in rows.values()], ["Baptist", SECOND, "Baptist"])
        self.assertEqual([row["network"] for row in rows.values()], ["Baptist", SECOND, "Baptist"])
        self.assertEqual(finished.facilities("us-counties")["01001"]["region"], "AL")
        self.assertIn("- SECOND", finished.section("us-hospitals", "Hospitals without a network"))
        self.assertIn("- 0000000013: Shut", finished.text("us-hospitals", "quality.md"))

    def test_the_report_of_counties_does_not_speak_of_hospitals(self):
        self.assertNotIn("### Hospitals", self.build().text("us-counties", "quality.md"))


if __name__ == "__main__":
    unittest.main()
