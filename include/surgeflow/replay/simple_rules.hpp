// SPDX-License-Identifier: Apache-2.0
// What people do without a planner: rules that look at one morning and say what leaves today.
//
// A facility expects to need as many devices as patients who are forecast for the coming L periods,
// and to have those that are idle or become usable within them. What it has beyond that it can
// spare, as far as it is idle; what it lacks is its need.
//
//   nearest       L is the facility's turnaround: devices given today come back after it. The
//                 facility with the greatest need is served first, from the nearest that can spare,
//                 as long as the devices arrive within L.
//   within_72h    the same with L of 72 hours: nothing moves for a need further off.
//   proportional  all idle devices are shared in proportion to the patients forecast for the
//                 coming turnaround; those with more than their share send it to the nearest with
//                 less.
//
// Ties go to the lower number. Costs a sort of the lanes into each facility in need.
#pragma once

#include <span>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/rolling/stocks.hpp"

namespace surgeflow::replay {

/// What is known in the morning, before anybody was treated.
struct MorningView {
  std::span<const Count> idle;                     ///< [facility]
  std::span<const rolling::ComingDevices> coming;  ///< periods counted from today
  const Panel<Count>& expected;                    ///< patients [facility, from today on]
  const LaneTable& lanes;
  std::span<const std::int32_t> turnaround_periods;  ///< [facility]
};

/// Shipments that leave today, ordered; no facility sends more than it has idle, and none arrives
/// after the last period that `expected` has.
[[nodiscard]] std::vector<Shipment> send_to_nearest(const MorningView& morning);
/// The same for the need of the coming `periods`.
[[nodiscard]] std::vector<Shipment> send_to_nearest(const MorningView& morning,
                                                    std::int32_t periods);
[[nodiscard]] std::vector<Shipment> send_in_proportion(const MorningView& morning);

}  // namespace surgeflow::replay
