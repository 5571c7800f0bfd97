// SPDX-License-Identifier: Apache-2.0
// Corrupts optimal results of random instances in one place, and asks the certificate.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>

#include "support/expect_certified.hpp"
#include "support/plain_certificate.hpp"
#include "support/random_instance.hpp"

namespace surgeflow::test {
namespace {

/// An instance with lanes, devices and patients, and its optimum.
struct Solved {
  explicit Solved(std::uint64_t seed) : instance(random_instance(options_of(seed))) {
    SolveResult result = make_solver("reference")->solve(instance, {});
    plan = std::move(result.plan);
    potentials = std::move(result.potentials);
    value = result.value;
  }

  static RandomInstanceOptions options_of(std::uint64_t seed) {
    RandomInstanceOptions options = varied_options(seed, 8, 12);
    options.lane_percent = std::max(options.lane_percent, 50);
    options.most_devices = std::max(options.most_devices, 2);
    options.most_demand = std::max(options.most_demand, 2);
    return options;
  }
  [[nodiscard]] CertificateReport report(int threads = 1) const {
    return check_certificate(instance, plan, potentials, threads);
  }

  Instance instance;
  Plan plan;
  Potentials potentials;
  PlanValue value;
};

bool names(const CertificateReport& report, const std::string& place) {
  return std::ranges::any_of(report.failures, [&](const CertificateFailure& failure) {
    return failure.detail.find(place) != std::string::npos;
  });
}

/// The report must say what the plain check says of the potentials, and may call a plan optimal
/// only if its stocks, followed by other code, are possible and its value is the optimum.
void expect_truth(const Solved& solved) {
  const CertificateReport report = solved.report();
  const PlainCheck plain = plain_check(solved.instance, solved.potentials);
  EXPECT_EQ(report.bound_valid, plain.valid()) << all_failures(report);
  EXPECT_EQ(report.arcs_checked, 2 * plain.hold_arcs + plain.ship_arcs);
  const auto [bound_patients, bound_moves] = plain.bound;
  if (report.optimal) {
    EXPECT_EQ(value_of(solved.instance, solved.plan), solved.value);
    const PlanTrace trace = trace_plan(solved.instance, solved.plan);
    EXPECT_GE(std::ranges::min(trace.idle.values()), 0);
    EXPECT_GE(std::ranges::min(trace.unmet.values()), 0);
    EXPECT_EQ(static_cast<Total>(bound_patients), solved.value.treated);
    EXPECT_EQ(static_cast<Total>(-bound_moves), solved.value.movement);
    EXPECT_TRUE(report.failures.empty());
  } else {
    EXPECT_FALSE(report.failures.empty());
  }
}

template <class Check>
void for_random_results(Check&& check) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Solved solved(seed);
    ASSERT_TRUE(solved.report().optimal) << all_failures(solved.report());
    check(solved);
  }
}

TEST(CorruptedPlan, OnePatientMoreIsImpossibleAtThatFacility) {
  for_random_results([](const Solved& solved) {
    for (FacilityId i{0}; i.value() < solved.instance.facilities(); ++i) {
      for (Period t{0}; t.value() < solved.instance.periods(); ++t) {
        Solved corrupted = solved;
        ++corrupted.plan.treated(i, t);
        EXPECT_FALSE(corrupted.report().feasible);
        EXPECT_TRUE(names(corrupted.report(), "facility " + std::to_string(i.value()) + ","));
      }
    }
  });
}

TEST(CorruptedPlan, OnePatientFewerFallsShortOfTheBoundAtThatFacility) {
  for_random_results([](const Solved& solved) {
    for (FacilityId i{0}; i.value() < solved.instance.facilities(); ++i) {
      for (Period t{0}; t.value() < solved.instance.periods(); ++t) {
        if (solved.plan.treated(i, t) == 0) continue;
        Solved corrupted = solved;
        --corrupted.plan.treated(i, t);
        const CertificateReport report = corrupted.report();
        EXPECT_TRUE(report.feasible) << all_failures(report);
        EXPECT_FALSE(report.optimal);
        EXPECT_TRUE(names(report, "facility " + std::to_string(i.value()) + ","))
            << all_failures(report);
      }
    }
  });
}

TEST(CorruptedPlan, EveryChangeOfAShipmentIsJudgedTruly) {
  for_random_results([](const Solved& solved) {
    for (std::size_t n = 0; n < solved.plan.shipments.size(); ++n) {
      Solved corrupted = solved;
      Shipment& shipment = corrupted.plan.shipments[n];
      const Shipment original = shipment;
      for (const Count change : {-1, 1}) {
        shipment.quantity = original.quantity + change;
        if (value_of(solved.instance, corrupted.plan) != solved.value) {
          EXPECT_FALSE(corrupted.report().optimal);
        }
        expect_truth(corrupted);
      }
      shipment = original;
      for (FacilityId i{0}; i.value() < solved.instance.facilities(); ++i) {
        shipment.origin = i;
        expect_truth(corrupted);
        shipment = original;
        shipment.destination = i;
        expect_truth(corrupted);
        shipment = original;
      }
      for (Period t{0}; t.value() < solved.instance.periods(); ++t) {
        shipment.depart = t;
        expect_truth(corrupted);
      }
    }
  });
}

TEST(CorruptedPotentials, EveryChangeIsJudgedTruly) {
  for_random_results([](const Solved& solved) {
    constexpr std::int32_t kPatients[] = {-1, 1, 1000,
                                          std::numeric_limits<std::int32_t>::max() / 2};
    constexpr std::int64_t kMoves[] = {-1, 1, std::numeric_limits<std::int64_t>::max() / 2,
                                       std::numeric_limits<std::int64_t>::min() / 2};
    for (std::size_t node = 0; node < solved.potentials.moves.values().size(); ++node) {
      for (const std::int32_t change : kPatients) {
        Solved corrupted = solved;
        corrupted.potentials.patients.values()[node] += change;
        expect_truth(corrupted);
      }
      for (const std::int64_t change : kMoves) {
        Solved corrupted = solved;
        corrupted.potentials.moves.values()[node] += change;
        expect_truth(corrupted);
      }
    }
  });
}

TEST(CorruptedPotentials, TheReportDoesNotDependOnThreads) {
  for_random_results([](const Solved& solved) {
    Solved corrupted = solved;
    for (std::int64_t& moves : corrupted.potentials.moves.values()) moves = moves % 3 - 1;
    const CertificateReport one = corrupted.report(1);
    for (const int threads : {2, 4}) {
      const CertificateReport many = corrupted.report(threads);
      EXPECT_EQ(all_failures(many), all_failures(one));
      EXPECT_EQ(many.arcs_checked, one.arcs_checked);
      EXPECT_EQ(many.bound_valid, one.bound_valid);
    }
  });
}

}  // namespace
}  // namespace surgeflow::test
