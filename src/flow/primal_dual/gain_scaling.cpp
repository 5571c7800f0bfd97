// SPDX-License-Identifier: Apache-2.0
// Rounds gains.
#include "flow/primal_dual/gain_scaling.hpp"

#include <algorithm>

#include "flow/primal_dual/recovery.hpp"
#include "model/gain_parts.hpp"

namespace surgeflow::flow {
namespace {

/// Fewer parts of a patient are few values.
constexpr std::int32_t kFewParts = 3;
constexpr std::int32_t kUsualParts = 4;

/// A potential where a patient gains so many parts: that of the moves in it, the nearest to zero,
/// stays.
std::int64_t in_parts(std::int64_t value, std::int64_t patient, std::int64_t parts) {
  const std::int64_t half = patient / 2;
  const std::int64_t below = value + half;
  const std::int64_t patients = below / patient - (below % patient < 0 ? 1 : 0);
  return value + patients * (parts - 1) * patient;
}

}  // namespace

std::vector<std::int32_t> coarse_parts(const Instance& instance) {
  std::vector<std::int32_t> parts;
  for (std::int32_t one = 1; instance.resolution() / one >= kFewParts;) {
    one *= std::max(one == 1 ? part_of_patients(instance) : 1, kUsualParts);
    parts.push_back(one);
  }
  std::ranges::reverse(parts);
  return parts;
}

void refine_gains(SolverState& state, std::int32_t from, std::int32_t to) {
  Network& network = state.network;
  const std::int64_t patient = state.residual.treat_gain();
  const std::int64_t sink = state.lanes.value(network.sink());
  std::vector<std::int64_t> values(network.nodes(), 0);
  state.treated.resize(network.nodes());
  for (Node node = 0; node < network.sink(); ++node) {
    const auto n = static_cast<std::size_t>(node);
    values[n] = in_parts(state.lanes.value(node) - sink, patient, from / to);
    state.treated[n] = state.residual.treated(node);
  }
  const Plan plan = flows_as_plan(state.residual);
  network.round_gains(to);
  state.lanes.set_potentials_by_node(values, state.lanes.lane_cost());
  state.residual.restart(patient);
  state.residual.fill({state.treated, plan.shipments});
}

}  // namespace surgeflow::flow
