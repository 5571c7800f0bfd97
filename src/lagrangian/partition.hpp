// SPDX-License-Identifier: Apache-2.0
// Facilities dealt into blocks that are solved apart from each other.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "surgeflow/core/index.hpp"

namespace surgeflow::lagrangian {

/// Every facility belongs to one block; no block is empty.
class Partition {
 public:
  /// Facilities with the same label share a block; blocks are numbered by their first members.
  Partition(std::string name, std::span<const std::int32_t> label_of_facility);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::int32_t facilities() const {
    return static_cast<std::int32_t>(block_of_.size());
  }
  [[nodiscard]] std::int32_t blocks() const { return static_cast<std::int32_t>(members_.size()); }
  [[nodiscard]] std::int32_t block_of(FacilityId i) const {
    return block_of_[static_cast<std::size_t>(i.value())];
  }
  /// The block of every facility.
  [[nodiscard]] std::span<const std::int32_t> blocks_of_facilities() const { return block_of_; }
  /// Where a facility stands among the members of its block.
  [[nodiscard]] FacilityId place_of(FacilityId i) const {
    return FacilityId(place_of_[static_cast<std::size_t>(i.value())]);
  }
  /// Ascending.
  [[nodiscard]] std::span<const FacilityId> members(std::int32_t block) const {
    return members_[static_cast<std::size_t>(block)];
  }

 private:
  std::string name_;
  std::vector<std::int32_t> block_of_;
  std::vector<std::int32_t> place_of_;
  std::vector<std::vector<FacilityId>> members_;
};

/// Who is near to whom: an undirected graph in compressed rows, for METIS.
struct ClosenessGraph {
  std::vector<std::int32_t> first_neighbour;  ///< [facility], and the end
  std::vector<std::int32_t> neighbours;
  std::vector<std::int32_t> weights;  ///< the nearer the larger, at least 1
  [[nodiscard]] std::int32_t facilities() const {
    return static_cast<std::int32_t>(first_neighbour.size()) - 1;
  }
};

/// One direction of an edge, as the rank that holds an origin's lanes finds it.
struct ClosenessEdge {
  std::int32_t origin = 0;
  std::int32_t destination = 0;
  std::int32_t weight = 0;
};

/// Joins both directions of all edges; each keeps its larger weight.
[[nodiscard]] ClosenessGraph make_graph(std::int32_t facilities,
                                        std::span<const ClosenessEdge> edges);

/// About `blocks` blocks of near facilities and similar sizes (METIS, multilevel k-way). Throws
/// SystemError where METIS fails.
[[nodiscard]] Partition compact_partition(const ClosenessGraph& graph, std::int32_t blocks);

/// `regions` with those of more than `most` facilities cut into compact blocks of no more, or
/// little more: none is to take a rank several times as long as the others.
[[nodiscard]] Partition split_partition(const ClosenessGraph& graph, const Partition& regions,
                                        std::int32_t most);

/// Blocks that each hold facilities from everywhere, in size and place alike: those of a compact
/// partition, the heaviest first, are dealt in rounds, to the blocks in an order that is drawn anew
/// for each round. What one part of the country can spare when another is short then meets within a
/// block. `deal` gives another draw.
[[nodiscard]] Partition scattered_partition(const Partition& compact,
                                            std::span<const std::int64_t> weight_of_facility,
                                            std::int32_t blocks, std::uint32_t deal);

}  // namespace surgeflow::lagrangian
