// SPDX-License-Identifier: Apache-2.0
// Panels in a narrower or a wider type.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>

#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow::lagrangian {

/// The same numbers; throws OverflowError where one does not fit.
template <std::integral To, std::integral From>
[[nodiscard]] Panel<To> narrowed(const Panel<From>& wide) {
  Panel<To> panel(wide.facilities(), wide.periods());
  std::ranges::transform(wide.values(), panel.values().begin(),
                         [](From value) { return narrow<To>(value); });
  return panel;
}

/// The same numbers.
[[nodiscard]] inline Panel<std::int64_t> widened(const Panel<std::int32_t>& narrow_panel) {
  Panel<std::int64_t> panel(narrow_panel.facilities(), narrow_panel.periods());
  std::ranges::copy(narrow_panel.values(), panel.values().begin());
  return panel;
}

}  // namespace surgeflow::lagrangian
