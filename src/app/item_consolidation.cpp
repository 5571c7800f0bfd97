// SPDX-License-Identifier: Apache-2.0
// Consolidates one item after the other.
#include "app/item_consolidation.hpp"

#include <utility>

#include "app/consolidation.hpp"
#include "app/solution.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/shipments/consolidate_item.hpp"
#include "surgeflow/shipments/place_bound.hpp"

namespace surgeflow::app {
namespace {

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

  [[nodiscard]] std::optional<Consolidation> consolidate_one(std::size_t item) {
    if (!items_.cases[item].shipments.any()) return std::nullopt;
    return set_.is_tied(item) ? consolidate_tied(item) : consolidate_alone(item);
  }

 private:
  [[nodiscard]] Consolidation consolidate_tied(std::size_t item) {
    const Case& one = items_.cases[item];
    Plan& plan = result_.plans.plans[item];
    const Plan before = with_ordered(plan, one.orders);
    Consolidation record{.rules = one.shipments,
                         .shipments_before = static_cast<Total>(before.shipments.size()),
                         .movement_before = value_of(without_orders_[item], before).movement};
    record.rules.keep_unmet = true;
    shipments::ConsolidationOptions options;
    if (one.shipments.fixed_cost) options.fixed_cost = *one.shipments.fixed_cost;
    plan = shipments::consolidate_item(set_, result_.plans, item, standing_shipments(one.orders),
                                       std::move(options), control_.stop);
    record.least_shipments = shipments::least_shipments_in_place(set_.items[item].instance, plan);
    return record;
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
  ItemConsolidation consolidation(items, set, without_orders, control, result);
  std::vector<std::optional<Consolidation>> records;
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    records.push_back(consolidation.consolidate_one(item));
  }
  return records;
}

}  // namespace surgeflow::app
