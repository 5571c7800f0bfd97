// SPDX-License-Identifier: Apache-2.0
// Patients of all facilities together, for every member and period.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "epidemic/ensemble/cell_block.hpp"
#include "surgeflow/core/index.hpp"

namespace surgeflow::epidemic {

/// Adds up one thread's facilities in 32 bits, which take half of the memory and of the time, and
/// hands the sums over before they could overflow. Integers: the order does not matter.
class PatientTotals {
 public:
  PatientTotals(std::size_t blocks, std::size_t periods)
      : periods_(periods), pending_(blocks * periods * kCells, 0) {}

  /// A facility's patients [block][period][cell], none above `most`. Where they do not fit beside
  /// those before, call hand_over() first.
  template <class Whole>
  void add(std::span<const Whole> patients, Total most);
  [[nodiscard]] bool has_room_for(Total most) const;
  /// Adds what was added up to `totals` [member][period], and starts anew.
  void hand_over(std::span<Total> totals);

 private:
  std::size_t periods_;
  std::vector<std::int32_t> pending_;  ///< [block][period][cell]
  Total largest_ = 0;                  ///< no sum is above this
};

}  // namespace surgeflow::epidemic
