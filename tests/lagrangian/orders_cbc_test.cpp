// SPDX-License-Identifier: Apache-2.0
// Orders beside limits and rules, against COIN-OR CBC on the same cases with all of them as rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lagrangian/limits/limit_conflict.hpp"
#include "lagrangian/limits/limited.hpp"
#include "support/cbc.hpp"
#include "support/expect_certified.hpp"
#include "support/random_orders.hpp"
#include "support/ruled_case.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::test {
namespace {

/// No plan may be found in one of so many cases that have one.
constexpr int kUnfoundOneIn = 20;

struct OrderedCase {
  RuledCase ruled;
  Orders orders;
};

/// Two or three limits or rules, and one to three orders, about lanes that may be closed for a
/// time.
OrderedCase ordered_case(std::uint64_t seed) {
  RandomDraws draws(seed, 16);
  InstanceData data = numbers_of_case(seed, draws, 10);
  Limits limits;
  for (std::int32_t n = draws.between(2, 3); n > 0; --n) {
    add_rule(n == 1 ? draws.between(0, 4) : draws.between(0, 7), data, limits, draws);
  }
  if (!data.hold_steps.empty() && draws.happens(50)) {
    limits.backup_periods = draws.between(1, 2);
  }
  Instance instance(std::move(data));
  Orders orders = random_orders(instance, draws, {.most_orders = 3, .most_devices = 2});
  return {{std::move(instance), std::move(limits)}, std::move(orders)};
}

/// Whether the lanes of orders are there and open, and may send so many.
bool can_be_stated(const OrderedCase& one) {
  const LaneTable& lanes = one.ruled.instance.lanes();
  const bool open = std::ranges::all_of(one.orders.list, [&](const Order& order) {
    return !order.ships() || lanes.is_open(*order.origin, *order.destination, order.first);
  });
  if (!open || one.orders.empty()) return false;
  try {
    return with_orders(one.ruled.instance, one.orders).facilities() > 0;
  } catch (const InputError&) {
    return false;
  }
}

std::vector<std::uint64_t> seeds_of_cases(std::uint64_t cases) {
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t seed = first_seed(); seeds.size() < cases; ++seed) {
    const OrderedCase one = ordered_case(seed);
    if (one.ruled.instance.total_demand() >= kLeastDemand && can_be_stated(one)) {
      seeds.push_back(seed);
    }
  }
  return seeds;
}

/// "43: dispatch, own; force 0 3 of 2 in 4"
std::string in_words(std::uint64_t seed, const OrderedCase& one) {
  std::string words = in_words(seed, one.ruled);
  for (const Order& order : one.orders.list) {
    words += fmt::format("; {} {} {} of {} in {} to {}", name_of(order.kind),
                         order.origin ? order.origin->value() : -1,
                         order.destination ? order.destination->value() : -1, order.devices,
                         order.first.value(), order.last.value());
  }
  return words;
}

/// Whether no plan is found.
bool conflicts(const OrderedCase& one) {
  const auto& [instance, limits] = one.ruled;
  if (find_conflict(instance, one.orders) ||
      lagrangian::find_limit_conflict(instance, one.orders, limits,
                                      lagrangian::ConflictSearchDepth::provision)) {
    return true;
  }
  const Instance ordered = with_orders(instance, one.orders, limits);
  const Limits within = within_orders(limits, instance, one.orders);
  const SolveResult result = lagrangian::solve_within_limits(ordered, within, {}, {});
  return lagrangian::beyond_limits(ordered, within, result.plan) > 0;
}

/// The optimum's gain less the plan's, in patients.
double gap_of(const OrderedCase& one, const Instance& ordered, Total best) {
  const auto& [instance, limits] = one.ruled;
  const Limits within = within_orders(limits, instance, one.orders);
  const SolveResult result = lagrangian::solve_within_limits(ordered, within, {}, {});
  EXPECT_EQ(lagrangian::beyond_limits(ordered, within, result.plan), 0);
  const Plan whole = with_ordered(result.plan, one.orders);
  EXPECT_TRUE(without_ordered(whole, one.orders).missing.empty());
  const CertificateReport report =
      check_certificate(instance, one.orders, whole, result.potentials, 1, {},
                        LimitClaim{limits, result.prices.value()});
  EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
  EXPECT_EQ(report.value.treated, result.value.treated);
  EXPECT_EQ(report.bound.treated, result.bound.treated);
  EXPECT_LE(result.value.treated, best);
  EXPECT_GE(result.bound.treated, best);
  return static_cast<double>(best - result.value.treated) / instance.resolution();
}

TEST(OrdersBesideLimits, AreNearTheOptimaOfCbcOrConflictWhereItFindsNone) {
  const testing::TemporaryFolder folder;
  const std::vector<std::uint64_t> seeds = seeds_of_cases(cases_to_try(12, 120));
  for (const std::uint64_t seed : seeds) {
    std::ofstream out = mps_file(folder, seed);
    const auto& [ruled, orders] = ordered_case(seed);
    formats::write_mps(out, with_orders(ruled.instance, orders, ruled.limits),
                       within_orders(ruled.limits, ruled.instance, orders));
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  double lost = 0.0;
  double demand = 0.0;
  double worst = 0.0;
  int impossible = 0;
  int unfound = 0;
  for (const std::uint64_t seed : seeds) {
    const OrderedCase one = ordered_case(seed);
    SCOPED_TRACE(in_words(seed, one));
    const Instance ordered = with_orders(one.ruled.instance, one.orders, one.ruled.limits);
    const Total best = greatest_gain(ordered, least_cost(folder, seed));
    const bool refused = conflicts(one);
    EXPECT_TRUE(refused || best >= 0);
    if (refused) {
      // Plans in which nobody is worse off are searched for, and some are not found.
      EXPECT_TRUE(best < 0 || one.ruled.limits.no_worse_off);
      ++(best < 0 ? impossible : unfound);
      continue;
    }
    const double gap = gap_of(one, ordered, best);
    const auto patients = static_cast<double>(ordered.total_demand());
    EXPECT_LE(gap, kWorstGap * patients);
    worst = std::max(worst, gap / patients);
    lost += gap;
    demand += patients;
  }
  EXPECT_LE(lost, kMeanGap * demand);
  EXPECT_LE(unfound, static_cast<int>(seeds.size()) / kUnfoundOneIn);
  ::testing::Test::RecordProperty("unfound", unfound);
  ::testing::Test::RecordProperty("impossible", impossible);
  ::testing::Test::RecordProperty("mean_gap_percent", std::to_string(100.0 * lost / demand));
  ::testing::Test::RecordProperty("worst_gap_percent", std::to_string(100.0 * worst));
}

}  // namespace
}  // namespace surgeflow::test
