// SPDX-License-Identifier: Apache-2.0
// Plans with factors and without, in the units of movement that hold without.
#include "app/partner_price.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/prepare.hpp"
#include "app/words.hpp"
#include "lagrangian/limits/less_movement.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/orders.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

/// `lanes` have the factors, `plain` have not.
archive::PartnerUse use_of(const Plan& plan, const LaneTable& lanes, const LaneTable& plain,
                           std::int64_t parts) {
  archive::PartnerUse use;
  for (const Shipment& shipment : plan.shipments) {
    const std::int64_t cost = plain.cost(shipment.origin, shipment.destination);
    const std::int64_t counted = lanes.cost(shipment.origin, shipment.destination);
    use.movement += cost * shipment.quantity;
    if (counted < cost * parts) use.preferred += shipment.quantity;
    if (counted > cost * parts) use.avoided += shipment.quantity;
  }
  return use;
}

/// The plan on lanes without factors; nothing where the search is stopped.
std::optional<Plan> proved_without(const Case& planning_case, const Instance& plain,
                                   const SolveControl& control) {
  const Orders& orders = planning_case.orders;
  SolveResult result = solve(with_orders(plain, orders), control);
  if (result.status != SolveStatus::optimal) return std::nullopt;
  return with_ordered(std::move(result.plan), orders);
}

/// Within limits. Their search looks at no costs: what it found is the same without factors, and
/// only movement is lowered anew.
std::optional<Plan> found_without(const Case& planning_case, const Instance& plain,
                                  const SolveResult& found, const SolveControl& control) {
  if (control.stop.check() != StopReason::none) return std::nullopt;
  const Orders& orders = planning_case.orders;
  const Instance ordered = with_orders(plain, orders, planning_case.limits);
  const Limits within = within_orders(planning_case.limits, plain, orders);
  const lagrangian::LimitedOptions options{.gap = planning_case.gap};
  std::optional<Plan> plan = found.searched;
  if (!plan) {
    SolveResult again = lagrangian::solve_within_limits(ordered, within, options, control);
    plan = std::move(again.plan);
  } else {
    plan = lagrangian::less_movement(ordered, within, std::move(*plan), options.movement_rounds,
                                     control);
  }
  if (control.stop.check() != StopReason::none) return std::nullopt;
  return with_ordered(std::move(*plan), orders);
}

}  // namespace

std::optional<archive::PartnerPrice> price_partners(const Case& planning_case,
                                                    const Instance& instance,
                                                    const SolveResult& found,
                                                    const SolveControl& control) {
  if (planning_case.transit.partners.empty()) return std::nullopt;
  TransitRule rule = planning_case.transit;
  const std::int32_t parts = movement_parts(rule.partners);
  rule.partners.clear();
  const Instance plain = instance.with_lanes(
      transit::make_lane_table(planning_case.facilities, rule, control.threads));
  const std::optional<Plan> without = planning_case.limits.any()
                                          ? found_without(planning_case, plain, found, control)
                                          : proved_without(planning_case, plain, control);
  if (!without) return std::nullopt;
  return archive::PartnerPrice{use_of(found.plan, instance.lanes(), plain.lanes(), parts),
                               use_of(*without, instance.lanes(), plain.lanes(), parts)};
}

std::string partners_in_words(const std::optional<archive::PartnerPrice>& price,
                              MovementProof proof) {
  if (!price) return {};
  const auto& [with, without] = *price;
  return fmt::format(
      "Partners: {} on preferred lanes and {} on avoided ones, where without the table it were {} "
      "and {}; movement without factors is {} instead of {}.{}\n",
      counted(with.preferred, "device", "devices"), grouped(with.avoided),
      grouped(without.preferred), grouped(without.avoided), grouped(with.movement),
      grouped(without.movement),
      proof == MovementProof::least ? "" : " Within limits movement is lowered, not proved least.");
}

}  // namespace surgeflow::app
