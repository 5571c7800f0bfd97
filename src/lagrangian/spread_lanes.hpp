// SPDX-License-Identifier: Apache-2.0
// A lane table spread over ranks: each holds the rows of its own facilities, and no rank needs all.
//
// Rows are made where they are used: distances by the rank that holds the row, from the places of
// all facilities; a stated table is dealt out by the root, which has read it. What travels later
// goes in messages of bounded size. Every function is collective.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "comm/communicator.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::lagrangian {

/// What lanes are made from; it counts on the root.
struct LaneSource {
  std::span<const Facility> facilities;
  const TransitRule* rule = nullptr;
};

/// The facilities of each rank: about as many for every one.
[[nodiscard]] FacilityRange range_of_rank(std::int32_t facilities, int ranks, int rank);
[[nodiscard]] int owner_of(std::int32_t facilities, int ranks, FacilityId i);

/// How rows of all facilities travel: so many of each rank in a message, in so many messages. A
/// message holds 16 MiB of a rank's rows, or one row that is longer.
struct RowMessages {
  std::int32_t rows = 1;
  std::int32_t count = 0;
  /// The n-th message's part of a rank's facilities.
  [[nodiscard]] FacilityRange part(FacilityRange range, std::int32_t n) const;
};
[[nodiscard]] RowMessages row_messages(std::int32_t facilities, int ranks, std::int64_t row_bytes);

/// Throws the InputError for a case whose lanes have costs, which a table that is spread has not.
[[noreturn]] void refuse_lane_costs();

/// Makes the rows of own facilities; throws as transit::make_lane_table does, on all ranks.
[[nodiscard]] LaneTable spread_lanes(const LaneSource& source, int threads,
                                     const comm::Communicator& ranks);
/// Deals out the root's whole table (the others give nullptr), without lane costs.
[[nodiscard]] LaneTable deal_lanes(const LaneTable* whole, const comm::Communicator& ranks);

/// Calls `visit` on the root with all rows, a few at a time, in the order of origins.
void visit_rows(const LaneTable& own, const comm::Communicator& ranks,
                const std::function<void(std::span<const std::uint8_t>)>& visit);
/// The whole table on the root, an empty one on the others.
[[nodiscard]] LaneTable join_lanes(const LaneTable& own, const comm::Communicator& ranks);

/// On the root the lanes that its shipments take, as those who hold them know them.
[[nodiscard]] std::vector<KnownLane> find_lanes(const LaneTable& own,
                                                std::span<const Shipment> shipments,
                                                const comm::Communicator& ranks);

/// What all ranks find about the root's potentials, each on its own rows. Potentials of the other
/// ranks are overwritten by the root's.
[[nodiscard]] LaneCheck check_lanes(const LaneTable& own, Potentials& potentials, int threads,
                                    const comm::Communicator& ranks);

/// Transit times to own facilities: row j, entry i is s_ij. An empty table where s_ij = s_ji for
/// all pairs.
[[nodiscard]] LaneTable incoming_lanes(const LaneTable& own, const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
