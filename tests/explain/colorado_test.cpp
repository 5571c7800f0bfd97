// SPDX-License-Identifier: Apache-2.0
// Every shipment of the Colorado plan, and thirty of them against re-solves.
#include <gtest/gtest.h>

#include <string>

#include "explain/colorado_case.hpp"
#include "explain/expect_best_without.hpp"
#include "support/lemon_oracle.hpp"
#include "support/random_instance.hpp"

namespace surgeflow::test {
namespace {

using explain::PlanWithout;
using explain::ShipmentExplainer;

TEST(ColoradoShipments, EachIsExplainedWithAProof) {
  const auto [instance, result] = plan_colorado();
  expect_certified(instance, result);
  const ShipmentExplainer explainer(instance, result.plan, result.potentials);
  ASSERT_FALSE(result.plan.shipments.empty());
  for (std::size_t n = 0; n < result.plan.shipments.size(); ++n) {
    SCOPED_TRACE("shipment " + std::to_string(n));
    const PlanWithout without = explainer.plan_without(n);
    ASSERT_TRUE(without.change.possible);
    EXPECT_GE(without.change.patients_lost, 0);
    expect_sums(instance, result.plan, without);
    expect_best_without(instance, result.plan.shipments[n], without);
  }
}

TEST(ColoradoShipments, ThirtyAreAsIfSolvedAnew) {
  const auto [instance, result] = plan_colorado();
  const ShipmentExplainer explainer(instance, result.plan, result.potentials);
  RandomDraws draws(20200331);
  const auto last = static_cast<std::int32_t>(result.plan.shipments.size()) - 1;
  for (int draw = 0; draw < 30; ++draw) {
    const auto n = static_cast<std::size_t>(draws.between(0, last));
    SCOPED_TRACE("shipment " + std::to_string(n));
    const PlanValue anew = lemon_optimum_without(instance, result.plan.shipments[n]);
    const explain::WithoutShipment without = explainer.without(n);
    EXPECT_EQ(without.patients_lost, result.value.treated - anew.treated);
    EXPECT_EQ(without.movement_saved, result.value.movement - anew.movement);
  }
}

}  // namespace
}  // namespace surgeflow::test
