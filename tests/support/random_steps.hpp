// SPDX-License-Identifier: Apache-2.0
// Random steps of gains and costs for random instances.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "support/random_instance.hpp"

namespace surgeflow::test {

/// What may have steps.
struct StepKinds {
  bool treat = true;
  bool hold = true;
  bool send = true;
};

/// Patients in one to three classes, of weights that fall.
inline void add_treat_steps(InstanceData& data, RandomDraws& draws) {
  const std::int32_t steps = draws.between(1, 3);
  Panel<Count> left = data.demand;
  Panel<std::int32_t> gain(left.facilities(), left.periods());
  for (std::int32_t& most : gain.values()) most = draws.between(data.resolution, 30);
  for (std::int32_t n = 0; n < steps; ++n) {
    GainStep step{.width = left, .gain = gain};
    for (std::size_t at = 0; at < left.values().size(); ++at) {
      Count& width = step.width.values()[at];
      if (n + 1 < steps) width = draws.between(0, width);
      left.values()[at] -= width;
      gain.values()[at] = draws.between(0, gain.values()[at]);
    }
    data.treat_steps.push_back(step);
  }
}

/// A reserve of one or two steps, at some facilities.
inline void add_hold_steps(InstanceData& data, RandomDraws& draws) {
  Panel<std::int32_t> gain(data.demand.facilities(), data.demand.periods());
  for (std::int32_t& most : gain.values()) most = draws.between(0, 3);
  for (std::int32_t n = draws.between(1, 2); n > 0; --n) {
    GainStep step{.width = data.demand, .gain = gain};
    for (Count& width : step.width.values()) width = draws.happens(60) ? draws.between(0, 4) : 0;
    for (std::int32_t& most : gain.values()) most = draws.between(0, most);
    data.hold_steps.push_back(step);
  }
}

/// Few for little, more for more, and none beyond or any number.
inline void add_send_steps(InstanceData& data, RandomDraws& draws) {
  constexpr Count kAnyNumber = 1'000'000;
  Panel<std::int32_t> cost(data.demand.facilities(), data.demand.periods());
  for (std::int32_t& least : cost.values()) least = draws.between(0, 3);
  for (std::int32_t n = draws.between(1, 3); n > 0; --n) {
    CostStep step{.width = data.demand, .cost = cost};
    const bool open = n == 1 && draws.happens(50);
    for (Count& width : step.width.values()) width = open ? kAnyNumber : draws.between(0, 2);
    for (std::int32_t& least : cost.values()) least += draws.between(0, 5);
    data.send_steps.push_back(step);
  }
}

/// Some of the kinds, drawn by the seed.
[[nodiscard]] inline Instance random_instance_with_steps(const RandomInstanceOptions& options,
                                                         const StepKinds& kinds = {}) {
  RandomDraws draws(options.seed, 7);
  InstanceData data = random_instance_data(options);
  data.resolution = draws.between(1, 10);
  const bool send = kinds.send && options.lane_costs == LaneCosts::unit;
  if (kinds.treat && draws.happens(70)) add_treat_steps(data, draws);
  if (kinds.hold && draws.happens(70)) add_hold_steps(data, draws);
  if (send && draws.happens(70)) add_send_steps(data, draws);
  return Instance(std::move(data));
}

}  // namespace surgeflow::test
