// SPDX-License-Identifier: Apache-2.0
// What one rank holds of a national instance: the rows of its own facilities.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/spread_lanes.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Rows of panels are numbered from the first facility of the range.
struct Share {
  std::int32_t facilities = 0;
  std::int32_t periods = 0;
  FacilityRange own;
  std::vector<std::int32_t> turnaround_periods;  ///< of all facilities
  Panel<Count> supply;                           ///< devices that become usable, own facilities
  Panel<Count> demand;                           ///< own facilities
  const LaneTable* lanes = nullptr;              ///< rows of own facilities
  LaneTable incoming;                            ///< what `incoming_lanes` gives

  [[nodiscard]] FacilityId own_row(FacilityId i) const { return FacilityId(i.value() - own.first); }
  /// Transit times from an own facility to all.
  [[nodiscard]] std::span<const std::uint8_t> outgoing_row(FacilityId i) const {
    return lanes->row(i);
  }
  /// Transit times from all facilities to an own one.
  [[nodiscard]] std::span<const std::uint8_t> incoming_row(FacilityId i) const {
    return is_symmetric() ? lanes->row(i) : incoming.row(i);
  }
  /// Whether s_ij = s_ji for all pairs.
  [[nodiscard]] bool is_symmetric() const { return incoming.facilities() == 0; }
};

/// Collective: the root holds an instance (the others give nullptr) and every rank the lanes of its
/// facilities, which must outlive the share; every rank gets its share of the rest.
[[nodiscard]] Share distribute(const Instance* instance, const LaneTable& lanes,
                               const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
