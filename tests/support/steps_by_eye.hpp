// SPDX-License-Identifier: Apache-2.0
// An instance with every kind of step that is small enough to be read arc by arc.
#pragma once

#include "support/instance_data.hpp"

namespace surgeflow::test {

/// Two facilities over two periods in halves of a patient. A has one device and three patients in
/// period 0, two of whom gain 3 halves and one 2, turnaround 1; a device idle at A gains a half;
/// leaving A in period 0 costs nothing for one device and 2 for each of two more, and the lane from
/// A to B takes one period. No plan moves more than one device in each of two periods at a cost of
/// 3 each, so that half a patient weighs 7.
[[nodiscard]] inline InstanceData steps_by_eye() {
  constexpr FacilityId kFirst{0};
  InstanceData data = blank_instance_data(2, 2, 1);
  data.devices[0] = 1;
  data.demand(kFirst, Period(0)) = 3;
  set_lane(data, kFirst, FacilityId(1), 1);
  data.resolution = 2;
  data.treat_steps.assign(2, {Panel<Count>(2, 2), Panel<std::int32_t>(2, 2, 3)});
  data.treat_steps[0].width(kFirst, Period(0)) = 2;
  data.treat_steps[1].width(kFirst, Period(0)) = 1;
  data.treat_steps[1].gain = Panel<std::int32_t>(2, 2, 2);
  data.hold_steps = {{Panel<Count>(2, 2), Panel<std::int32_t>(2, 2, 1)}};
  for (Count& width : data.hold_steps[0].width.row(kFirst)) width = 1;
  data.send_steps.assign(2, {Panel<Count>(2, 2), Panel<std::int32_t>(2, 2)});
  data.send_steps[0].width(kFirst, Period(0)) = 1;
  data.send_steps[1].width(kFirst, Period(0)) = 2;
  data.send_steps[1].cost = Panel<std::int32_t>(2, 2, 2);
  return data;
}

}  // namespace surgeflow::test
