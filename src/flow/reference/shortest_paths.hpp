// SPDX-License-Identifier: Apache-2.0
// The successive shortest path method; the essay stands in reference.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "flow/reference/network.hpp"

namespace surgeflow::flow::reference {

/// A flow that is built path by path, with potentials whose reduced costs are non-negative on every
/// residual arc at any time.
class ShortestPaths {
 public:
  ShortestPaths(const Instance& instance, Network& network);

  /// The most that one of the devices still unplaced could gain; (0, 0) when none is left.
  [[nodiscard]] Worth best_remaining() const;
  /// One search, and the flow along the path it finds. Needs best_remaining() > (0, 0).
  void augment();

  [[nodiscard]] const std::vector<Worth>& potentials() const { return potentials_; }
  [[nodiscard]] std::int64_t searches() const { return searches_; }

 private:
  /// The arc over which a search reached a node.
  struct Step {
    std::int32_t arc = kNoArc;
    std::int32_t from = 0;
  };
  static constexpr std::int32_t kNoArc = -1;

  void price_empty_flow();
  [[nodiscard]] Worth& potential(std::int32_t node) {
    return potentials_[static_cast<std::size_t>(node)];
  }
  [[nodiscard]] Worth reduced_cost(const Arc& arc) const;
  void search();
  void lower_potentials();
  void push();

  Network& network_;
  std::vector<Count> remaining_;  ///< devices not yet placed [node]
  std::vector<Worth> potentials_;
  std::vector<Worth> distance_;
  std::vector<Step> reached_by_;
  std::vector<std::int32_t> settled_;
  std::int64_t searches_ = 0;
};

}  // namespace surgeflow::flow::reference
