// SPDX-License-Identifier: Apache-2.0
// A distance counted in whole steps: transit periods and distance costs are both of this form.
#pragma once

#include <cmath>
#include <cstdint>

namespace surgeflow::transit {

/// max(1, ceil((distance + offset) / step)), and `limit + 1` for everything above `limit`. Never
/// falls where the distance grows, in floating point too: sum, quotient and ceil are monotone. So
/// where both ends of an interval give the same number, every distance between them does.
class DistanceSteps {
 public:
  DistanceSteps(double step_km, double offset_km, std::int32_t limit)
      : step_km_(step_km), offset_km_(offset_km), limit_(limit) {}

  [[nodiscard]] std::int32_t operator()(double distance_km) const {
    const double steps = std::ceil((distance_km + offset_km_) / step_km_);
    if (steps <= 1.0) return 1;
    return steps <= limit_ ? static_cast<std::int32_t>(steps) : limit_ + 1;
  }

  [[nodiscard]] std::int32_t limit() const { return limit_; }

 private:
  double step_km_;
  double offset_km_;
  std::int32_t limit_;
};

}  // namespace surgeflow::transit
