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
void PatientTotals::add(const std::vector<Whole>& patients, std::size_t stride, Total most) {
  largest_ += most;
  for (std::size_t t = 0; t < periods_; ++t) {
    const Whole* const row = patients.data() + t * stride;
    std::int32_t* const sums = pending_.data() + t * members_;
    for (std::size_t m = 0; m < members_; ++m) sums[m] += row[m];
  }
}

void PatientTotals::hand_over(std::span<Total> totals) {
  for (std::size_t m = 0; m < members_; ++m) {
    for (std::size_t t = 0; t < periods_; ++t) {
      totals[m * periods_ + t] += pending_[t * members_ + m];
    }
  }
  std::ranges::fill(pending_, 0);
  largest_ = 0;
}

template void PatientTotals::add(const std::vector<std::uint16_t>&, std::size_t, Total);
template void PatientTotals::add(const std::vector<std::int32_t>&, std::size_t, Total);

}  // namespace surgeflow::epidemic
