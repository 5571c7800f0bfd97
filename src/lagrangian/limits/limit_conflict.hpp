// SPDX-License-Identifier: Apache-2.0
// Orders that no plan within limits can obey, and which limits.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// Orders that can not be obeyed together within the limits named, and could without any of the one
/// or the other.
struct LimitConflict {
  std::vector<std::size_t> orders;       ///< by their place in the list, ascending
  std::vector<std::string_view> limits;  ///< as names_of(limits) has them
  /// Whether it is proved that none can; otherwise none was found.
  bool proved = false;
  /// Where devices are short first, beside those that must be there by the limits.
  std::optional<Shortage> shortage{};
  /// A period in which more leave by order than may.
  std::optional<Period> crowded{};
  /// A facility that treats at most so many by these orders, and must treat more (patients_owed).
  struct WorseOff {
    FacilityId facility;
    Total most = 0;
    Total least = 0;
  };
  std::optional<WorseOff> worse_off{};
};

/// How far is looked for a plan of some orders.
enum class ConflictSearchDepth {
  provision,  ///< one that treats nobody: without the limit that nobody is worse off
  care,       ///< one within all limits, by a short search
};

/// Nothing where a plan is found. Orders must be possible without limits (find_conflict). A flow
/// problem, or a short search, for each set that is tried; one that is stopped finds less.
[[nodiscard]] std::optional<LimitConflict> find_limit_conflict(
    const Instance& instance, const Orders& orders, const Limits& limits, ConflictSearchDepth depth,
    const StopCondition& stop = {}, int threads = 1);

/// The orders of such a conflict, looked for as far as the limits ask; nothing where there is none,
/// or where the search was stopped.
[[nodiscard]] std::vector<std::size_t> orders_beyond(const Instance& instance, const Orders& orders,
                                                     const Limits& limits,
                                                     const StopCondition& stop = {},
                                                     int threads = 1);

}  // namespace surgeflow::lagrangian
