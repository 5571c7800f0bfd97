// SPDX-License-Identifier: Apache-2.0
// The ensemble that is measured: members of one case, with draws that differ from place to place.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <vector>

#include "surgeflow/epidemic/ensemble.hpp"

namespace surgeflow::bench {

inline constexpr std::uint64_t kEnsembleSeed = 1;

/// In every member the doubling time is 3.5 to 5 days, the same everywhere, and contacts are
/// reduced by 20 % to 50 % from day 14 on, half of which varies by region and facility.
class DrawnMembers {
 public:
  /// The case must outlive it.
  DrawnMembers(const Case& planning_case, std::size_t members);
  [[nodiscard]] std::span<const epidemic::EnsembleMember> all() const { return members_; }

 private:
  std::deque<UncertainParameter> parameters_;
  std::vector<epidemic::EnsembleMember> members_;
};

}  // namespace surgeflow::bench
