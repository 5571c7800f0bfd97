// SPDX-License-Identifier: Apache-2.0
// Sizes of cases, and a unit in which to speak of what they need.
#pragma once

#include <cstdint>

#include "app/need.hpp"

namespace surgeflow::app {

inline constexpr std::int64_t kMegabyte = 1'000'000;

[[nodiscard]] inline CaseSize case_of_size(std::int64_t facilities, std::int64_t periods = 180) {
  CaseSize size;
  size.facilities = facilities;
  size.periods = periods;
  return size;
}

/// Over 180 periods, in so many regions of equal size.
[[nodiscard]] inline CaseSize case_in_regions(std::int64_t facilities, std::int64_t regions) {
  CaseSize size = case_of_size(facilities);
  size.largest_region = (facilities + regions - 1) / regions;
  return size;
}

}  // namespace surgeflow::app
