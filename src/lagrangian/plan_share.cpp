// SPDX-License-Identifier: Apache-2.0
// Sweeps over blocks with shipments between them decided.
#include "lagrangian/plan_share.hpp"

#include <algorithm>
#include <utility>

#include "flow/stop_status.hpp"
#include "lagrangian/freed_memory.hpp"
#include "lagrangian/travelling_rows.hpp"

namespace surgeflow::lagrangian {
namespace {

std::int32_t arrival_of(const Share& share, const Shipment& shipment) {
  return shipment.depart.value() +
         share.outgoing_row(
             shipment.origin)[static_cast<std::size_t>(shipment.destination.value())];
}

/// Supply of own facilities once shipments between blocks are decided.
Panel<Count> supply_left(const Share& share, std::span<const Shipment> decided,
                         const comm::Communicator& ranks) {
  Panel<Count> supply = share.supply;
  std::vector<std::vector<NodeCount>> outgoing(static_cast<std::size_t>(ranks.size()));
  for (const Shipment& shipment : decided) {
    supply(share.own_row(shipment.origin), shipment.depart) -= shipment.quantity;
    const int owner = owner_of(share.facilities, ranks.size(), shipment.destination);
    outgoing[static_cast<std::size_t>(owner)].push_back(
        {shipment.destination.value(), arrival_of(share, shipment), shipment.quantity});
  }
  add_counts(std::move(outgoing), share.own, ranks, supply);
  return supply;
}

}  // namespace

PlanShare split_plan(const Share& share, const Plan* plan, const Panel<std::int64_t>* moves,
                     const comm::Communicator& ranks) {
  PlanShare own{.treated = deal_panel(share.facilities, share.periods, ranks,
                                      plan == nullptr ? nullptr : &plan->treated),
                .moves = deal_panel(share.facilities, share.periods, ranks, moves),
                .shipments = {}};
  std::vector<std::vector<Shipment>> outgoing(static_cast<std::size_t>(ranks.size()));
  if (plan != nullptr) {
    for (const Shipment& shipment : plan->shipments) {
      const int owner = owner_of(share.facilities, ranks.size(), shipment.origin);
      outgoing[static_cast<std::size_t>(owner)].push_back(shipment);
    }
  }
  own.shipments = std::move(ranks.exchange(std::move(outgoing)).front());
  return own;
}

PlanShare plan_alone(const Share& share) {
  PlanShare plan{.treated = Panel<Count>(share.own.size(), share.periods),
                 .moves = Panel<std::int64_t>(share.own.size(), share.periods),
                 .shipments = {}};
  for (FacilityId i{share.own.first}; i.value() < share.own.last; ++i) {
    const FacilityId row = share.own_row(i);
    const std::int32_t turnaround = share.turnaround_periods[static_cast<std::size_t>(i.value())];
    Total idle = 0;
    for (Period t{0}; t.value() < share.periods; ++t) {
      const std::int32_t given = t.value() - turnaround;
      idle += share.supply(row, t) + (given >= 0 ? plan.treated(row, Period(given)) : 0);
      plan.treated(row, t) = static_cast<Count>(std::min<Total>(idle, share.demand(row, t)));
      idle -= plan.treated(row, t);
    }
  }
  return plan;
}

PlanValue value_of(const Share& /*share*/, const PlanShare& plan, const comm::Communicator& ranks) {
  PlanValue value;
  for (const Count treated : plan.treated.values()) value.treated += treated;
  for (const Shipment& shipment : plan.shipments) value.movement += shipment.quantity;
  return {ranks.sum(value.treated), ranks.sum(value.movement)};
}

SweepOutcome sweep_plan(const Share& share, const Partition& partition,
                        const Panel<std::int32_t>& potentials, const SolveControl& control,
                        const comm::Communicator& ranks, PlanShare& plan) {
  std::vector<Shipment> inner;
  std::vector<Shipment> decided;
  for (const Shipment& shipment : plan.shipments) {
    const bool within =
        partition.block_of(shipment.origin) == partition.block_of(shipment.destination);
    (within ? inner : decided).push_back(shipment);
  }
  const Dealing dealing(share, partition, deal_blocks(estimated_costs(partition), ranks.size()),
                        ranks);
  const Panel<Count> supply = supply_left(share, decided, ranks);
  std::vector<Panel<Count>> treated = dealing.to_solvers(plan.treated);
  std::vector<Panel<std::int64_t>> moves = dealing.to_solvers(plan.moves);
  std::vector<std::vector<Shipment>> shipments = dealing.shipments_to_solvers(inner);

  SweepOutcome outcome;
  for (std::size_t turn = 0; turn < dealing.turns(); ++turn) {
    const Dealing now = dealing.turn(turn);
    Blocks blocks(now, supply, ranks);
    return_freed_memory(0);  // sweeps are few, and take most
    outcome.stopped = blocks.solve_each([&](std::size_t only) {
      const WarmStart warm{
          .plan = {.treated = std::move(treated[turn]), .shipments = std::move(shipments[turn])},
          .potentials = {.patients = blocks.cut(potentials, only),
                         .moves = std::move(moves[turn])}};
      SolveResult result = solve(blocks.instance(only), {.stop = control.stop, .warm = &warm});
      treated[turn] = std::move(result.plan.treated);
      shipments[turn] = std::move(result.plan.shipments);
      moves[turn] = std::move(result.potentials.moves);
      return flow::stop_reason(result.status);
    });
    if (outcome.stopped != StopReason::none) return outcome;
    outcome.seconds.join(blocks.seconds());
  }
  plan.treated = dealing.to_owners(treated);
  plan.moves = dealing.to_owners(moves);
  plan.shipments = dealing.shipments_to_owners(shipments);
  plan.shipments.insert(plan.shipments.end(), decided.begin(), decided.end());
  std::ranges::sort(plan.shipments);
  return outcome;
}

std::vector<Shipment> join_shipments(const PlanShare& plan, const comm::Communicator& ranks) {
  std::vector<std::vector<Shipment>> outgoing(static_cast<std::size_t>(ranks.size()));
  outgoing[0] = plan.shipments;
  std::vector<Shipment> all;
  for (const std::vector<Shipment>& parcel : ranks.exchange(std::move(outgoing))) {
    all.insert(all.end(), parcel.begin(), parcel.end());
  }
  std::ranges::sort(all);
  return all;
}

Plan join_plan(const Share& share, const PlanShare& plan, const comm::Communicator& ranks) {
  Panel<Count> treated = join_rows(share.facilities, plan.treated, ranks);
  return {.treated = std::move(treated), .shipments = join_shipments(plan, ranks)};
}

Panel<std::int64_t> join_moves(const Share& share, const PlanShare& plan,
                               const comm::Communicator& ranks) {
  return join_rows(share.facilities, plan.moves, ranks);
}

}  // namespace surgeflow::lagrangian
