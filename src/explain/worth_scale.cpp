// SPDX-License-Identifier: Apache-2.0
// How far apart keys of patients must be.
#include "explain/worth_scale.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::explain {
namespace {

std::int64_t largest_cost(const Instance& instance) {
  std::int64_t largest = instance.lanes().max_cost();
  for (const CostStep& step : instance.send_steps()) {
    largest += std::ranges::max(step.cost.values());
  }
  return largest;
}

std::int64_t largest_moves(const Potentials& potentials) {
  std::int64_t largest = 0;
  for (const std::int64_t moves : potentials.moves.values()) {
    largest = std::max(largest, std::abs(moves));
  }
  return largest;
}

}  // namespace

WorthScale::WorthScale(const Instance& instance, const Potentials& potentials) {
  try {
    const std::int64_t nodes = std::int64_t{instance.facilities()} * instance.periods();
    const std::int64_t of_path = checked_multiply(nodes, largest_cost(instance));
    step_ = checked_multiply<std::int64_t>(
        4, checked_add(of_path, checked_add<std::int64_t>(largest_moves(potentials), 1)));
    // Distances, and reduced costs above them: a few times what one device gains.
    (void)checked_multiply(step_, std::int64_t{8} * (kMaxGain + 1));
  } catch (const OverflowError&) {
    Diagnostic diagnostic;
    diagnostic.place.file = "plan";
    diagnostic.seen = "lane costs too large for so many facilities and periods";
    diagnostic.allowed = "facilities x periods x the largest cost below 6.8e10";
    diagnostic.remedy = "plan with smaller lane costs";
    throw InputError(std::move(diagnostic));
  }
}

}  // namespace surgeflow::explain
