// SPDX-License-Identifier: Apache-2.0
// Numbers of shipments against the least ones, which COIN-OR CBC finds with a binary for each.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <string>

#include "support/cbc.hpp"
#include "support/random_instance.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/shipments/consolidate.hpp"
#include "surgeflow/shipments/shipment_bound.hpp"

namespace surgeflow::test {
namespace {

constexpr std::uint64_t kCases = 60;
/// Shipments that the search may have more than the least, of all cases together.
constexpr double kMeanExcess = 0.05;

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

/// The least number of shipments, as an integer programme: binary z_ijt lets devices leave, and as
/// many patients are treated as can be.
class FewestProgramme {
 public:
  FewestProgramme(std::ostream& out, const Instance& instance, Total treated)
      : out_(out), instance_(instance), treated_(treated) {}

  void write() {
    out_ << "NAME fewest FREE\nROWS\n N cost\n E treated\n";
    each_node(
        [&](FacilityId i, Period t) { out_ << fmt::format(" E b{}_{}\n", i.value(), t.value()); });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period) {
      out_ << fmt::format(" L x{}_{}_{}\n", i.value(), j.value(), t.value());
    });
    out_ << "COLUMNS\n M1 'MARKER' 'INTORG'\n";
    each_node([&](FacilityId i, Period t) { write_node(i, t); });
    each_lane([&](FacilityId i, FacilityId j, Period t, Period u) { write_lane(i, j, t, u); });
    out_ << " M2 'MARKER' 'INTEND'\nRHS\n";
    out_ << fmt::format(" rhs treated {}\n", treated_);
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

 private:
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
  void write_node(FacilityId i, Period t) {
    const auto entry = [&](char column, std::int32_t period, int coefficient) {
      if (period >= instance_.periods()) return;
      out_ << fmt::format(" {0}{1}_{2} b{1}_{3} {4}\n", column, i.value(), t.value(), period,
                          coefficient);
    };
    out_ << fmt::format(" y{}_{} treated 1\n", i.value(), t.value());
    entry('y', t.value(), 1);
    entry('y', t.value() + instance_.turnaround_periods(i), -1);
    entry('I', t.value(), 1);
    entry('I', t.value() + 1, -1);
  }
  void write_lane(FacilityId i, FacilityId j, Period t, Period u) {
    out_ << fmt::format(
        " s{0}_{1}_{2} b{0}_{2} 1\n s{0}_{1}_{2} b{1}_{3} -1\n s{0}_{1}_{2} x{0}_{1}_{2} 1\n"
        " z{0}_{1}_{2} x{0}_{1}_{2} {4}\n z{0}_{1}_{2} cost 1\n",
        i.value(), j.value(), t.value(), u.value(), -instance_.total_supply());
  }

  std::ostream& out_;
  const Instance& instance_;
  Total treated_;
};

TEST(Consolidate, IsNearTheLeastNumbersOfCbc) {
  const testing::TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    std::ofstream out = mps_file(folder, seed);
    const Instance instance = small_case(seed);
    FewestProgramme(out, instance, solve(instance).value.treated).write();
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

}  // namespace
}  // namespace surgeflow::test
