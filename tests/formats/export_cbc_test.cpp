// SPDX-License-Identifier: Apache-2.0
// COIN-OR CBC, an integer programming solver, reads cases with rules and finds the same optima.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

#include "support/expect_certified.hpp"
#include "support/random_steps.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

constexpr std::uint64_t kCases = 200;

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

std::string name_of(std::uint64_t seed, const char* ending) {
  return fmt::format("{}.{}", seed, ending);
}

void export_cases(const testing::TemporaryFolder& folder) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    std::ofstream out(folder / name_of(seed, "mps"));
    write_mps(out, instance_with_rules(seed));
  }
}

/// A process for each case: one that reads several keeps something of those before.
void run_cbc(const testing::TemporaryFolder& folder) {
  const std::string command = fmt::format(
      "cd '{}' && for case in *.mps; do '{}' $case solve solution ${{case%mps}}txt; done > log",
      folder.path().string(), SURGEFLOW_CBC);
  ASSERT_EQ(std::system(command.c_str()), 0);
}

/// The least cost that CBC calls optimal; not a number where it does not.
double least_cost(const testing::TemporaryFolder& folder, std::uint64_t seed) {
  std::ifstream in(folder / name_of(seed, "txt"));
  std::string line;
  std::getline(in, line);
  const std::string begin = "Optimal - objective value ";
  return line.starts_with(begin) ? std::stod(line.substr(begin.size())) : std::nan("");
}

TEST(CbcReadsMps, AndFindsTheOptimaOfCasesWithRules) {
  const testing::TemporaryFolder folder;
  export_cases(folder);
  run_cbc(folder);
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = instance_with_rules(seed);
    const SolveResult result = solve(instance);
    test::expect_certified(instance, result);
    const Total cost =
        result.value.movement - (instance.movement_limit() + 1) * result.value.treated;
    EXPECT_EQ(least_cost(folder, seed), static_cast<double>(cost));
  }
}

}  // namespace
}  // namespace surgeflow::formats
