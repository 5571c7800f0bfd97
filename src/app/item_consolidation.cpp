// SPDX-License-Identifier: Apache-2.0
// Consolidates one item after the other.
#include "app/item_consolidation.hpp"

#include <algorithm>
#include <utility>

#include "app/consolidation.hpp"
#include "app/solution.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/shipments/consolidate_item.hpp"
#include "surgeflow/shipments/place_bound.hpp"

namespace surgeflow::app {
namespace {

/// Times that tied items are looked at: what one leaves of the carriers the others may take then.
constexpr int kMostRounds = 3;

/// Plans within ties move more than they must: it pays to save first what costs no more than a
/// device travels.
enum class Movement { little, as_asked };

class ItemConsolidation {
 public:
  ItemConsolidation(const ItemCase& items, const ItemSet& set,
                    const std::vector<Instance>& without_orders, const SolveControl& control,
                    lagrangian::ItemResult& result)
      : items_(items),
        set_(set),
        without_orders_(without_orders),
        control_(control),
        result_(result) {}

  [[nodiscard]] std::vector<std::optional<Consolidation>> run() {
    std::vector<std::optional<Consolidation>> records;
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      records.push_back(set_.is_tied(item) ? as_planned(item) : consolidate_alone(item));
    }
    if (items_.cases.front().shipments.fewest) consolidate_tied(Movement::little);
    for (int round = 0; round < kMostRounds && consolidate_tied(Movement::as_asked); ++round) {
    }
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      if (!set_.is_tied(item)) continue;
      records[item]->least_shipments =
          shipments::least_shipments_in_place(set_.items[item].instance, result_.plans.plans[item]);
    }
    return records;
  }

 private:
  /// What is known of a tied item before.
  [[nodiscard]] Consolidation as_planned(std::size_t item) const {
    const Case& one = items_.cases[item];
    const Plan plan = with_ordered(result_.plans.plans[item], one.orders);
    Consolidation record{.rules = one.shipments,
                         .shipments_before = static_cast<Total>(plan.shipments.size()),
                         .movement_before = value_of(without_orders_[item], plan).movement};
    record.rules.keep_unmet = true;
    return record;
  }

  /// What a shipment may cost; nothing: any movement.
  [[nodiscard]] std::optional<Total> fixed_cost(std::size_t item, Movement movement) const {
    const std::optional<Count>& stated = items_.cases[item].shipments.fixed_cost;
    if (stated) return *stated;
    if (movement == Movement::as_asked) return std::nullopt;
    const Plan& plan = result_.plans.plans[item];
    const Total devices = std::max<Total>(1, units_shipped(plan));
    return (value_of(set_.items[item].instance, plan).movement + devices - 1) / devices;
  }

  /// One item after the other; whether any plan has changed.
  bool consolidate_tied(Movement movement) {
    bool changed = false;
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      if (!set_.is_tied(item)) continue;
      const Case& one = items_.cases[item];
      Plan fewer =
          shipments::consolidate_item(set_, result_.plans, item, standing_shipments(one.orders),
                                      {.fixed_cost = fixed_cost(item, movement)}, control_.stop);
      Plan& plan = result_.plans.plans[item];
      changed = changed || fewer != plan;
      plan = std::move(fewer);
    }
    return changed;
  }

  /// As a case of its own that was solved.
  [[nodiscard]] std::optional<Consolidation> consolidate_alone(std::size_t item) {
    const Case& one = items_.cases[item];
    const Instance& instance = without_orders_[item];
    Solution solution;
    solution.result.status = result_.status;
    solution.result.plan = with_ordered(result_.plans.plans[item], one.orders);
    solution.result.potentials = result_.proof.potentials[item];
    if (one.limits.any()) solution.limits = LimitClaim{one.limits, result_.proof.limits[item]};
    solution.certificate =
        check_certificate(instance, one.orders, solution.result.plan, solution.result.potentials,
                          control_.threads, {}, solution.limits);
    const std::optional<Consolidation> record = consolidate(instance, one, control_, solution);
    put_alone(set_, item, without_ordered(std::move(solution.result.plan), one.orders).plan,
              result_.plans);
    return record;
  }

  const ItemCase& items_;
  const ItemSet& set_;
  const std::vector<Instance>& without_orders_;
  const SolveControl& control_;
  lagrangian::ItemResult& result_;
};

}  // namespace

std::vector<std::optional<Consolidation>> consolidate_items(
    const ItemCase& items, const ItemSet& set, const std::vector<Instance>& without_orders,
    const SolveControl& control, lagrangian::ItemResult& result) {
  // The rules of a case are those of each of its items.
  if (!items.cases.front().shipments.any())
    return std::vector<std::optional<Consolidation>>(items.cases.size());
  control.log->message(LogLevel::info, "making shipments fewer");
  return ItemConsolidation(items, set, without_orders, control, result).run();
}

}  // namespace surgeflow::app
