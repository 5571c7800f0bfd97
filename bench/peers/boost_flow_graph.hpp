// SPDX-License-Identifier: Apache-2.0
// The explicit network as a compressed sparse row graph of Boost, each edge beside its reverse.
//
// Edge 0 has no capacity: Boost takes a descriptor that equals a default one for "no edge", and
// that is the descriptor of edge 0.
#pragma once

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cstdint>
#include <vector>

#include "explicit_network.hpp"

namespace surgeflow::bench {

enum class EdgeWeights {
  costs,  ///< as they are: treat edges are negative
  /// cost + h(from) - h(to), with h(i, t) = weight of a patient x ceil((T - t) / least turnaround)
  /// and h(sink) = 0. h does not rise with time and falls by the weight of a patient along every
  /// treat edge, so no weight is negative; all flow runs from the source to the sink, so every
  /// plan's cost changes by the same constant.
  shifted_costs,
};

/// Vertices are the network's nodes and a source with an edge to each node that has a supply.
class BoostFlowGraph {
 public:
  using Graph =
      boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                         boost::no_property, std::uint32_t, std::uint32_t>;
  using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
  using Edge = boost::graph_traits<Graph>::edge_descriptor;

  BoostFlowGraph(const ExplicitNetwork& network, EdgeWeights weights);

  [[nodiscard]] const Graph& graph() const { return graph_; }
  [[nodiscard]] Vertex source() const { return source_; }
  [[nodiscard]] Vertex sink() const { return sink_; }

 private:
  template <class Value>
  [[nodiscard]] auto edge_map(std::vector<Value>& values) const {
    return boost::make_iterator_property_map(values.begin(), get(boost::edge_index, graph_));
  }

 public:
  // Property maps as Boost's algorithms take them.
  [[nodiscard]] auto capacity() { return edge_map(capacity_); }
  [[nodiscard]] auto residual() { return edge_map(residual_); }
  [[nodiscard]] auto weight() { return edge_map(weight_); }
  [[nodiscard]] auto reverse() { return edge_map(reverse_); }
  [[nodiscard]] auto vertex_index() const { return get(boost::vertex_index, graph_); }
  /// A map from vertices to `values`, which must hold one for each.
  template <class Value>
  [[nodiscard]] auto vertex_map(std::vector<Value>& values) const {
    return boost::make_iterator_property_map(values.begin(), vertex_index());
  }

  /// Value of the plan that the residual capacities stand for.
  [[nodiscard]] PlanValue value(const ExplicitNetwork& network) const;

 private:
  template <class Visit>
  void for_each_edge(const ExplicitNetwork& network, Visit&& visit) const;
  [[nodiscard]] std::vector<std::uint32_t> first_slots(const ExplicitNetwork& network) const;

  Vertex source_;
  Vertex sink_;
  Graph graph_;
  std::vector<Count> capacity_;
  std::vector<Count> residual_;
  std::vector<std::int64_t> weight_;
  std::vector<Edge> reverse_;
};

}  // namespace surgeflow::bench
