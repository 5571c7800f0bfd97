// SPDX-License-Identifier: Apache-2.0
// Unmet demand without sharing, by hand and against the reference solver.
#include "surgeflow/flow/without_sharing.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/expect_certified.hpp"
#include "support/random_instance.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::test {
namespace {

Total unmet_of_reference(const Instance& instance) {
  const SolveResult result = make_solver("reference")->solve(instance, {});
  expect_certified(instance, result);
  return instance.total_demand() - result.value.treated;
}

TEST(WithoutSharing, LooksAtNoLane) {
  // A treats its patients of 0 and of 2 with two devices; B has none for its two patients of 1.
  EXPECT_EQ(unmet_without_sharing(Instance(six_nodes())), 2);
}

TEST(WithoutSharing, CountsReturnsAndArrivals) {
  // One device, turnaround 2, a patient in each of six periods: treated in 0, 2 and 4. A second
  // device arrives in 2 and can be used in 3: treats in 3 and 5.
  InstanceData data = blank_instance_data(1, 6, 2);
  data.demand = Panel<Count>(1, 6, 1);
  data.devices[0] = 1;
  EXPECT_EQ(unmet_without_sharing(Instance(data)), 3);
  data.arrivals(kA, Period(2)) = 1;
  EXPECT_EQ(unmet_without_sharing(Instance(data)), 1);
}

TEST(WithoutSharing, KnowsTurnaroundsLongerThanTheHorizonAndArrivalsAfterIt) {
  InstanceData data = blank_instance_data(1, 6, 2'000'000'000);
  data.demand = Panel<Count>(1, 6, 1);
  data.devices[0] = 2;
  data.in_processing_periods[0] = 3;
  data.arrivals(kA, Period(3)) = 9;
  EXPECT_EQ(unmet_without_sharing(Instance(data)), 4);
}

TEST(WithoutSharing, KeepsToTheLargestNumbers) {
  InstanceData data = blank_instance_data(1, 3, 1);
  const auto most = static_cast<Count>(kMaxTotal);
  data.devices[0] = most;
  data.demand(kA, Period(0)) = most - 1;
  data.demand(kA, Period(2)) = 1;
  EXPECT_EQ(unmet_without_sharing(Instance(data)), 0);
  data.devices[0] = 0;
  EXPECT_EQ(unmet_without_sharing(Instance(data)), kMaxTotal);
}

TEST(WithoutSharing, IsTheOptimumOfEachFacility) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomInstanceOptions options = varied_options(seed);
    options.facilities = 1;
    options.supplied_percent = 100;
    const Instance instance = random_instance(options);
    EXPECT_EQ(unmet_without_sharing(instance), unmet_of_reference(instance));
  }
}

TEST(WithoutSharing, GivesWhatIsTaken) {
  // One device that leaves in 1: a patient of 0, with a turnaround of 2, would still have it.
  InstanceData data = blank_instance_data(1, 4, 2);
  data.devices[0] = 1;
  data.demand(kA, Period(0)) = 1;
  data.commitments = Panel<Count>(1, 4);
  data.commitments(kA, Period(1)) = -1;
  EXPECT_EQ(unmet_without_sharing(Instance(data)), 1);
  data.commitments(kA, Period(1)) = 0;
  data.commitments(kA, Period(2)) = -1;
  EXPECT_EQ(unmet_without_sharing(Instance(data)), 0);
}

TEST(WithoutSharing, IsTheOptimumWhereDevicesAreTaken) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomInstanceOptions options = varied_options(seed);
    options.facilities = 1;
    options.supplied_percent = 100;
    InstanceData data = random_instance_data(options);
    RandomDraws draws(seed, 7);
    data.commitments = Panel<Count>(1, options.periods);
    for (Count left = data.devices[0]; left > 0;) {
      const Count taken = draws.between(1, left);
      const Period away(draws.between(0, options.periods - 1));
      const Period back(draws.between(away.value(), options.periods - 1));
      data.commitments(kA, away) -= taken;
      if (draws.happens(50)) data.commitments(kA, back) += taken;
      left -= taken;
    }
    const Instance instance(std::move(data));
    const SolveResult result = make_solver("primal_dual")->solve(instance, {});
    expect_certified(instance, result);
    EXPECT_EQ(unmet_without_sharing(instance), instance.total_demand() - result.value.treated);
  }
}

TEST(WithoutSharing, IsTheOptimumOfACaseWithoutLanes) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    InstanceData data = random_instance_data(varied_options(seed));
    const Total unmet = unmet_without_sharing(Instance(data));
    data.lanes = LaneTable(data.demand.facilities());
    EXPECT_EQ(unmet, unmet_of_reference(Instance(data)));
  }
}

}  // namespace
}  // namespace surgeflow::test
