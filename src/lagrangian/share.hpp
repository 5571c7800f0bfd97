// SPDX-License-Identifier: Apache-2.0
// What one rank holds of a national instance: the rows of its own facilities.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "comm/communicator.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Facilities [first, last), each rank its own: about as many for every rank.
struct FacilityRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
  [[nodiscard]] std::int32_t size() const { return last - first; }
  [[nodiscard]] bool contains(FacilityId i) const { return first <= i.value() && i.value() < last; }
};

[[nodiscard]] FacilityRange range_of_rank(std::int32_t facilities, int ranks, int rank);
[[nodiscard]] int owner_of(std::int32_t facilities, int ranks, FacilityId i);

/// Transit times between some facilities and all: 0 where there is no lane.
class LaneRows {
 public:
  LaneRows() = default;
  /// `periods` holds the rows of the range one after the other.
  LaneRows(FacilityRange range, std::int32_t facilities, std::vector<std::uint8_t> periods)
      : range_(range), facilities_(facilities), periods_(std::move(periods)) {}

  [[nodiscard]] std::span<const std::uint8_t> row(FacilityId i) const {
    return std::span(periods_).subspan(offset(i), static_cast<std::size_t>(facilities_));
  }
  [[nodiscard]] std::int64_t bytes() const { return static_cast<std::int64_t>(periods_.size()); }

 private:
  [[nodiscard]] std::size_t offset(FacilityId i) const {
    return static_cast<std::size_t>(i.value() - range_.first) *
           static_cast<std::size_t>(facilities_);
  }
  FacilityRange range_;
  std::int32_t facilities_ = 0;
  std::vector<std::uint8_t> periods_;
};

/// Rows of panels are numbered from the first facility of the range.
struct Share {
  std::int32_t facilities = 0;
  std::int32_t periods = 0;
  FacilityRange own;
  std::vector<std::int32_t> turnaround_periods;  ///< of all facilities
  Panel<Count> supply;                           ///< devices that become usable, own facilities
  Panel<Count> demand;                           ///< own facilities
  LaneRows outgoing;                             ///< from own facilities to all
  /// From all facilities to own ones; empty where s_ij = s_ji for all pairs.
  LaneRows incoming;
  bool symmetric = true;

  [[nodiscard]] FacilityId own_row(FacilityId i) const { return FacilityId(i.value() - own.first); }
  /// Transit times from all facilities to an own one.
  [[nodiscard]] std::span<const std::uint8_t> incoming_row(FacilityId i) const {
    return symmetric ? outgoing.row(i) : incoming.row(i);
  }
};

/// Collective: the root holds an instance (the others give nullptr), and every rank gets its share.
[[nodiscard]] Share distribute(const Instance* instance, const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
