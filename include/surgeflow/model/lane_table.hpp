// SPDX-License-Identifier: Apache-2.0
// Which facility can send to which, how long it takes and what it costs: one byte a pair.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/core/index.hpp"

namespace surgeflow {

/// Facilities [first, last).
struct FacilityRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
  [[nodiscard]] std::int32_t size() const { return last - first; }
  [[nodiscard]] bool contains(FacilityId i) const { return first <= i.value() && i.value() < last; }
  bool operator==(const FacilityRange&) const = default;
};

/// A lane of a table that does not hold the row of its origin.
struct KnownLane {
  FacilityId origin;
  FacilityId destination;
  std::uint8_t transit_periods = 0;
  bool operator==(const KnownLane&) const = default;
};

/// A lane that devices can not take that leave in the periods first..last.
struct ClosedLane {
  FacilityId origin;
  FacilityId destination;
  Period first;
  Period last;
  bool operator==(const ClosedLane&) const = default;
};

/// Dense n x n table of transit times s_ij in periods, 1..255; 0 means that there is no lane.
/// Lane costs c_ij are 1 unless costs were allocated. The diagonal is always 0.
///
/// A table may hold the rows of some origins alone, where the others are held elsewhere. Rows and
/// counts are then of those origins; of the other lanes it knows what it was told.
class LaneTable {
 public:
  LaneTable() = default;
  explicit LaneTable(std::int32_t facilities) : LaneTable(facilities, {0, facilities}) {}
  LaneTable(std::int32_t facilities, FacilityRange origins);

  [[nodiscard]] std::int32_t facilities() const { return facilities_; }
  /// Whose rows are held.
  [[nodiscard]] FacilityRange origins() const { return origins_; }
  [[nodiscard]] bool is_whole() const { return origins_.size() == facilities_; }

  [[nodiscard]] std::uint8_t transit_periods(FacilityId i, FacilityId j) const {
    return origins_.contains(i) ? periods_[offset(i, j)] : known_transit_periods(i, j);
  }
  /// Takes the place of what was known before of lanes from other origins, in any order.
  void set_known_lanes(std::vector<KnownLane> lanes);
  /// Gives up all rows and costs; what is known of single lanes stays.
  void drop_rows();
  /// Transit times from `i` to every facility.
  [[nodiscard]] std::span<const std::uint8_t> row(FacilityId i) const {
    return std::span(periods_).subspan(offset(i, FacilityId(0)), width());
  }
  [[nodiscard]] std::span<std::uint8_t> row(FacilityId i) {
    return std::span(periods_).subspan(offset(i, FacilityId(0)), width());
  }

  /// Closes lanes for some periods, in place of what was closed before; in any order, and they may
  /// overlap. Rows tell of closed lanes as of others.
  void set_closed(std::vector<ClosedLane> closed);
  /// Ordered by origin, destination and period; those of one lane neither overlap nor touch.
  [[nodiscard]] std::span<const ClosedLane> closed() const { return closed_; }
  /// Whether the lane from i to j, where there is one, takes devices that leave in period t.
  [[nodiscard]] bool is_open(FacilityId i, FacilityId j, Period t) const {
    return closed_.empty() || !is_closed(i, j, t);
  }
  /// When the lane from i to j is closed.
  [[nodiscard]] std::span<const ClosedLane> closed_of(FacilityId i, FacilityId j) const;

  /// All rows that are held, one after the other.
  [[nodiscard]] std::span<const std::uint8_t> rows() const { return periods_; }

  [[nodiscard]] bool has_costs() const { return !costs_.empty(); }
  /// Movement cost of one device on the lane.
  [[nodiscard]] std::int32_t cost(FacilityId i, FacilityId j) const {
    return costs_.empty() ? 1 : costs_[offset(i, j)];
  }
  /// Gives every pair that is held a cost of its own, `initial` at first: 4 bytes a pair.
  void allocate_costs(std::int32_t initial = 1);
  /// Costs from `i` to every facility; needs allocate_costs.
  [[nodiscard]] std::span<std::int32_t> cost_row(FacilityId i) {
    return std::span(costs_).subspan(offset(i, FacilityId(0)), width());
  }
  [[nodiscard]] std::span<const std::int32_t> cost_row(FacilityId i) const {
    return std::span(costs_).subspan(offset(i, FacilityId(0)), width());
  }

  /// All rows of costs that are held, one after the other; empty where every lane costs 1.
  [[nodiscard]] std::span<const std::int32_t> cost_rows() const { return costs_; }

  /// Ordered pairs with a lane.
  [[nodiscard]] std::int64_t lanes() const;
  /// Ship arcs of the time-expanded network: lane and period pairs that arrive within `periods` and
  /// are not closed.
  [[nodiscard]] std::int64_t ship_arcs(std::int32_t periods) const;
  /// Those that would be ship arcs if their lanes were not closed.
  [[nodiscard]] std::int64_t closed_arcs(std::int32_t periods) const;
  /// Largest transit time of any lane, 0 without lanes.
  [[nodiscard]] std::int32_t max_transit_periods() const;
  /// Largest lane cost, 1 where costs are not allocated.
  [[nodiscard]] std::int32_t max_cost() const;

  bool operator==(const LaneTable&) const = default;

 private:
  [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(facilities_); }
  [[nodiscard]] std::size_t offset(FacilityId i, FacilityId j) const {
    return static_cast<std::size_t>(i.value() - origins_.first) * width() +
           static_cast<std::size_t>(j.value());
  }
  [[nodiscard]] std::uint8_t known_transit_periods(FacilityId i, FacilityId j) const;
  [[nodiscard]] bool is_closed(FacilityId i, FacilityId j, Period t) const;

  std::int32_t facilities_ = 0;
  FacilityRange origins_;
  std::vector<std::uint8_t> periods_;
  std::vector<std::int32_t> costs_;
  std::vector<KnownLane> known_lanes_;  ///< ordered by origin and destination
  std::vector<ClosedLane> closed_;
};

}  // namespace surgeflow
