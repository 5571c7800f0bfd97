// SPDX-License-Identifier: Apache-2.0
// Which rank solves which block, and how rows travel between owners and solvers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/partition.hpp"
#include "lagrangian/share.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/plan.hpp"

namespace surgeflow::lagrangian {

/// Deals blocks to ranks, the costliest first to the rank with least to do; of several to the last,
/// since the root holds more than the others already. It changes who computes, never what: results
/// do not depend on it.
[[nodiscard]] std::vector<int> deal_blocks(std::span<const double> cost_of_block, int ranks);

/// Before anything was measured: a small block costs as its facilities do, a large one as its
/// lanes.
[[nodiscard]] std::vector<double> estimated_costs(const Partition& partition);

/// The travel of rows on one partition and dealing. All calls are collective.
class Dealing {
 public:
  Dealing(const Share& share, const Partition& partition, std::vector<int> rank_of_block,
          const comm::Communicator& ranks);

  [[nodiscard]] const Partition& partition() const { return *partition_; }
  [[nodiscard]] const Share& share() const { return *share_; }
  /// How many blocks the rank has that has most.
  [[nodiscard]] std::size_t turns() const;
  /// The same of one block of each rank, those that are its n-th; nobody solves the others, and
  /// what stands in them does not travel.
  [[nodiscard]] Dealing turn(std::size_t n) const;

  /// Blocks that this rank solves, ascending.
  [[nodiscard]] std::span<const std::int32_t> own_blocks() const { return own_blocks_; }
  [[nodiscard]] bool solves(FacilityId i) const { return solver_of(i) == ranks_->rank(); }

  /// Rows of own facilities to the solvers of their blocks: a panel for each own block, rows in the
  /// order of its members.
  template <class T>
  [[nodiscard]] std::vector<Panel<T>> to_solvers(const Panel<T>& rows) const;
  /// The way back: rows of own facilities, 0 where nobody solves.
  template <class T>
  [[nodiscard]] Panel<T> to_owners(const std::vector<Panel<T>>& panels) const;
  /// Lanes within each own block.
  [[nodiscard]] std::vector<LaneTable> lanes_to_solvers() const;
  /// Shipments within blocks, from the owners of their origins to the solvers, with facilities
  /// named by their places in the block; ordered.
  [[nodiscard]] std::vector<std::vector<Shipment>> shipments_to_solvers(
      std::span<const Shipment> inner) const;
  /// The way back, with facilities named as everywhere; ordered.
  [[nodiscard]] std::vector<Shipment> shipments_to_owners(
      const std::vector<std::vector<Shipment>>& of_blocks) const;

 private:
  /// kNobody where the block waits for its turn.
  [[nodiscard]] int solver_of(FacilityId i) const {
    return rank_of_block_[static_cast<std::size_t>(partition_->block_of(i))];
  }
  [[nodiscard]] std::size_t own_place(std::int32_t block) const {
    return static_cast<std::size_t>(place_of_block_[static_cast<std::size_t>(block)]);
  }
  void count_rows();
  [[nodiscard]] std::vector<std::vector<std::uint8_t>> lane_parcels(FacilityRange origins) const;
  /// Bytes of lane rows from `origins` to this rank.
  [[nodiscard]] std::size_t lane_bytes(FacilityRange origins) const;
  void take_lanes(FacilityRange origins, std::span<const std::uint8_t> parcel,
                  std::vector<LaneTable>& tables) const;
  template <class Visit>
  void for_each_received(Visit&& visit) const;

  static constexpr int kNobody = -1;

  const Share* share_;
  const Partition* partition_;
  const comm::Communicator* ranks_;
  std::vector<int> rank_of_block_;
  std::vector<std::int32_t> own_blocks_;
  std::vector<std::int32_t> place_of_block_;  ///< among own blocks; -1 for others
  // Both ends of every journey know how long it is.
  std::vector<std::size_t> rows_from_owner_;  ///< [rank], in blocks that this rank solves
  std::vector<std::size_t> rows_to_solver_;   ///< [rank], of own facilities
};

}  // namespace surgeflow::lagrangian
