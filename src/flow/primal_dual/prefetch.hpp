// SPDX-License-Identifier: Apache-2.0
// Memory that is asked for before it is read.
#pragma once

#include <cstdint>

#include "surgeflow/core/panel.hpp"

namespace surgeflow::flow {

/// Asks memory for what a panel holds of a facility some periods later: for_each_node goes along 64
/// rows at once, more streams than processors foresee.
template <class T>
inline void prefetch_ahead(const Panel<T>& panel, FacilityId i, Period t) {
  constexpr std::int32_t kEvery = 8;
  constexpr std::int32_t kAhead = 16;
  if (t.value() % kEvery != 0 || t.value() + kAhead >= panel.periods()) return;
  __builtin_prefetch(&panel(i, Period(t.value() + kAhead)));
}

}  // namespace surgeflow::flow
