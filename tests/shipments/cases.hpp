// SPDX-License-Identifier: Apache-2.0
// Cases for shipments: names of places made by hand, and random ones with rules.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>

#include "support/instance_data.hpp"
#include "support/random_instance.hpp"
#include "support/random_steps.hpp"

namespace surgeflow::test {

inline constexpr FacilityId kA{0};
inline constexpr FacilityId kB{1};
inline constexpr FacilityId kC{2};

/// A has devices, B patients on the given days; a device treats for two days, a lane takes one.
[[nodiscard]] inline InstanceData two_places(Count devices,
                                             std::initializer_list<std::int32_t> days) {
  InstanceData data = blank_instance_data(2, 8, 2);
  data.devices[0] = devices;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  for (const std::int32_t day : days) ++data.demand(kB, Period(day));
  return data;
}

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
