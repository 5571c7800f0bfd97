// SPDX-License-Identifier: Apache-2.0
// The base model as a min-cost flow problem with every arc written out, for other solvers.
//
// Nodes are (i, t), numbered i * periods + t from 0, and a sink after them. Node (i, t) supplies
// what becomes usable there from outside; the sink takes all of it. Arcs, each from 0 to a
// capacity:
//
//   hold   (i,t) -> (i,t+1) or sink   cost 0
//   treat  (i,t) -> (i,t+P) or sink   cost -W, capacity d_it; left out where d_it = 0
//   ship   (i,t) -> (j,t+s)           cost c_ij, arrivals within the horizon only
//
// W is one more than the movement that any plan can contain. A flow that treats one patient fewer
// costs W more and can save at most W - 1 of movement, so the cheapest flow treats as many patients
// as possible and, among those, moves least: the lexicographic optimum. With z the least cost,
// patients = ceil(-z / W) and movement = z + W * patients.
#pragma once

#include <cstdint>
#include <string>

#include "surgeflow/model/instance.hpp"

namespace surgeflow::formats {

enum class ArcKind { hold, treat, ship };

struct Arc {
  ArcKind kind = ArcKind::hold;
  FacilityId facility;     ///< where it begins
  FacilityId destination;  ///< of a shipment; otherwise `facility`
  Period period;           ///< when it begins
  std::int64_t tail = 0;   ///< node
  std::int64_t head = 0;   ///< node, or the sink
  std::int64_t capacity = 0;
  std::int64_t cost = 0;
};

/// What is known before any arc is written.
struct NetworkSize {
  std::int64_t nodes = 0;  ///< with the sink, which is the last
  std::int64_t arcs = 0;
  std::int64_t patient_weight = 0;  ///< W
};

/// Throws InputError where there are more ship arcs than kMaxExplicitArcs, with their number in
/// words, or where the cost of a flow could exceed `cost_limit`.
[[nodiscard]] NetworkSize size_of_network(const Instance& instance, std::int64_t cost_limit);

/// Calls `visit(arc)` for every arc, by facility, period, kind and destination.
template <class Visit>
void for_each_arc(const Instance& instance, const NetworkSize& size, Visit visit) {
  const std::int32_t periods = instance.periods();
  const std::int64_t sink = size.nodes - 1;
  const auto node = [&](FacilityId i, std::int64_t t) {
    return t < periods ? std::int64_t{i.value()} * periods + t : sink;
  };
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const auto lanes = instance.lanes().row(i);
    for (Period t{0}; t.value() < periods; ++t) {
      const std::int64_t tail = node(i, t.value());
      visit(Arc{ArcKind::hold, i, i, t, tail, node(i, t.value() + 1), instance.total_supply(), 0});
      if (const Count patients = instance.demand()(i, t); patients > 0) {
        const std::int64_t back = std::int64_t{t.value()} + instance.turnaround_periods(i);
        visit(Arc{ArcKind::treat, i, i, t, tail, node(i, back), patients, -size.patient_weight});
      }
      for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
        const int transit = lanes[static_cast<std::size_t>(j.value())];
        if (transit == 0 || t.value() + transit >= periods) continue;
        visit(Arc{ArcKind::ship, i, j, t, tail, node(j, t.value() + transit),
                  instance.total_supply(), instance.lanes().cost(i, j)});
      }
    }
  }
}

/// "85,201", "1.78 million", "9 billion".
[[nodiscard]] std::string in_words(std::int64_t number);

}  // namespace surgeflow::formats
