// SPDX-License-Identifier: Apache-2.0
// Sums that move to wider integers in time.
#include "epidemic/ensemble/patient_totals.hpp"

#include <algorithm>
#include <limits>

namespace surgeflow::epidemic {

bool PatientTotals::has_room_for(Total most) const {
  return largest_ + most <= std::numeric_limits<std::int32_t>::max();
}

template <class Whole>
void PatientTotals::add(std::span<const Whole> patients, Total most) {
  largest_ += most;
  for (std::size_t n = 0; n < pending_.size(); ++n) pending_[n] += patients[n];
}

void PatientTotals::hand_over(std::span<Total> totals) {
  const std::size_t members = totals.size() / periods_;
  for (std::size_t m = 0; m < members; ++m) {
    const std::size_t first = m / kCells * periods_ * kCells + m % kCells;
    for (std::size_t t = 0; t < periods_; ++t) {
      totals[m * periods_ + t] += pending_[first + t * kCells];
    }
  }
  std::ranges::fill(pending_, 0);
  largest_ = 0;
}

template void PatientTotals::add(std::span<const std::uint16_t>, Total);
template void PatientTotals::add(std::span<const std::int32_t>, Total);

}  // namespace surgeflow::epidemic
