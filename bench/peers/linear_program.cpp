// SPDX-License-Identifier: Apache-2.0
// Refuses solutions that are no integer plan.
#include "linear_program.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace surgeflow::bench {
namespace {

constexpr double kFlowTolerance = 1e-4;
constexpr double kObjectiveTolerance = 0.5;

}  // namespace

Total integral_flow(double flow) {
  const double rounded = std::round(flow);
  if (!(std::abs(flow - rounded) <= kFlowTolerance)) {
    throw std::runtime_error(fmt::format("a flow of {} is no integer", flow));
  }
  return static_cast<Total>(rounded);
}

void require_objective(const ExplicitNetwork& network, const PlanValue& value, double objective) {
  const Total cost = value.movement - network.patient_weight() * value.treated;
  if (!(std::abs(objective - static_cast<double>(cost)) <= kObjectiveTolerance)) {
    throw std::runtime_error(
        fmt::format("the objective is {}, but the rounded flows cost {}", objective, cost));
  }
}

}  // namespace surgeflow::bench
