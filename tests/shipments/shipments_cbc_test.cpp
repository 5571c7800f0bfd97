// SPDX-License-Identifier: Apache-2.0
// Numbers of shipments against the least ones, which COIN-OR CBC finds with a binary for each.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <string>

#include "support/cbc.hpp"
#include "support/random_instance.hpp"
#include "support/thorough.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/shipments/consolidate.hpp"
#include "surgeflow/shipments/shipment_bound.hpp"

namespace surgeflow::test {
namespace {

const std::uint64_t kCases = cases_to_try(20, 60);
/// Shipments that the search may have more than the least, of all cases together.
constexpr double kMeanExcess = 0.05;
/// Patients that the search may treat fewer than it could within a minimum, likewise.
constexpr double kMeanLoss = 0.06;

Instance small_case(std::uint64_t seed) {
  RandomDraws draws(seed, 16);
  return random_instance({.seed = seed,
                          .facilities = draws.between(3, 5),
                          .periods = draws.between(6, 10),
                          .most_devices = draws.between(2, 5),
                          .most_demand = draws.between(1, 3),
                          .least_turnaround = 2,
                          .most_turnaround = 4,
                          .most_transit = 2});
}

/// Shipments as an integer programme, in which binary z_ijt lets devices leave.
class ShipmentProgramme {
 public:
  ShipmentProgramme(std::ostream& out, const Instance& instance) : out_(out), instance_(instance) {}

  /// The least number of shipments of plans that treat so many.
  void write_fewest(Total treated) { write({.treated = treated, .minimum = 1}); }
  /// The least number of patients treated, less than none, of plans that send none below a size.
  void write_most_treated(Count minimum) { write({.treated = -1, .minimum = minimum}); }

 private:
  struct Aim {
    Total treated = -1;  ///< -1: as many as can be
    Count minimum = 1;
  };

  void write(const Aim& aim) {
    out_ << "NAME shipments FREE\nROWS\n N cost\n";
    if (aim.treated >= 0) out_ << " E treated\n";
    each_node(
        [&](FacilityId i, Period t) { out_ << fmt::format(" E b{}_{}\n", i.value(), t.value()); });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period) {
      out_ << fmt::format(" L x{0}_{1}_{2}\n G m{0}_{1}_{2}\n", i.value(), j.value(), t.value());
    });
    out_ << "COLUMNS\n M1 'MARKER' 'INTORG'\n";
    each_node([&](FacilityId i, Period t) { write_node(aim, i, t); });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period u) { write_lane(aim, i, j, t, u); });
    out_ << " M2 'MARKER' 'INTEND'\nRHS\n";
    if (aim.treated >= 0) out_ << fmt::format(" rhs treated {}\n", aim.treated);
    each_node([&](FacilityId i, Period t) {
      if (instance_.supply(i, t) != 0) {
        out_ << fmt::format(" rhs b{}_{} {}\n", i.value(), t.value(), instance_.supply(i, t));
      }
    });
    out_ << "BOUNDS\n";
    each_node([&](FacilityId i, Period t) {
      out_ << fmt::format(" UP bound y{0}_{1} {2}\n UP bound I{0}_{1} {3}\n", i.value(), t.value(),
                          instance_.demand()(i, t), instance_.total_supply());
    });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period) {
      out_ << fmt::format(" UP bound s{0}_{1}_{2} {3}\n UP bound z{0}_{1}_{2} 1\n", i.value(),
                          j.value(), t.value(), instance_.total_supply());
    });
    out_ << "ENDATA\n";
  }

  template <class Visit>
  void each_node(Visit visit) const {
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
      for (Period t{0}; t.value() < instance_.periods(); ++t) visit(i, t);
    }
  }
  template <class Visit>
  void each_lane(Visit visit) const {
    each_node([&](FacilityId i, Period t) {
      for (FacilityId j{0}; j.value() < instance_.facilities(); ++j) {
        const std::int32_t transit = instance_.lanes().transit_periods(i, j);
        const std::int32_t arrive = t.value() + transit;
        if (transit > 0 && arrive < instance_.periods()) visit(i, j, t, Period(arrive));
      }
    });
  }
  void write_node(const Aim& aim, FacilityId i, Period t) {
    const auto entry = [&](char column, std::int32_t period, int coefficient) {
      if (period >= instance_.periods()) return;
      out_ << fmt::format(" {0}{1}_{2} b{1}_{3} {4}\n", column, i.value(), t.value(), period,
                          coefficient);
    };
    out_ << fmt::format(" y{}_{} {}\n", i.value(), t.value(),
                        aim.treated >= 0 ? "treated 1" : "cost -1");
    entry('y', t.value(), 1);
    entry('y', t.value() + instance_.turnaround_periods(i), -1);
    entry('I', t.value(), 1);
    entry('I', t.value() + 1, -1);
  }
  void write_lane(const Aim& aim, FacilityId i, FacilityId j, Period t, Period u) {
    const std::string lane = fmt::format("{}_{}_{}", i.value(), j.value(), t.value());
    out_ << fmt::format(" s{0} b{1}_{2} 1\n s{0} b{3}_{4} -1\n s{0} x{0} 1\n s{0} m{0} 1\n", lane,
                        i.value(), t.value(), j.value(), u.value());
    out_ << fmt::format(" z{0} x{0} {1}\n z{0} m{0} {2}\n", lane, -instance_.total_supply(),
                        -aim.minimum);
    if (aim.treated >= 0) out_ << fmt::format(" z{} cost 1\n", lane);
  }

  std::ostream& out_;
  const Instance& instance_;
};

TEST(Consolidate, IsNearTheLeastNumbersOfCbc) {
  const testing::TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    std::ofstream out = mps_file(folder, seed);
    const Instance instance = small_case(seed);
    ShipmentProgramme(out, instance).write_fewest(solve(instance).value.treated);
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  Total least = 0;
  Total bounds = 0;
  Total found = 0;
  Total before = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = small_case(seed);
    const SolveResult optimum = solve(instance);
    const double cost = least_cost(folder, seed);
    ASSERT_FALSE(std::isnan(cost));
    const auto here = static_cast<Total>(std::lround(cost));
    const Plan plan = shipments::consolidate(instance, optimum.plan, optimum.potentials, {}, {});
    const auto number = static_cast<Total>(plan.shipments.size());
    const Total bound = shipments::least_shipments(instance, optimum.potentials);
    EXPECT_LE(here, number);
    EXPECT_LE(bound, here);
    least += here;
    bounds += bound;
    found += number;
    before += static_cast<Total>(optimum.plan.shipments.size());
  }
  EXPECT_LE(static_cast<double>(found - least), kMeanExcess * static_cast<double>(least));
  EXPECT_LT(found, before);
  RecordProperty("least", std::to_string(least));
  RecordProperty("bounds", std::to_string(bounds));
  RecordProperty("found", std::to_string(found));
  RecordProperty("before", std::to_string(before));
}

TEST(Consolidate, LosesFewPatientsToAMinimum) {
  const auto minimum_of = [](std::uint64_t seed) { return static_cast<Count>(2 + seed % 2); };
  const testing::TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    std::ofstream out = mps_file(folder, seed);
    ShipmentProgramme(out, small_case(seed)).write_most_treated(minimum_of(seed));
  }
  ASSERT_TRUE(run_cbc(SURGEFLOW_CBC, folder));
  Total most = 0;
  Total treated = 0;
  Total without = 0;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = small_case(seed);
    const SolveResult optimum = solve(instance);
    const double cost = least_cost(folder, seed);
    ASSERT_FALSE(std::isnan(cost));
    const Plan plan = shipments::consolidate(instance, optimum.plan, optimum.potentials, {},
                                             {.minimum = minimum_of(seed)});
    const Total here = value_of(instance, plan).treated;
    EXPECT_LE(here, -std::lround(cost));
    most -= std::lround(cost);
    treated += here;
    without += optimum.value.treated;
  }
  EXPECT_LE(static_cast<double>(most - treated), kMeanLoss * static_cast<double>(most));
  RecordProperty("most", std::to_string(most));
  RecordProperty("treated", std::to_string(treated));
  RecordProperty("without_minimum", std::to_string(without));
}

}  // namespace
}  // namespace surgeflow::test
