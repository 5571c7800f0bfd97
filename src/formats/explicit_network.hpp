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
//
// Where gains have steps, each step is an arc of its own, of cost -W times its gain, and z gives
// the sum of gains in the place of the patients:
//
//   hold   (i,t) -> (i,t+1) or sink   capacity of the step; beside the one above
//   treat  (i,t) -> (i,t+P) or sink   capacity of the step; instead of the one above
//
// Where leaving has steps, each (i, t) has a gate from which its lanes start, numbered like the
// nodes, after them and before the sink:
//
//   send   (i,t) -> gate of (i,t)     capacity and cost of the step
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "surgeflow/model/instance.hpp"

namespace surgeflow::formats {

enum class ArcKind { hold, treat, send, ship };

struct Arc {
  ArcKind kind = ArcKind::hold;
  FacilityId facility;     ///< where it begins
  FacilityId destination;  ///< of a shipment; otherwise `facility`
  Period period;           ///< when it begins
  std::int64_t tail = 0;   ///< node
  std::int64_t head = 0;   ///< node, or the sink
  std::int64_t capacity = 0;
  std::int64_t cost = 0;
  std::int32_t step = 0;  ///< its number, from 1; 0 of an arc that is no step
};

/// What is known before any arc is written.
struct NetworkSize {
  std::int64_t nodes = 0;  ///< with the sink, which is the last
  std::int64_t arcs = 0;
  std::int64_t patient_weight = 0;  ///< W
  std::int64_t devices = 0;         ///< capacity of an arc that has no limit of its own
};

/// Whether all that counts is patients, alike and whole, and movement on lanes.
[[nodiscard]] inline bool is_plain(const Instance& instance) {
  return !instance.has_steps() && instance.resolution() == 1;
}

/// Throws InputError where there are more ship arcs than kMaxExplicitArcs, with their number in
/// words, or where the cost of a flow could exceed `cost_limit`.
[[nodiscard]] NetworkSize size_of_network(const Instance& instance, std::int64_t cost_limit);

/// Calls `visit(arc)` for every arc, by facility, period, kind, step and destination. Steps without
/// width are left out.
void for_each_arc(const Instance& instance, const NetworkSize& size,
                  const std::function<void(const Arc&)>& visit);

/// "85,201", "1.78 million", "9 billion".
[[nodiscard]] std::string in_words(std::int64_t number);

}  // namespace surgeflow::formats
