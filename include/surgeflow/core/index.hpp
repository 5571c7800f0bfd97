// SPDX-License-Identifier: Apache-2.0
// Strong index types: a facility can not be passed where a period belongs.
#pragma once

#include <compare>
#include <cstdint>

namespace surgeflow {

/// A 0-based index into one kind of thing; the tag keeps kinds apart.
template <class Tag>
class Index {
 public:
  constexpr Index() = default;
  constexpr explicit Index(std::int32_t value) : value_(value) {}
  [[nodiscard]] constexpr std::int32_t value() const { return value_; }
  constexpr auto operator<=>(const Index&) const = default;
  constexpr Index& operator++() {
    ++value_;
    return *this;
  }

 private:
  std::int32_t value_ = 0;
};

using FacilityId = Index<struct FacilityTag>;
using Period = Index<struct PeriodTag>;
using RegionId = Index<struct RegionTag>;

/// Devices or patients at one facility in one period; totals are `Total`.
/// Checked at load: the devices of a case together stay below 2^31.
using Count = std::int32_t;

/// Sums of counts over facilities and periods.
using Total = std::int64_t;

}  // namespace surgeflow
