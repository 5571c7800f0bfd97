// SPDX-License-Identifier: Apache-2.0
// How periods lie in the days of the epidemic models.
#pragma once

#include <cstdint>

#include "surgeflow/model/case.hpp"

namespace surgeflow::epidemic {

class PeriodsInDays {
 public:
  /// Throws InputError where periods do not divide a day, or there are none.
  explicit PeriodsInDays(const Horizon& horizon);

  [[nodiscard]] std::int32_t periods() const { return periods_; }
  [[nodiscard]] std::int32_t per_day() const { return per_day_; }
  /// Days that the horizon touches.
  [[nodiscard]] std::int32_t days() const { return (periods_ - 1) / per_day_ + 1; }

 private:
  std::int32_t periods_ = 0;
  std::int32_t per_day_ = 1;
};

}  // namespace surgeflow::epidemic
