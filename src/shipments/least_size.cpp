// SPDX-License-Identifier: Apache-2.0
// Small problems as a whole, large ones by neighbourhoods.
#include "surgeflow/shipments/least_size.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "flow/stop_status.hpp"
#include "shipments/carried_out.hpp"
#include "shipments/design_network.hpp"
#include "shipments/neighbourhood.hpp"
#include "shipments/neighbours.hpp"
#include "shipments/size_search.hpp"

namespace surgeflow::shipments {
namespace {

/// Branch and bound looks at all arcs at every node.
constexpr std::int64_t kMostArcsOfATree = 1500;
constexpr int kRepairRounds = 8;

/// Gains first, then what the options say.
using Merit = Worth;

class LeastSize {
 public:
  LeastSize(const Instance& instance, const LeastSizeOptions& options, const StopCondition& stop)
      : instance_(instance), options_(options), stop_(stop) {}

  [[nodiscard]] LeastSizePlan of_optimum(const SolveResult& optimum) const {
    if (optimum.status != SolveStatus::optimal) {
      return {leave_small(optimum.plan), false, flow::stop_reason(optimum.status)};
    }
    if (!has_small(optimum.plan) && !makes_fewer()) return {optimum.plan, true};
    LeastSizePlan found;
    if (instance_.lanes().ship_arcs(instance_.periods()) <= kMostArcsOfATree) {
      found = branched(optimum);
    } else {
      found.plan = optimum.plan;
      repair(found.plan);
      found.plan = leave_small(found.plan);
      exchange(found.plan);
    }
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

  void thin_out(SizeSearch& search) const {
    if (movement() == Movement::ignored) return search.thin_out(std::nullopt);
    if (options_.fixed_cost > 0) search.thin_out(options_.fixed_cost);
  }

  [[nodiscard]] LeastSizePlan branched(const SolveResult& optimum) const {
    DesignNetwork network(instance_, ship_arcs(instance_), optimum.plan, optimum.potentials,
                          movement());
    SizeSearch search(network, options_.minimum, stop_);
    SizeSearch::Best best = search.branch(options_.tree_effort);
    if (!best.plan) return {leave_small(optimum.plan)};
    if (search.adopt(*best.plan)) thin_out(search);
    Plan plan = network.plan();
    return {has_small(plan) ? std::move(*best.plan) : std::move(plan), best.exhausted};
  }

  /// The members' own problem from their optimum on, by a dive on its lanes and their plan's;
  /// nothing where that is impossible, or the search was stopped.
  [[nodiscard]] std::optional<Plan> dive(const Neighbourhood& members,
                                         const SolveResult& optimum) const {
    std::vector<ShipArc> lanes;
    for (const Shipment& shipment : optimum.plan.shipments) {
      lanes.push_back({shipment.origin, shipment.destination, shipment.depart});
    }
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

  /// Until none is small that sends to another of the same group.
  void repair(Plan& plan) const {
    for (int round = 0; round < kRepairRounds && has_small(plan); ++round) {
      for (auto& group : groups_with_small(instance_, plan, options_.minimum)) {
        if (is_over()) return;
        const Neighbourhood members(instance_, plan, std::move(group));
        const auto optimum = solved(members.instance());
        if (!optimum) return;
        if (const auto better = dive(members, *optimum)) members.put_back(*better, plan);
      }
    }
  }

  void exchange(Plan& plan) const {
    Neighbours neighbours(instance_);
    for (std::int64_t round = 0; round < options_.exchanges && !is_over(); ++round) {
      const Neighbourhood members(instance_, plan, neighbours.draw(plan, round));
      const Merit now = merit_of(members.instance(), members.own());
      const auto optimum = solved(members.instance());
      if (!optimum) return;
      if (merit_of(members.instance(), optimum->plan).gain < now.gain) continue;
      const auto other = dive(members, *optimum);
      if (other && merit_of(members.instance(), *other) > now) members.put_back(*other, plan);
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
