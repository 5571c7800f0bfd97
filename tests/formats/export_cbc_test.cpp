// SPDX-License-Identifier: Apache-2.0
// COIN-OR CBC, an integer programming solver, reads cases with rules and finds the same optima.
#include <gtest/gtest.h>

#include <fstream>
#include <utility>

#include "support/cbc.hpp"
#include "support/expect_certified.hpp"
#include "support/random_steps.hpp"
#include "support/temporary_folder.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

const std::uint64_t kCases = test::cases_to_try(30, 200);

/// Shipments that are decided already: in some period devices leave that were there at the start.
void add_commitments(InstanceData& data, test::RandomDraws& draws) {
  const std::int32_t facilities = data.demand.facilities();
  const std::int32_t periods = data.demand.periods();
  data.commitments = Panel<Count>(facilities, periods);
  for (FacilityId i{0}; i.value() < facilities; ++i) {
    const Count decided = draws.between(0, data.devices[static_cast<std::size_t>(i.value())]);
    const FacilityId destination(draws.between(0, facilities - 1));
    const std::int32_t depart = draws.between(0, periods - 1);
    data.commitments(i, Period(depart)) -= decided;
    const std::int32_t arrive = depart + draws.between(1, 3);
    if (arrive < periods) data.commitments(destination, Period(arrive)) += decided;
  }
}

/// Two to four kinds of rules at once: weighted patients, reserves, costs and limits of leaving
/// (where all lanes cost the same), decided shipments.
Instance instance_with_rules(std::uint64_t seed) {
  test::RandomDraws draws(seed, 11);
  test::RandomInstanceOptions options = test::varied_options(seed, 8, 16);
  const std::int32_t left_out = draws.between(0, 3);
  const std::int32_t also_left_out = draws.between(0, 4);
  const auto has = [&](std::int32_t kind) {
    return also_left_out == 4 || (kind != left_out && kind != also_left_out);
  };
  if (has(2)) options.lane_costs = test::LaneCosts::unit;
  InstanceData data = test::random_instance_data(options);
  data.resolution = draws.between(1, 10);
  if (has(0)) test::add_treat_steps(data, draws);
  if (has(1)) test::add_hold_steps(data, draws);
  if (has(2)) test::add_send_steps(data, draws);
  if (has(3)) add_commitments(data, draws);
  return Instance(std::move(data));
}

TEST(CbcReadsMps, AndFindsTheOptimaOfCasesWithRules) {
  const testing::TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    std::ofstream out = test::mps_file(folder, seed);
    write_mps(out, instance_with_rules(seed));
  }
  ASSERT_TRUE(test::run_cbc(SURGEFLOW_CBC, folder));
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = instance_with_rules(seed);
    const SolveResult result = solve(instance);
    test::expect_certified(instance, result);
    const Total cost =
        result.value.movement - (instance.movement_limit() + 1) * result.value.treated;
    EXPECT_EQ(test::least_cost(folder, seed), static_cast<double>(cost));
  }
}

}  // namespace
}  // namespace surgeflow::formats
