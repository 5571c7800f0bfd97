// SPDX-License-Identifier: Apache-2.0
// A value for every facility and period: the shape of demand, stock and flows.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "surgeflow/core/index.hpp"

namespace surgeflow {

/// Dense array [facility][period], facility-major: a facility's time line is contiguous.
template <class T>
class Panel {
 public:
  Panel() = default;
  Panel(std::int32_t facilities, std::int32_t periods, T fill = T{})
      : facilities_(facilities),
        periods_(periods),
        values_(static_cast<std::size_t>(facilities) * static_cast<std::size_t>(periods), fill) {}

  /// Of values that are there: one for each facility and period.
  [[nodiscard]] static Panel of(std::int32_t facilities, std::int32_t periods,
                                std::vector<T> values) {
    Panel panel;
    panel.facilities_ = facilities;
    panel.periods_ = periods;
    panel.values_ = std::move(values);
    if (panel.values_.size() != panel.offset(FacilityId(facilities), Period(0))) {
      throw std::invalid_argument("a panel of another number of values than places");
    }
    return panel;
  }

  [[nodiscard]] std::int32_t facilities() const { return facilities_; }
  [[nodiscard]] std::int32_t periods() const { return periods_; }

  [[nodiscard]] T& operator()(FacilityId i, Period t) { return values_[offset(i, t)]; }
  [[nodiscard]] const T& operator()(FacilityId i, Period t) const { return values_[offset(i, t)]; }

  /// The time line of one facility, `periods()` long. A view: not to be had of a temporary.
  [[nodiscard]] std::span<T> row(FacilityId i) & {
    return std::span<T>(values_).subspan(offset(i, Period(0)), static_cast<std::size_t>(periods_));
  }
  [[nodiscard]] std::span<const T> row(FacilityId i) const& {
    return std::span<const T>(values_).subspan(offset(i, Period(0)),
                                               static_cast<std::size_t>(periods_));
  }

  void row(FacilityId i) const&& = delete;

  [[nodiscard]] std::span<T> values() & { return values_; }
  [[nodiscard]] std::span<const T> values() const& { return values_; }
  void values() const&& = delete;

  bool operator==(const Panel&) const = default;

 private:
  [[nodiscard]] std::size_t offset(FacilityId i, Period t) const {
    return static_cast<std::size_t>(i.value()) * static_cast<std::size_t>(periods_) +
           static_cast<std::size_t>(t.value());
  }

  std::int32_t facilities_ = 0;
  std::int32_t periods_ = 0;
  std::vector<T> values_;
};

}  // namespace surgeflow
