# SPDX-License-Identifier: Apache-2.0
"""surgeflow explain: what shipments save, why patients go unmet, what more devices save."""

import json

import h5py

import surgeflow_cli as cli


class ExplainTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.run_program("plan", self.case, "-o", "plan.h5")

    def explain(self, *arguments, plan="plan.h5"):
        """What is said, and the numbers beside it."""
        said = self.run_program("explain", plan, *arguments, "--json", "answer.json", "--quiet")
        return said.stdout, json.loads((self.folder / "answer.json").read_text(encoding="utf-8"))

    def refused(self, *arguments, expect, plan="plan.h5"):
        before = self.files()
        refusal = self.run_program("explain", plan, *arguments, expect=expect)
        self.assertEqual(refusal.stdout, "")
        self.assertEqual(self.files(), before)
        return refusal.stderr

    def test_the_only_shipment(self):
        text, answer = self.explain("--shipment", 0)
        self.assertIn("Shipment 0: 2 devices from Arch (001) to Bend, upper (002), leaving on "
                      "2020-03-31, to be used from 2020-04-01 on.", text)
        self.assertIn("It saves 4 patients. If it is dropped and nothing is sent in its place, 4 "
                      "fewer patients are treated and 2 fewer devices move:", text)
        self.assertIn("     4  Bend, upper (002), 2020-04-01 to 2020-04-03", text)
        # Sent a day later, on 2020-04-01, the devices can still treat the two of 2020-04-03.
        self.assertIn("Planned anew with it forbidden, 2 fewer patients are treated and as many "
                      "devices move", text)
        self.assertIn("      +2  from Arch (001) to Bend, upper (002), leaving on 2020-04-01", text)
        self.assertIn("Arch (001) keeps 0 devices idle and 0 in use on 2020-03-31", text)
        self.assertEqual(answer["dropped"]["patients_saved"], 4)
        self.assertEqual(answer["replaced"]["patients_saved"], 2)
        self.assertEqual(answer["replaced"]["unmet"], cli.UNMET_SHARED + 2)

    def test_what_shipments_save_adds_up(self):
        text, answer = self.explain("--shipment", "all")
        self.assertEqual(len(answer["shipments"]), 1)
        self.assertIn("       0  2020-03-31        2       4         2", text)
        for shipment in answer["shipments"]:
            for question in ("dropped", "replaced"):
                changes = [c["change"] for c in shipment[question]["treatments"]]
                self.assertEqual(shipment[question]["patients_saved"], -sum(changes))

    def test_a_facility_on_a_day(self):
        text, answer = self.explain("--facility", "003", "--date", "2020-04-01")
        self.assertIn("Cove (003) on 2020-04-01: 1 new patient needs a ventilator; 0 are treated, "
                      "1 goes without.", text)
        self.assertIn("0 devices are idle there and 1 in use. Of these come free: 1 on 2020-04-02.",
                      text)
        self.assertIn("No other facility has an idle device", text)
        self.assertIn("One device more there on that day would save 1 patient in the whole plan.",
                      text)
        self.assertEqual((answer["unmet"], answer["neighbours"]), (1, []))
        self.assertEqual(answer["coming_free"], [{"date": "2020-04-02", "devices": 1}])

    def test_why_idle_devices_do_not_help(self):
        """A second device at Arch stays there; Cove is two days away, and Bend has no lane to it."""
        self.write("facilities.csv", cli.FACILITIES.replace("east,2", "east,3"))
        self.run_program("plan", self.case, "-o", "plan.h5")
        text, answer = self.explain("--facility", "003", "--date", "2020-04-01")
        self.assertIn("  Arch (001), 2 days away: 1 idle now, but one would have had to leave before "
                      "the plan begins.", text)
        self.assertEqual([n["obstacle"] for n in answer["neighbours"]], ["too_late"])

    def test_a_device_that_is_needed(self):
        """Bend has a device for its patient of the third day, one that Cove lacks on the second."""
        self.write("facilities.csv", cli.FACILITIES.replace("east,2", "east,0")
                   .replace("east,0\n003", "east,1\n003"))
        self.write("demand.csv", "facility,period,patients\n002,3,1\n003,0,1\n003,1,1\n")
        self.write("transit.csv", "origin,destination,periods\n002,003,1\n")
        self.run_program("plan", self.case, "-o", "plan.h5")
        text, answer = self.explain("--facility", "003", "--date", "2020-04-01")
        self.assertIn("  Bend, upper (002), 1 day away: 1 idle on 2020-03-31, when one would have "
                      "had to leave. If one came, one patient more would be treated here, but not "
                      "1 patient at Bend, upper (002) (2020-04-03): nobody is gained in all, and "
                      "more devices move.", text)
        neighbour = answer["neighbours"][0]
        self.assertEqual((neighbour["obstacle"], neighbour["patients"]), ("needed", 0))
        self.assertEqual(sum(c["change"] for c in neighbour["treatments"]), 0)

    def test_a_facility(self):
        text, answer = self.explain("--facility", "002")
        self.assertIn("4 patients, 4 treated, 0 go without; 0 devices leave, 2 arrive.", text)
        self.assertEqual((answer["received"], answer["unmet_by_date"]), (2, []))

    def test_a_day(self):
        text, answer = self.explain("--date", "2020-04-01")
        self.assertIn("2020-04-01: 3 patients, 2 treated, 1 goes without", text)
        self.assertIn("       1  Cove (003)", text)
        self.assertEqual(answer["unmet_by_facility"], [{"facility": "003", "unmet": 1}])

    def test_the_whole(self):
        text, answer = self.explain()
        self.assertIn("Of 6 patients 1 goes without a ventilator, with 3 devices.", text)
        self.assertIn("on 2020-03-31 1 at Cove (003)", text)
        self.assertEqual(answer["purchases"][0], {"bought": 0, "unmet": 1, "gain": 5.0,
                                                  "certified": True})
        self.assertEqual(answer["purchases"][1]["unmet"], 0)
        self.assertEqual(answer["knee_bought"], 1)

    def test_the_same_on_ranks(self):
        alone = self.run_program("explain", "plan.h5", "--shipment", 0).stdout
        self.assertEqual(self.run_program("explain", "plan.h5", "--shipment", 0, ranks=2).stdout,
                         alone)

    def test_a_plan_with_weights(self):
        self.write("facilities.csv", cli.FACILITIES.replace("devices\n", "devices,weight\n")
                   .replace("east,2", "east,2,").replace("east,0", "east,0,2.5")
                   .replace("west,1", "west,1,"))
        self.run_program("plan", self.case, "-o", "plan.h5")
        text, answer = self.explain("--shipment", 0)
        self.assertIn("by the weights of the rules 10 patients less are gained", text)
        self.assertEqual(answer["dropped"]["gain_saved"], 10.0)

    def test_an_unknown_facility(self):
        said = self.refused("--facility", "0O2", expect=cli.USAGE)
        self.assertIn("'0O2' is no facility of the plan", said)
        self.assertIn("did you mean '002'?", said)

    def test_a_date_outside_the_plan(self):
        for date in ["2020-03-30", "2020-04-06", "yesterday"]:
            said = self.refused("--date", date, expect=cli.USAGE)
            self.assertIn(f"'{date}' is not in the plan; allowed: 2020-03-31 to 2020-04-05", said)

    def test_a_shipment_out_of_range(self):
        self.assertIn("the plan has no shipment 1; allowed: 0 to 0, or all",
                      self.refused("--shipment", 1, expect=cli.USAGE))
        self.assertIn("allowed: a whole number from 0 on, or all",
                      self.refused("--shipment", "first", expect=cli.USAGE))

    def test_a_shipment_stands_alone(self):
        self.assertIn("--shipment stands alone",
                      self.refused("--shipment", 0, "--facility", "002", expect=cli.USAGE))

    def test_the_answer_does_not_replace_the_plan(self):
        self.refused("--json", "plan.h5", expect=cli.USAGE)

    def test_an_answer_that_can_not_be_written(self):
        self.refused("--json", "absent/answer.json", expect=cli.BAD_INPUT)

    def test_a_plan_without_a_proof(self):
        self.run_program("plan", self.case, "--time-limit", 0, "-o", "plan.h5",
                         expect=cli.LIMIT_REACHED)
        self.assertIn("a plan that is not proved optimal", self.refused(expect=cli.BAD_INPUT))

    def plan_one_a_day(self):
        """One of Arch's two devices leaves on the first day, the other on the second."""
        self.run_program("plan", self.case, "--set", "rules.dispatch_limit=1", "-o", "plan.h5")

    def test_a_shipment_within_limits(self):
        """Without the first one Bend treats nobody on the second day, and on the fourth only one."""
        self.plan_one_a_day()
        text, answer = self.explain("--shipment", 0)
        self.assertIn("If it is not made and nothing is decided anew, 2 fewer patients are treated "
                      "and 1 fewer device moves:", text)
        self.assertIn("       2  Bend, upper (002), 2020-04-01 to 2020-04-03", text)
        self.assertIn("That is exact, and within the limits.", text)
        self.assertIn("by the prices of the bound: an estimate", text)
        self.assertTrue(answer["limits_obeyed_without"])
        self.assertEqual(answer["nothing_else_changed"]["patients_saved"], 2)
        self.assertEqual(sum(change["change"]
                             for change in answer["nothing_else_changed"]["treatments"]), -2)

    def test_all_shipments_within_limits(self):
        self.plan_one_a_day()
        text, answer = self.explain("--shipment", "all")
        self.assertEqual([shipment["nothing_else_changed"]["patients_saved"]
                          for shipment in answer["shipments"]], [2, 1])
        self.assertIn("Saves: patients fewer if it is not made and nothing is decided anew, "
                      "exactly.", text)

    def test_places_within_limits(self):
        self.plan_one_a_day()
        text, answer = self.explain("--facility", "002", "--date", "2020-04-01")
        self.assertIn("2 new patients need a ventilator; 1 is treated, 1 goes without.", text)
        self.assertIn("On the way there is 1 device:", text)
        self.assertIn("what idle devices elsewhere could do is not tried", text)
        self.assertIn("next_device_patients_estimated", answer)
        text, answer = self.explain()
        self.assertIn("within limits these are estimates", text)
        self.assertEqual(answer["unmet"], 2)
        self.assertIn("4 patients, 3 treated, 1 goes without", self.explain("--facility", "002")[0])

    def test_limits_that_a_plan_breaks(self):
        self.plan_one_a_day()
        with h5py.File(self.folder / "plan.h5", "r+") as plan:
            plan["shipments/quantity"][0] = 2
        self.assertIn("does not obey its limits", self.refused(expect=cli.BAD_INPUT))

    def test_a_file_that_is_no_plan(self):
        self.assertIn("case.toml", self.refused(plan="case.toml", expect=cli.BAD_INPUT))
        self.assertIn("absent.h5", self.refused(plan="absent.h5", expect=cli.BAD_INPUT))


if __name__ == "__main__":
    cli.main()
