// SPDX-License-Identifier: Apache-2.0
// Sorts the edges by their tails and fills the maps.
#include "boost_flow_graph.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::bench {
namespace {

/// h of EdgeWeights::shifted_costs.
class Shift {
 public:
  Shift(const ExplicitNetwork& network, EdgeWeights weights)
      : weights_(weights),
        sink_(static_cast<std::uint32_t>(network.sink())),
        periods_(static_cast<std::uint32_t>(network.instance().periods())),
        least_turnaround_(periods_),
        patient_weight_(network.patient_weight()) {
    for (FacilityId i{0}; i.value() < network.instance().facilities(); ++i) {
      const auto turnaround = static_cast<std::uint32_t>(network.instance().turnaround_periods(i));
      least_turnaround_ = std::min(least_turnaround_, turnaround);
    }
  }

  [[nodiscard]] std::int64_t operator()(std::uint32_t vertex) const {
    if (weights_ == EdgeWeights::costs || vertex == sink_) return 0;
    const std::uint32_t periods_left = vertex > sink_ ? periods_ : periods_ - vertex % periods_;
    const std::uint32_t uses = (periods_left + least_turnaround_ - 1) / least_turnaround_;
    return patient_weight_ * uses;
  }

 private:
  EdgeWeights weights_;
  std::uint32_t sink_;
  std::uint32_t periods_;
  std::uint32_t least_turnaround_;
  std::int64_t patient_weight_;
};

struct FlowEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  Count capacity = 0;
  std::int64_t cost = 0;
};

}  // namespace

/// Edge 0, the source's edges, then the network's arcs in their order.
template <class Visit>
void BoostFlowGraph::for_each_edge(const ExplicitNetwork& network, Visit&& visit) const {
  visit(FlowEdge{0, source_, 0, 0});
  for (std::int32_t node = 0; node < network.sink(); ++node) {
    const Count supply = network.supply(node);
    if (supply > 0) visit(FlowEdge{source_, static_cast<std::uint32_t>(node), supply, 0});
  }
  network.for_each_arc([&](std::int32_t, const ExplicitArc& arc) {
    visit(FlowEdge{static_cast<std::uint32_t>(arc.from), static_cast<std::uint32_t>(arc.to),
                   arc.capacity, arc.cost});
  });
}

/// Where the edges that leave each vertex begin, reverse edges included; the last is their number.
std::vector<std::uint32_t> BoostFlowGraph::first_slots(const ExplicitNetwork& network) const {
  std::vector<std::uint32_t> first(static_cast<std::size_t>(source_) + 2, 0);
  for_each_edge(network, [&](const FlowEdge& edge) {
    ++first[edge.from + 1];
    ++first[edge.to + 1];
  });
  for (std::size_t v = 1; v < first.size(); ++v) first[v] += first[v - 1];
  return first;
}

BoostFlowGraph::BoostFlowGraph(const ExplicitNetwork& network, EdgeWeights weights)
    : source_(static_cast<Vertex>(network.nodes())), sink_(static_cast<Vertex>(network.sink())) {
  const Shift shift(network, weights);
  std::vector<std::uint32_t> next = first_slots(network);
  const std::size_t edges = next.back();
  std::vector<std::pair<Vertex, Vertex>> ends(edges);
  capacity_.resize(edges);
  weight_.resize(edges);
  reverse_.resize(edges);
  for_each_edge(network, [&](const FlowEdge& edge) {
    const std::uint32_t forth = next[edge.from]++;
    const std::uint32_t back = next[edge.to]++;
    ends[forth] = {edge.from, edge.to};
    ends[back] = {edge.to, edge.from};
    capacity_[forth] = edge.capacity;
    weight_[forth] = edge.cost + shift(edge.from) - shift(edge.to);
    weight_[back] = -weight_[forth];
    reverse_[forth] = Edge(edge.to, back);
    reverse_[back] = Edge(edge.from, forth);
  });
  graph_ = Graph(boost::edges_are_sorted, ends.begin(), ends.end(), source_ + 1);
  residual_ = capacity_;
}

PlanValue BoostFlowGraph::value(const ExplicitNetwork& network) const {
  std::vector<std::uint32_t> next = first_slots(network);
  std::vector<Count> flow;
  for_each_edge(network, [&](const FlowEdge& edge) {
    const std::uint32_t forth = next[edge.from]++;
    ++next[edge.to];
    flow.push_back(capacity_[forth] - residual_[forth]);
  });
  const std::size_t before = flow.size() - static_cast<std::size_t>(network.arcs());
  return network.value_of(
      [&](std::int32_t number) { return Total{flow[before + static_cast<std::size_t>(number)]}; });
}

}  // namespace surgeflow::bench
