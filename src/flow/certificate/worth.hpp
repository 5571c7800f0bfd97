// SPDX-License-Identifier: Apache-2.0
// Pairs (patients, moves) wide enough that no sum of a certificate can overflow.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::flow::certificate {

using Wide = __int128;

/// Of multipliers: their sums over a horizon stay within 64 bits.
inline constexpr std::int64_t kMostPrice = std::int64_t{1} << 40;

/// Patients, then movement saved, compared lexicographically (the order of the members). Potentials
/// have at most 64 bits, quantities at most 31, and a panel at most 2^31 entries, so that sums of
/// quantity times potential stay below 2^127.
struct Worth {
  Wide patients = 0;
  Wide moves = 0;

  auto operator<=>(const Worth&) const = default;
  friend Worth operator+(Worth a, Worth b) { return {a.patients + b.patients, a.moves + b.moves}; }
  friend Worth operator-(Worth a, Worth b) { return {a.patients - b.patients, a.moves - b.moves}; }
  friend Worth operator*(Total quantity, Worth a) {
    return {quantity * a.patients, quantity * a.moves};
  }
};

/// "(3 patients, -2 moves)"
[[nodiscard]] std::string in_words(const Worth& worth);

/// v_it; (0, 0), the worth at the sink, where `period` is after the horizon.
[[nodiscard]] inline Worth potential_at(const Potentials& potentials, FacilityId i,
                                        std::int64_t period) {
  if (period >= potentials.patients.periods()) return {};
  const Period t(static_cast<std::int32_t>(period));
  return {potentials.patients(i, t), potentials.moves(i, t)};
}

/// What treating a patient at (i, t) gains over keeping the device: (1, 0) + v_i,t+P - v_it, in
/// parts of a patient.
[[nodiscard]] inline Worth treat_profit(const Instance& instance, const Potentials& potentials,
                                        FacilityId i, Period t) {
  const std::int64_t back = std::int64_t{t.value()} + instance.turnaround_periods(i);
  return Worth{instance.resolution(), 0} + potential_at(potentials, i, back) -
         potential_at(potentials, i, t.value());
}

}  // namespace surgeflow::flow::certificate
