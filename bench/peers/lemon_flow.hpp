// SPDX-License-Identifier: Apache-2.0
// LEMON's minimum-cost flow methods behind an interface in C++17, which its headers need.
//
// LEMON 1.3.1 calls std::allocator::construct, which C++20 no longer has; so lemon_flow.cpp is
// compiled as C++17 and shares nothing with the rest but this header.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace surgeflow::bench {

/// The simplex as it comes picks the best of a block of arcs and keeps arcs in a mixed order.
/// Tuned, it keeps a list of candidates and the order of adding: the fastest of its three better
/// pivot rules with either order on the instances measured here.
enum class LemonAlgorithm { network_simplex, tuned_network_simplex, cost_scaling };

/// A flow problem in LEMON's structures. Arcs are numbered from 0 in the order of adding.
class LemonFlow {
 public:
  virtual ~LemonFlow() = default;
  /// Nodes come in the order of their numbers; every node once.
  virtual void add_node(std::int32_t supply) = 0;
  virtual void add_arc(std::int32_t from, std::int32_t to, std::int32_t capacity,
                       std::int64_t cost) = 0;
  /// Hands graph, capacities, costs and supplies to the algorithm, which copies them.
  virtual void load() = 0;
  /// Throws std::runtime_error where LEMON reports anything but an optimum.
  virtual void run() = 0;
  [[nodiscard]] virtual std::int32_t flow(std::int32_t arc) const = 0;
};

/// Memory is reserved for exactly so many nodes and arcs.
[[nodiscard]] std::unique_ptr<LemonFlow> make_lemon_flow(LemonAlgorithm algorithm,
                                                         std::int32_t nodes, std::int32_t arcs);

[[nodiscard]] std::string lemon_release();

}  // namespace surgeflow::bench
