// SPDX-License-Identifier: Apache-2.0
// The lane table as bit words: for a facility and a transit time, who is reached.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "flow/primal_dual/bits.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::flow {

/// A transit time with a cost: what distinguishes lanes for the solver.
struct LaneKind {
  std::int32_t periods = 0;
  std::int32_t cost_class = 0;  ///< index into LaneWords::costs()
  auto operator<=>(const LaneKind&) const = default;
};

/// Lanes of one facility of the same kind: entries [first, last).
struct LaneGroup {
  std::uint32_t kind = 0;  ///< index into LaneWords::kinds()
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
/// facility of 3,142 has about 150 entries. Kinds, and a facility's groups, ascend by transit time.
class LaneWords {
 public:
  enum class Direction { outgoing, incoming };
  static constexpr std::int32_t kNoCost = 31;
  /// `order[position]` is the facility at a position; lanes of `horizon` periods or more are left
  /// out since they arrive too late. Costs are taken as c_ij >> cost_shift: a coarser scale, or
  /// none at all (kNoCost).
  LaneWords(const LaneTable& lanes, std::span<const FacilityId> order, std::int32_t horizon,
            Direction direction, std::int32_t cost_shift);

  /// Every kind of lane that occurs, ascending.
  [[nodiscard]] std::span<const LaneKind> kinds() const { return kinds_; }
  /// A facility's lanes of one kind; empty where it has none.
  [[nodiscard]] std::span<const LaneEntry> entries_of(std::int32_t position,
                                                      std::size_t kind) const {
    const std::uint32_t number =
        group_of_kind_[static_cast<std::size_t>(position) * kinds_.size() + kind];
    if (number == kNoGroup) return {};
    const LaneGroup& group = groups_[number];
    return std::span(entries_).subspan(group.first, group.last - group.first);
  }
  [[nodiscard]] const LaneGroup& group(std::uint32_t number) const { return groups_[number]; }
  [[nodiscard]] const LaneEntry& entry(std::uint32_t number) const { return entries_[number]; }
  /// Entries of a facility's lanes, all groups: [first, last).
  [[nodiscard]] std::uint32_t first_entry(std::int32_t position) const {
    return entry_begin_[static_cast<std::size_t>(position)];
  }
  [[nodiscard]] std::uint32_t last_entry(std::int32_t position) const {
    return entry_begin_[static_cast<std::size_t>(position) + 1];
  }
  /// The distinct lane costs at this scale, ascending.
  [[nodiscard]] std::span<const std::int32_t> costs() const { return costs_; }

 private:
  static constexpr std::uint32_t kNoGroup = std::numeric_limits<std::uint32_t>::max();

  std::vector<std::int32_t> costs_;
  std::vector<LaneKind> kinds_;
  std::vector<LaneGroup> groups_;
  std::vector<LaneEntry> entries_;
  std::vector<std::uint32_t> group_of_kind_;  ///< [position, kind]
  std::vector<std::uint32_t> entry_begin_;
};

/// True where s_ij = s_ji and c_ij = c_ji for all pairs: both directions then share their words.
[[nodiscard]] bool is_symmetric(const LaneTable& lanes);

/// An order of the facilities in which those near to each other in transit time share words:
/// recursive bisection between two far facilities, down to single words. Depends on the lanes only.
[[nodiscard]] std::vector<FacilityId> facility_order(const LaneTable& lanes);

}  // namespace surgeflow::flow
