// SPDX-License-Identifier: Apache-2.0
// How many threads are worth it, and how they share what is to be done.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>

namespace surgeflow::flow {

/// With fewer, threads would wait for each other longer than they work.
inline constexpr std::int32_t kManyFacilities = 512;

/// Of those that are allowed.
[[nodiscard]] inline int threads_for(std::int32_t facilities, int threads) {
  return facilities < kManyFacilities ? 1 : std::max(1, threads);
}

/// Calls `visit(n)` for all n below `count`, some at once: they must not write to the same place.
/// What one throws is thrown when all have ended.
void share_out(int threads, std::int32_t count, const std::function<void(std::int32_t)>& visit);

}  // namespace surgeflow::flow
