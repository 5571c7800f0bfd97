// SPDX-License-Identifier: Apache-2.0
// Reasons for unmet patients: by hand, and against another library's optimum with the device sent.
#include "surgeflow/explain/unmet_reasons.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/expect_certified.hpp"
#include "support/instance_data.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_steps.hpp"

namespace surgeflow::test {
namespace {

using explain::explain_unmet;
using explain::IdleNeighbour;
using explain::Obstacle;
using explain::TreatmentChange;
using explain::UnmetReasons;

constexpr FacilityId kHere{0};
constexpr FacilityId kSame{1};
constexpr FacilityId kFar{2};
constexpr FacilityId kApart{3};

/// Here lacks one device on day 2. One at Same, a day away, waits for its own patient of day 3; one
/// at Far, three days away, is free; one at Apart has no lane.
Instance four_towns() {
  InstanceData data = blank_instance_data(4, 5, 5);
  data.devices = {0, 1, 1, 1};
  data.demand(kHere, Period(2)) = 1;
  data.demand(kSame, Period(3)) = 2;
  set_lane(data, kSame, kHere, 1);
  set_lane(data, kFar, kHere, 3);
  return Instance(std::move(data));
}

TEST(UnmetReasons, ByHand) {
  const Instance instance = four_towns();
  // Either the patient here or one at Same: the plan without movement treats the latter.
  const SolveResult result = solve(instance);
  expect_certified(instance, result);
  const UnmetReasons reasons = explain_unmet(instance, result.plan, result.potentials,
                                             {.facility = kHere, .period = Period(2)});
  EXPECT_EQ(reasons.unmet, 1);
  EXPECT_EQ(reasons.idle_in_time, 1);
  EXPECT_EQ(reasons.too_late, 1);
  EXPECT_EQ(reasons.no_lane, 1);
  ASSERT_EQ(reasons.neighbours.size(), 3U);
  const IdleNeighbour& same = reasons.neighbours[0];
  EXPECT_EQ(same.facility, kSame);
  EXPECT_EQ(same.obstacle, Obstacle::needed);
  EXPECT_EQ(same.leave, 1);
  EXPECT_EQ(same.idle_at_leave, 1);
  EXPECT_EQ(same.patients, 0);
  EXPECT_EQ(same.movement_saved, -1);
  EXPECT_EQ(same.treatments,
            (std::vector<TreatmentChange>{{kHere, Period(2), 1}, {kSame, Period(3), -1}}));
  EXPECT_EQ(reasons.neighbours[1].facility, kFar);
  EXPECT_EQ(reasons.neighbours[1].obstacle, Obstacle::too_late);
  EXPECT_EQ(reasons.neighbours[1].leave, -1);
  EXPECT_EQ(reasons.neighbours[2].facility, kApart);
  EXPECT_EQ(reasons.neighbours[2].obstacle, Obstacle::no_lane);
}

TEST(UnmetReasons, NobodyUnmetNeedsNoReason) {
  const Instance instance = four_towns();
  const SolveResult result = solve(instance);
  const UnmetReasons reasons = explain_unmet(instance, result.plan, result.potentials,
                                             {.facility = kHere, .period = Period(0)});
  EXPECT_EQ(reasons.unmet, 0);
  EXPECT_TRUE(reasons.neighbours.empty());
}

TEST(UnmetReasons, ALimitOnLeavingIsNamed) {
  InstanceData data = blank_instance_data(2, 3, 5);
  data.devices = {0, 1};
  data.demand(kHere, Period(1)) = 1;
  set_lane(data, kSame, kHere, 1);
  data.send_steps = {{Panel<Count>(2, 3), Panel<std::int32_t>(2, 3)}};
  const Instance instance(std::move(data));
  const SolveResult result = solve(instance);
  expect_certified(instance, result);
  const UnmetReasons reasons = explain_unmet(instance, result.plan, result.potentials,
                                             {.facility = kHere, .period = Period(1)});
  ASSERT_EQ(reasons.neighbours.size(), 1U);
  EXPECT_EQ(reasons.neighbours[0].obstacle, Obstacle::limit);
}

constexpr std::uint64_t kTrialSeeds = 25;

class TriedDevices : public ::testing::TestWithParam<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Random, TriedDevices,
                         ::testing::Range<std::uint64_t>(1, 101, kTrialSeeds));

/// The best plan where a device of the neighbour has left and treated one patient: what is left of
/// the case, and that patient.
PlanValue best_with_help(InstanceData data, const explain::UnmetQuestion& question,
                         const IdleNeighbour& neighbour) {
  const std::int32_t periods = data.demand.periods();
  const auto here = static_cast<std::size_t>(question.facility.value());
  data.commitments = Panel<Count>(data.demand.facilities(), periods);
  data.commitments(neighbour.facility, Period(neighbour.leave)) -= 1;
  const std::int64_t back = std::int64_t{question.period.value()} + data.turnaround_periods[here];
  if (back < periods) {
    data.commitments(question.facility, Period(static_cast<std::int32_t>(back))) += 1;
  }
  data.demand(question.facility, question.period) -= 1;
  const std::int32_t cost = data.lanes.cost(neighbour.facility, question.facility);
  const PlanValue rest = lemon_optimum(Instance(std::move(data)));
  return {rest.treated + 1, rest.movement + cost};
}

TEST_P(TriedDevices, LoseAsMuchAsAnotherLibrarySays) {
  for (std::uint64_t seed = GetParam(); seed < GetParam() + kTrialSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const InstanceData data = random_instance_data(varied_options(seed, 12, 20));
    const Instance instance(data);
    const SolveResult result = solve(instance);
    RandomDraws draws(seed, 11);
    for (int question_number = 0; question_number < 20; ++question_number) {
      const explain::UnmetQuestion question{
          .facility = FacilityId(draws.between(0, instance.facilities() - 1)),
          .period = Period(draws.between(0, instance.periods() - 1))};
      for (const IdleNeighbour& neighbour :
           explain_unmet(instance, result.plan, result.potentials, question).neighbours) {
        if (neighbour.obstacle != Obstacle::needed) continue;
        const PlanValue tried{result.value.treated + neighbour.gain,
                              result.value.movement - neighbour.movement_saved};
        EXPECT_FALSE(tried.better_than(result.value));
        EXPECT_EQ(neighbour.gain, neighbour.patients);
        EXPECT_EQ(tried, best_with_help(data, question, neighbour));
      }
    }
  }
}

}  // namespace
}  // namespace surgeflow::test
