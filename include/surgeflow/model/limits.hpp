// SPDX-License-Identifier: Apache-2.0
// Rules that a plan obeys beside the equations of the base model.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow {

/// Shares are whole millionths, so that what a share allows is decided by integers.
inline constexpr std::int32_t kWholeShare = 1'000'000;

struct Limits {
  /// Devices that leave all facilities together in one period; nothing: as many as there are.
  std::optional<Count> dispatch{};
  /// Millionths of a facility's devices at the start, k_i, that may be away at the end of a period;
  /// nothing: all of them.
  std::optional<std::int32_t> away_millionths{};

  bool operator==(const Limits&) const = default;
  [[nodiscard]] bool any() const { return dispatch || away_millionths; }
};

/// Devices that must be at a facility with k devices at the start, idle or in use, at the end of
/// every period: ceil((1 - share) k).
[[nodiscard]] constexpr Count least_present(std::int32_t away_millionths, Count devices) {
  return static_cast<Count>(devices - std::int64_t{devices} * away_millionths / kWholeShare);
}

/// Multipliers of limits, at least 0, in units of 1 / resolution patient.
///
/// A device that leaves i in t costs dispatch_t, and each period u in which i lacks it away_iu;
/// each period u in which j has it earns away_ju. With A_it = sum of away_iu over u >= t, a lane
/// (i,t) -> (j,t+s) has the gain A_j,t+s - A_it - dispatch_t, and potentials v in the same unit
/// that hold on every arc,
///
///   v_it >= v_i,t+1,      v_it >= v_j,t+s + A_j,t+s - A_it - dispatch_t,
///
/// bound what any plan within the limits treats, times the resolution R:
///
///   sum_it supply_it v_it + sum_it d_it max(0, R + v_i,t+P - v_it)
///     + sum_t limit dispatch_t + sum_it (present_it - least_i) away_it,
///
/// where present_it are the devices that i has had from outside up to t.
struct LimitPrices {
  std::int64_t resolution = 1;
  std::vector<std::int64_t> dispatch{};  ///< [period]; empty where there is no such limit
  Panel<std::int64_t> away{};            ///< [facility, period]; empty likewise

  bool operator==(const LimitPrices&) const = default;
};

/// The limits of a plan, and the multipliers of its bound.
struct LimitClaim {
  Limits limits;
  LimitPrices prices;

  bool operator==(const LimitClaim&) const = default;
};

}  // namespace surgeflow
