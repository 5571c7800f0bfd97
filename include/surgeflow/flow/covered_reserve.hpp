// SPDX-License-Identifier: Apache-2.0
// A reserve that devices elsewhere cover: who covers whom, and what that gains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow {

/// With Limits::backup_periods steps of holding gain not for the I_it devices idle at a facility
/// but for
///
///   S_it = I_it + sum over j with a lane (j,i) of at most so many periods of I_jt,
///
/// those of the first step first. The cover is pooled: a device covers every facility that it could
/// reach in time, and none of them less for covering others too. Lanes count as they are, whether
/// or not what leaves would arrive within the horizon. Memory: four bytes for each pair.
class CoveredReserve {
 public:
  /// The instance must outlive it.
  CoveredReserve(const Instance& instance, const Limits& limits);

  /// Who covers i: itself, and others; ascending.
  [[nodiscard]] std::span<const FacilityId> covering(FacilityId i) const {
    const auto n = static_cast<std::size_t>(i.value());
    return std::span(covering_).subspan(first_[n], first_[n + 1] - first_[n]);
  }
  /// S_it of idle devices I_it, or of any other quantity.
  [[nodiscard]] Panel<Total> pooled(const Panel<Total>& idle) const;
  /// What goes back to each j from all whom it covers: sum of such a quantity of theirs.
  [[nodiscard]] Panel<Total> dealt_back(const Panel<Total>& quantity) const;
  /// What a plan gains more than value_of says, which counts a facility's own devices alone.
  [[nodiscard]] Total gain_beside_own(const Plan& plan) const;
  /// The most facilities that one device covers.
  [[nodiscard]] std::int32_t most_covered() const;

 private:
  const Instance* instance_;
  std::vector<std::size_t> first_;  ///< of each facility in covering_, and the end
  std::vector<FacilityId> covering_;
};

/// What the reserve asks for and what a plan keeps of it, summed over facilities and periods.
struct ReserveKept {
  Total asked = 0;    ///< devices of the steps of holding
  Total own = 0;      ///< of these idle at the facility itself
  Total covered = 0;  ///< of the others idle where they cover it
  bool operator==(const ReserveKept&) const = default;
};

/// Without Limits::backup_periods nothing is covered.
[[nodiscard]] ReserveKept reserve_kept(const Instance& instance, const Limits& limits,
                                       const Plan& plan);

/// The value of a plan where others cover its reserve.
[[nodiscard]] PlanValue value_of(const Instance& instance, const Limits& limits, const Plan& plan);

}  // namespace surgeflow
