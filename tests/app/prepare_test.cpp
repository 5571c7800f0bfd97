// SPDX-License-Identifier: Apache-2.0
// The way from a case to an instance, and how its settings are told.
#include "app/prepare.hpp"

#include <gtest/gtest.h>

#include "small_plan.hpp"

namespace surgeflow::app {
namespace {

TEST(MakeInstance, TakesTheCasesNumbers) {
  Case planning_case;
  planning_case.devices = {4};
  planning_case.turnaround_periods = {3};
  planning_case.in_processing_periods = {2};
  planning_case.arrivals = Panel<Count>(1, 5);
  planning_case.arrivals(FacilityId(0), Period(1)) = 7;
  const Instance instance = make_instance(planning_case, Panel<Count>(1, 5, 1), LaneTable(1));
  EXPECT_EQ(instance.total_demand(), 5);
  EXPECT_EQ(instance.total_supply(), 11);
  EXPECT_EQ(instance.supply(FacilityId(0), Period(3)), 7);
  EXPECT_EQ(instance.turnaround_periods(FacilityId(0)), 3);
}

TEST(CountRegions, CountsNoRegionAsOne) {
  EXPECT_EQ(count_regions({facility_called("a", "A"), facility_called("b", "B")}), 1);
  EXPECT_EQ(count_regions({facility_called("a", "A", "north"), facility_called("b", "B", "south"),
                           facility_called("c", "C", "north")}),
            2);
}

TEST(ResolvedSettings, TellDefaultsAndWhatIsUsed) {
  CaseStatement statement;
  statement.name = "spring";
  statement.periods = 5;
  const std::string of_file = resolved_settings(statement);
  EXPECT_NE(of_file.find("case.name = spring\n"), std::string::npos);
  EXPECT_NE(of_file.find("item.in_processing = 1\n"), std::string::npos);
  EXPECT_NE(of_file.find("demand.model = file\n"), std::string::npos);
  EXPECT_EQ(of_file.find("doubling_time"), std::string::npos);

  statement.demand_model = DemandModel::chime;
  statement.epidemic.doubling_time_days = 4.5;
  statement.epidemic.contact_reduction = {{0, 0.3}, {15, 0.5}};
  statement.movement = Movement::distance;
  statement.fixed_cost_km = 200.0;
  statement.scope = Scope::region;
  const std::string modelled = resolved_settings(statement);
  EXPECT_NE(modelled.find("demand.model = chime\n"), std::string::npos);
  EXPECT_NE(modelled.find("demand.doubling_time = 4.5\n"), std::string::npos);
  EXPECT_NE(modelled.find("demand.contact_reduction = [[0, 0.3], [15, 0.5]]\n"), std::string::npos);
  EXPECT_NE(modelled.find("objective.movement = distance\nobjective.resolution_km = 10\n"
                          "objective.fixed_km = 200\n"),
            std::string::npos);
  EXPECT_NE(modelled.find("sharing.scope = region\n"), std::string::npos);
}

TEST(ResolvedSettings, TellOneWayOfGrowth) {
  CaseStatement statement;
  statement.demand_model = DemandModel::sir;
  statement.epidemic.reproduction_number = {{0, 2.5}, {15, 0.9}};
  const std::string text = resolved_settings(statement);
  EXPECT_NE(text.find("demand.reproduction_number = [[0, 2.5], [15, 0.9]]\n"), std::string::npos);
  EXPECT_EQ(text.find("contact_reduction"), std::string::npos);
}

}  // namespace
}  // namespace surgeflow::app
