// SPDX-License-Identifier: Apache-2.0
// Fewer shipments for the same patients: devices that travel together instead of in twos and
// threes.
//
// Problem. A shipment is all that leaves one facility for another in one period. Among plans that
// gain as much as a given one, and keep its commitments, limits of lending and closed lanes, find
// one of few shipments; or one whose movement, and a fixed cost for each shipment, are least
// together. Both are fixed-charge network designs and NP-hard, so that this is a search; what no
// plan can stay below is bounded in surgeflow/shipments/shipment_bound.hpp.
//
// What may change. Optimal potentials v of the patients say which plans gain the most: exactly
// those whose flow is as the given one's on arcs that are not tight (a device is not worth the same
// at both ends, the arc's gain counted). So all of them are flows on the tight arcs, and a device
// may change its way there without a look at the value: it stays idle earlier or later, leaves with
// a shipment of another day, treats a patient here instead of there. Where unmet demand must stay
// in its place no device changes its patients, and no potentials are needed: idle devices and
// shipments move alone, and what a reserve gains is kept.
//
// Limits. Where patients stay in their places so do devices in use, and limits of presence (away,
// return) are idle devices that must stay. What may leave in a period is shared by all that is sent
// in it, and so is what a carrier takes, on the lanes that it counts. Other limits see no
// difference: patients, beds and floors are as they were.
//
// Search.
// 1. Elimination. A shipment of q devices from (i,t) to (j,u) is not needed if the network has
//    room for q devices on other ways from (i,t) to (j,u) that open no shipment: forward by
//    waiting, treating or with another shipment, backward by taking back any of these. Such ways,
//    detours, are looked for breadth first from both ends, one after the other until all q devices
//    have one; otherwise all is put back. Smallest shipments first; the reach of a search is a
//    number of nodes, which grows from round to round. Where any movement is allowed, eliminations
//    that cost less than a device travels come first.
// 2. Openings. A shipment that does not exist is worth opening if two others are then empty. Tried
//    are the same lane on near days, and other ends for one of its own, drawn by a
//    counter-based generator. Of others only those are tried from whose start one gets to the new
//    one's start, and to whose end from its end.
//
// Cost. A visit of a node is the unit of effort; 5 million take about a second. Memory is 40 bytes
// a node and 40 a shipment.
//
// What did not help: to take all shipments to a facility away and to serve its needs anew with the
// largest that idle stocks allow (a greedy cover). Stocks are tight where devices are short, and
// one shipment in ten thousand was saved. Ways by the end of the horizon kept as trees find longer
// detours but become false too soon.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/items.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::shipments {

/// What of the patients must stay.
enum class UnmetDemand {
  total,     ///< what all of them gain
  in_place,  ///< who is treated where and when
};

/// What a carrier has for the plan, beside what others load.
struct CarrierSpace {
  LaneSet lanes = {};             ///< those that count
  Count load = 1;                 ///< of one device, >= 1
  std::vector<Total> loads = {};  ///< that it takes of the plan in each period [period]
};

struct ConsolidationOptions {
  UnmetDemand unmet = UnmetDemand::total;
  /// What a shipment costs, in units of movement; nothing: any movement for fewer shipments. Steps
  /// of leaving cost nothing here.
  std::optional<Total> fixed_cost = {};
  /// What the plan obeys, and obeys still: then unmet demand must stay in its place. Of a reserve
  /// that others cover nothing is kept.
  Limits within = {};
  std::vector<CarrierSpace> carriers = {};  ///< the plan obeys them, and obeys them still
  std::int64_t effort = 40'000'000;         ///< nodes that searches may visit in all
};

/// A plan that gains as much in fewer shipments, or in as many; where a fixed cost is stated,
/// with no more cost in all.
/// `potentials` must prove that the plan gains most where unmet demand may move, and are not looked
/// at otherwise. `standing` are shipments that leave whatever the plan says: to send more with them
/// opens none. The same for any number of ranks and threads; stopped, it returns the best so far.
[[nodiscard]] Plan consolidate(const Instance& instance, const Plan& plan,
                               const Potentials& potentials, std::span<const Shipment> standing,
                               const ConsolidationOptions& options, const StopCondition& stop = {});

}  // namespace surgeflow::shipments
