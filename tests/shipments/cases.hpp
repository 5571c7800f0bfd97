// SPDX-License-Identifier: Apache-2.0
// Cases for shipments: names of places made by hand, and random ones with rules.
#pragma once

#include <cstdint>
#include <utility>

#include "support/random_instance.hpp"
#include "support/random_steps.hpp"

namespace surgeflow::test {

inline constexpr FacilityId kA{0};
inline constexpr FacilityId kB{1};
inline constexpr FacilityId kC{2};

/// All lanes cost one; half of the cases have steps of treating, holding and sending.
[[nodiscard]] inline Instance random_ruled_case(std::uint64_t seed, RandomDraws& draws) {
  RandomInstanceOptions options = varied_options(seed, 15, 25);
  options.lane_costs = LaneCosts::unit;
  InstanceData data = random_instance_data(options);
  if (draws.happens(50)) {
    data.resolution = 10;
    add_treat_steps(data, draws);
    add_hold_steps(data, draws);
    add_send_steps(data, draws);
  }
  return Instance(std::move(data));
}

}  // namespace surgeflow::test
