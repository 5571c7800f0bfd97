// SPDX-License-Identifier: Apache-2.0
// The lane table as bit words: for a facility and a transit time, who is reached.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::flow {

/// Lanes of one facility with the same transit time and cost: entries [first, last).
struct LaneGroup {
  std::int32_t periods = 0;
  std::int32_t cost_class = 0;  ///< index into LaneWords::costs()
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// 64 facilities at once: those of word `index` that the group's lanes join.
struct LaneEntry {
  Word bits = 0;
  std::uint32_t index = 0;
  std::uint32_t group = 0;
};

/// Only words that are not empty are kept; near facilities share words (facility_order), so that a
/// facility of 3,142 has about 150 entries. Groups of a facility ascend by transit time.
class LaneWords {
 public:
  enum class Direction { outgoing, incoming };
  /// `counts_cost` decides whether lanes of different cost are told apart: stage one, patients,
  /// does not look at cost.
  enum class CostView { ignored, counted };

  /// `order[position]` is the facility at a position; lanes of `horizon` periods or more are left
  /// out since they arrive too late.
  LaneWords(const LaneTable& lanes, std::span<const FacilityId> order, std::int32_t horizon,
            Direction direction, CostView view);

  [[nodiscard]] std::span<const LaneGroup> groups_of(std::int32_t position) const {
    const auto p = static_cast<std::size_t>(position);
    return std::span(groups_).subspan(group_begin_[p], group_begin_[p + 1] - group_begin_[p]);
  }
  [[nodiscard]] const LaneGroup& group(std::uint32_t number) const { return groups_[number]; }
  [[nodiscard]] const LaneEntry& entry(std::uint32_t number) const { return entries_[number]; }
  [[nodiscard]] std::span<const LaneEntry> entries_of(const LaneGroup& group) const {
    return std::span(entries_).subspan(group.first, group.last - group.first);
  }
  /// Entries of a facility's lanes, all groups: [first, last).
  [[nodiscard]] std::uint32_t first_entry(std::int32_t position) const {
    return entry_begin_[static_cast<std::size_t>(position)];
  }
  [[nodiscard]] std::uint32_t last_entry(std::int32_t position) const {
    return entry_begin_[static_cast<std::size_t>(position) + 1];
  }
  /// The distinct lane costs, ascending; {0} where cost is ignored.
  [[nodiscard]] std::span<const std::int32_t> costs() const { return costs_; }

 private:
  std::vector<std::int32_t> costs_;
  std::vector<LaneGroup> groups_;
  std::vector<LaneEntry> entries_;
  std::vector<std::uint32_t> group_begin_;
  std::vector<std::uint32_t> entry_begin_;
};

/// True where s_ij = s_ji and c_ij = c_ji for all pairs: both directions then share their words.
[[nodiscard]] bool is_symmetric(const LaneTable& lanes);

/// An order of the facilities in which those near to each other in transit time share words:
/// recursive bisection between two far facilities, down to single words. Depends on the lanes only.
[[nodiscard]] std::vector<FacilityId> facility_order(const LaneTable& lanes);

}  // namespace surgeflow::flow
