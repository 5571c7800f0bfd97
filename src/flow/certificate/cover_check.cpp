// SPDX-License-Identifier: Apache-2.0
// Looks at every pair of facilities for a lane that is short enough.
#include "flow/certificate/cover_check.hpp"

#include <algorithm>

namespace surgeflow::flow::certificate {
namespace {

/// Calls `visit(j, i)` where idle devices at j cover the reserve of i.
template <class Visit>
void for_each_cover(const Instance& instance, const Limits& limits, Visit&& visit) {
  for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      const std::int32_t transit = instance.lanes().transit_periods(j, i);
      if (i == j || (transit >= 1 && transit <= limits.backup_periods)) visit(j, i);
    }
  }
}

/// What so many devices gain at one place.
Wide gain_of_idle(const Instance& instance, FacilityId i, Period t, Total devices) {
  Wide gain = 0;
  for (const GainStep& step : instance.hold_steps()) {
    if (devices <= 0) break;
    gain += Wide{std::min<Total>(devices, step.width(i, t))} * step.gain(i, t);
    devices -= step.width(i, t);
  }
  return gain;
}

}  // namespace

bool is_covered(const Instance& instance, const Limits& limits) {
  return limits.backup_periods > 0 && !instance.hold_steps().empty();
}

Wide gain_of_cover(const Instance& instance, const Limits& limits, const Panel<Total>& idle) {
  if (!is_covered(instance, limits)) return 0;
  Panel<Total> devices(instance.facilities(), instance.periods());
  for_each_cover(instance, limits, [&](FacilityId j, FacilityId i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) devices(i, t) += idle(j, t);
  });
  Wide gain = 0;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      gain +=
          gain_of_idle(instance, i, t, devices(i, t)) - gain_of_idle(instance, i, t, idle(i, t));
    }
  }
  return gain;
}

Panel<std::int64_t> earned_by_idle(const Instance& instance, const LimitClaim& claim) {
  Panel<std::int64_t> earned(instance.facilities(), instance.periods());
  if (!is_covered(instance, claim.limits)) return earned;
  for_each_cover(instance, claim.limits, [&](FacilityId j, FacilityId i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      earned(j, t) += claim.prices.cover(i, t);
    }
  });
  return earned;
}

}  // namespace surgeflow::flow::certificate
