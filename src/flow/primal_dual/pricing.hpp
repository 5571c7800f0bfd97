// SPDX-License-Identifier: Apache-2.0
// Looks at every lane for those whose reduced cost is negative.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/network.hpp"

namespace surgeflow::flow {

/// A lane by the positions of its ends.
struct LaneEnds {
  std::int32_t from = 0;
  std::int32_t to = 0;
};

/// Prices lanes at potentials that never rise with time: between the periods t and t + 7 of a lane
/// the gain v_j,u+s - v_iu is at most v_j,t+s - v_i,t+7, so that eight periods are mostly dismissed
/// at once. For every origin and 64 destinations near to each other the least slack is kept: the
/// next time they are looked at only where potentials have moved by more.
class Pricing {
 public:
  /// Uses up to `threads` threads; finds the same on any number.
  Pricing(const Network& network, int threads);

  /// Lanes with v_it < v_j,t+s - (c_ij >> cost_shift) in some period: of each origin at most
  /// `most_per_origin`, those that fail by most. Costs are never coarser than the last time.
  [[nodiscard]] std::vector<LaneEnds> violated(std::span<const std::int64_t> values,
                                               std::int32_t cost_shift,
                                               std::size_t most_per_origin);

  /// The least potentials at or above `values` that are feasible on all lanes, the sink's being the
  /// same. Takes longer than pricing.
  [[nodiscard]] std::vector<std::int64_t> raised(std::span<const std::int64_t> values,
                                                 std::int32_t cost_shift) const;

 private:
  struct Violation {
    std::int64_t amount = 0;
    std::int32_t to = 0;
  };
  using Potentials = std::vector<std::int64_t>;  ///< [position, period], the sink's being 0

  [[nodiscard]] Potentials by_facility(std::span<const std::int64_t> values) const;
  void forget_moved(const Potentials& now, std::int32_t cost_shift);
  [[nodiscard]] std::vector<Violation> violated_from(std::int32_t from, std::int32_t cost_shift);
  struct PricedLane {
    const std::int64_t* origin;       ///< potentials [period]
    const std::int64_t* destination;  ///< likewise
    std::int32_t transit;
    std::int64_t cost;
    std::span<const ClosedLane> closed;
  };
  [[nodiscard]] std::int64_t most_gain(const PricedLane& lane) const;

  const Network* network_;
  int threads_;
  Potentials potentials_;            ///< when they were last priced
  std::int32_t cost_shift_ = 0;      ///< of that time
  std::vector<std::int64_t> slack_;  ///< [origin, word of destinations]: at least this much
};

}  // namespace surgeflow::flow
