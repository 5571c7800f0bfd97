// SPDX-License-Identifier: Apache-2.0
// Small problems as a whole, large ones by neighbourhoods.
#include "surgeflow/shipments/least_size.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "flow/stop_status.hpp"
#include "shipments/carried_out.hpp"
#include "shipments/design_network.hpp"
#include "shipments/neighbourhood.hpp"
#include "shipments/neighbours.hpp"
#include "shipments/size_search.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::shipments {
namespace {

/// Branch and bound looks at all arcs at every node.
constexpr std::int64_t kMostArcsOfATree = 1500;
constexpr int kRepairRounds = 24;
/// Of a neighbourhood that a tree looks at.
constexpr std::int64_t kFewArcs = 250;
/// Trees of neighbourhoods, and those that are grown first, take so small a share of the effort.
constexpr std::int64_t kTreesOfAnEffort = 160;

/// Gains first, then what the options say.
using Merit = Worth;

/// Those on which one of two plans sends.
std::vector<ShipArc> lanes_of(const Plan& one, const Plan& other) {
  std::vector<ShipArc> lanes;
  for (const Plan* plan : {&one, &other}) {
    for (const Shipment& shipment : plan->shipments) {
      lanes.push_back({shipment.origin, shipment.destination, shipment.depart});
    }
  }
  std::ranges::sort(lanes);
  lanes.erase(std::unique(lanes.begin(), lanes.end()), lanes.end());
  return lanes;
}

class LeastSize {
 public:
  LeastSize(const Instance& instance, const LeastSizeOptions& options, const StopCondition& stop)
      : instance_(instance), options_(options), stop_(stop) {}

  [[nodiscard]] LeastSizePlan of_optimum(const SolveResult& optimum) const {
    if (optimum.status != SolveStatus::optimal) {
      return {leave_small(optimum.plan), false, flow::stop_reason(optimum.status)};
    }
    if (!has_small(optimum.plan) && !makes_fewer()) return {optimum.plan, true};
    LeastSizePlan found = is_for_a_tree(instance_) ? searched(optimum) : improved(optimum);
    found.stopped = stop_.check();
    return found;
  }

 private:
  [[nodiscard]] bool is_over() const { return stop_.check() != StopReason::none; }
  [[nodiscard]] bool has_small(const Plan& plan) const {
    return std::ranges::any_of(plan.shipments, [&](const Shipment& shipment) {
      return shipment.quantity < options_.minimum;
    });
  }
  [[nodiscard]] Plan leave_small(const Plan& plan) const {
    return has_small(plan) ? without_small(instance_, plan, options_.minimum) : plan;
  }
  [[nodiscard]] bool makes_fewer() const {
    return options_.then == LeastSizeOptions::Then::fewest_shipments || options_.fixed_cost > 0;
  }
  [[nodiscard]] Movement movement() const {
    return options_.then == LeastSizeOptions::Then::fewest_shipments ? Movement::ignored
                                                                     : Movement::counted;
  }
  [[nodiscard]] Merit merit_of(const Instance& instance, const Plan& plan) const {
    const PlanValue value = value_of(instance, plan);
    const auto shipments = static_cast<Total>(plan.shipments.size());
    if (movement() == Movement::ignored) return {value.treated, -shipments};
    return {value.treated, -(value.movement + options_.fixed_cost * shipments)};
  }

  /// As networks count it.
  [[nodiscard]] Worth worth_of(const Instance& instance, const Plan& plan) const {
    const PlanValue value = value_of(instance, plan);
    return {value.treated, movement() == Movement::ignored ? 0 : -value.movement};
  }

  void thin_out(SizeSearch& search) const {
    if (movement() == Movement::ignored) return search.thin_out(std::nullopt);
    if (options_.fixed_cost > 0) search.thin_out(options_.fixed_cost);
  }

  [[nodiscard]] std::int64_t little() const { return options_.tree_effort / kTreesOfAnEffort; }
  [[nodiscard]] bool is_for_a_tree(const Instance& instance) const {
    return instance.lanes().ship_arcs(instance.periods()) <= kMostArcsOfATree;
  }

  /// Better than what is known, if anything is.
  [[nodiscard]] SizeSearch::Best branched(const Instance& instance, const SolveResult& optimum,
                                          const Plan* known, std::int64_t effort) const {
    DesignNetwork network(instance, ship_arcs(instance), optimum.plan, optimum.potentials,
                          movement());
    SizeSearch search(network, options_.minimum, stop_);
    if (known != nullptr) search.know(*known, worth_of(instance, *known));
    SizeSearch::Best best = search.branch(effort);
    if (best.plan && search.adopt(*best.plan)) {
      thin_out(search);
      best.plan = network.plan();
    }
    return best;
  }

  /// A small tree, which is exhausted where the problem is easy; otherwise a large one below the
  /// best plan that exchanges find.
  [[nodiscard]] LeastSizePlan searched(const SolveResult& optimum) const {
    SizeSearch::Best best = branched(instance_, optimum, nullptr, little());
    if (best.plan && best.exhausted) return {std::move(*best.plan), true};
    Plan plan = improved(optimum).plan;
    best = branched(instance_, optimum, &plan, options_.tree_effort);
    return {best.plan ? std::move(*best.plan) : std::move(plan), best.exhausted};
  }

  [[nodiscard]] LeastSizePlan improved(const SolveResult& optimum) const {
    Plan plan = optimum.plan;
    repair(plan);
    plan = leave_small(plan);
    exchange(plan);
    return {std::move(plan)};
  }

  /// The members' own problem from their optimum on, by a dive on its lanes and their plan's;
  /// nothing where that is impossible, or the search was stopped.
  [[nodiscard]] std::optional<Plan> dive(const Neighbourhood& members,
                                         const SolveResult& optimum) const {
    const std::vector<ShipArc> lanes = lanes_of(optimum.plan, members.own());
    DesignNetwork network(members.instance(), lanes, optimum.plan, optimum.potentials, movement());
    SizeSearch search(network, options_.minimum, stop_);
    if (!search.dive()) return std::nullopt;
    thin_out(search);
    return network.plan();
  }

  /// Nothing where it was stopped.
  [[nodiscard]] std::optional<SolveResult> solved(const Instance& instance) const {
    SolveResult result = solve(instance, {.stop = stop_});
    if (result.status != SolveStatus::optimal) return std::nullopt;
    return result;
  }

  /// Nothing where more devices come from others and go again than an instance may have.
  [[nodiscard]] std::optional<Neighbourhood> cut(const Plan& plan,
                                                 std::vector<FacilityId> members) const {
    try {
      return std::optional<Neighbourhood>(std::in_place, instance_, plan, std::move(members));
    } catch (const InputError&) {
      return std::nullopt;
    }
  }

  /// Until none is small that sends to another of the same group.
  void repair(Plan& plan) const {
    for (int round = 0; round < kRepairRounds && has_small(plan); ++round) {
      for (auto& group : groups_with_small(instance_, plan, options_.minimum)) {
        if (is_over()) return;
        const auto members = cut(plan, std::move(group));
        if (!members) continue;
        const auto optimum = solved(members->instance());
        if (!optimum) return;
        if (const auto better = dive(*members, *optimum)) members->put_back(*better, plan);
      }
    }
  }

  void exchange(Plan& plan) const {
    const Neighbours neighbours(instance_, kFewArcs);
    for (std::int64_t round = 0; round < options_.exchanges && !is_over(); ++round) {
      const auto members = cut(plan, neighbours.draw(plan, round));
      if (!members) continue;
      const Instance& own = members->instance();
      const Merit now = merit_of(own, members->own());
      const auto optimum = solved(own);
      if (!optimum) return;
      // No plan of the members is worth more, whatever its shipments cost.
      if (worth_of(own, optimum->plan) <= now) continue;
      const bool few = own.lanes().ship_arcs(own.periods()) <= kFewArcs;
      const auto other =
          few ? branched(own, *optimum, &members->own(), little()).plan : dive(*members, *optimum);
      if (other && merit_of(own, *other) > now) members->put_back(*other, plan);
    }
  }

  const Instance& instance_;
  const LeastSizeOptions& options_;
  const StopCondition& stop_;
};

}  // namespace

LeastSizePlan plan_within_least_size(const Instance& instance, const SolveResult& optimum,
                                     const LeastSizeOptions& options, const StopCondition& stop) {
  return LeastSize(instance, options, stop).of_optimum(optimum);
}

}  // namespace surgeflow::shipments
