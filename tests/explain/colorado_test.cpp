// SPDX-License-Identifier: Apache-2.0
// Every shipment of the Colorado plan, and thirty of them against re-solves.
#include <gtest/gtest.h>

#include <string>

#include "explain/colorado_case.hpp"
#include "explain/expect_best_without.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_instance.hpp"
#include "support/thorough.hpp"

namespace surgeflow::test {
namespace {

using explain::PlanWithout;
using explain::Replacement;
using explain::ShipmentExplainer;

TEST(ColoradoShipments, EachIsExplainedWithAProof) {
  const auto [instance, result] = plan_colorado();
  expect_certified(instance, result);
  const ShipmentExplainer explainer(instance, result.plan, result.potentials);
  ASSERT_FALSE(result.plan.shipments.empty());
  for (std::size_t n = 0; n < result.plan.shipments.size(); ++n) {
    SCOPED_TRACE("shipment " + std::to_string(n));
    const PlanWithout without = explainer.plan_without(n, Replacement::best);
    ASSERT_TRUE(without.change.possible);
    EXPECT_GE(without.change.patients_lost, 0);
    expect_sums(instance, result.plan, without);
    expect_best_without(instance, result.plan.shipments[n], without);
    const PlanWithout dropped = explainer.plan_without(n, Replacement::none);
    expect_sums(instance, result.plan, dropped);
    // Otherwise the plan could do without it, and move less.
    EXPECT_GT(dropped.change.patients_lost, 0);
  }
}

/// The patients that a shipment is said to save, one by one, are the difference to a re-solve.
void expect_difference(const explain::WithoutShipment& without, const PlanValue& plan,
                       const PlanValue& anew) {
  Total saved = 0;
  for (const explain::TreatmentChange& change : without.treatments) saved -= change.patients;
  EXPECT_EQ(saved, plan.treated - anew.treated);
  EXPECT_EQ(without.patients_lost, saved);
  EXPECT_EQ(without.movement_saved, plan.movement - anew.movement);
}

/// Solved anew with the lane closed in that period, and certified.
PlanValue optimum_without(const Instance& instance, const Shipment& shipment) {
  InstanceData data = instance.data();
  data.lanes.set_closed(
      {{shipment.origin, shipment.destination, shipment.depart, shipment.depart}});
  const Instance banned(std::move(data));
  const SolveResult result = solve(banned);
  expect_certified(banned, result);
  return result.value;
}

TEST(ColoradoShipments, AreAsIfSolvedAnew) {
  constexpr std::uint64_t kSecondOpinions = 6;  // they take a hundred times as long
  const auto [instance, result] = plan_colorado();
  const ShipmentExplainer explainer(instance, result.plan, result.potentials);
  RandomDraws draws(20200331);
  const auto last = static_cast<std::int32_t>(result.plan.shipments.size()) - 1;
  for (std::uint64_t draw = 0; draw < cases_to_try(10, 30); ++draw) {
    const auto n = static_cast<std::size_t>(draws.between(0, last));
    SCOPED_TRACE("shipment " + std::to_string(n));
    const PlanValue best = optimum_without(instance, result.plan.shipments[n]);
    expect_difference(explainer.without(n, Replacement::best), result.value, best);
    if (draw < kSecondOpinions) {
      EXPECT_EQ(lemon_optimum_without(instance, result.plan.shipments[n]), best);
    }
    std::vector<Shipment> others = result.plan.shipments;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(n));
    expect_difference(explainer.without(n, Replacement::none), result.value,
                      lemon_optimum_within(instance, others));
  }
}

}  // namespace
}  // namespace surgeflow::test
