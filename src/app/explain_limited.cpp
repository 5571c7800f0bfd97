// SPDX-License-Identifier: Apache-2.0
// What shipments of a plan within limits are good for: exactly where nothing else changes, and by
// the prices of the bound where all else may.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/explained_plan.hpp"
#include "app/ordered_shipment.hpp"
#include "app/shipment_words.hpp"
#include "app/words.hpp"
#include "surgeflow/explain/carried_out.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/covered_reserve.hpp"

namespace surgeflow::app {
namespace {

using explain::CarriedOut;
using Json = nlohmann::ordered_json;

/// A multiplier of a place; 0 where there is no such limit.
Total at(const Panel<std::int64_t>& multipliers, FacilityId i, Period t) {
  return multipliers.facilities() == 0 ? 0 : multipliers(i, t);
}

/// A_it, what a device at a facility earns from a period on by being there, and by covering
/// reserves while it is idle (model/limits.hpp).
Panel<Total> presence(const ExplainedPlan& plan) {
  const auto& [limits, prices] = *plan.document().limits;
  const Instance& instance = plan.instance();
  Panel<Total> sum(instance.facilities(), instance.periods());
  if (prices.cover.facilities() > 0) {
    sum = CoveredReserve(instance, limits).dealt_back(prices.cover);
  }
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total rest = 0;
    for (Period t{instance.periods() - 1}; t.value() >= 0; t = Period(t.value() - 1)) {
      rest += sum(i, t) + at(prices.away, i, t);
      sum(i, t) = rest;
    }
  }
  return sum;
}

/// What a shipment's devices are worth where they arrive, less what they are worth at the lender a
/// period after they would have left, and less what leaving costs by the multipliers; in the unit
/// of the potentials.
Total estimated_loss(const ExplainedPlan& plan, const Panel<Total>& presence,
                     const Shipment& shipment) {
  const LimitPrices& prices = plan.document().limits->prices;
  const Panel<std::int32_t>& worth = plan.potentials().patients;
  const Period t = shipment.depart;
  const Period arrive = plan.arrival(shipment);
  Total loss = Total{worth(shipment.destination, arrive)} -
               worth(shipment.origin, Period(t.value() + 1)) +
               presence(shipment.destination, arrive) - presence(shipment.origin, t) -
               at(prices.lending, shipment.origin, t);
  if (!prices.dispatch.empty()) loss -= prices.dispatch[static_cast<std::size_t>(t.value())];
  // Below 0 where the bound would do without it; a plan without it could still be this one.
  return shipment.quantity * std::max<Total>(0, loss);
}

/// Of the whole plan, what is ordered among it, with what the reserve loses where others cover it.
CarriedOut carried_out_without(const ExplainedPlan& plan, std::size_t number) {
  const archive::PlanDocument& document = plan.document();
  CarriedOut carried = explain::carry_out_without(document.instance, document.plan, number);
  const auto gain = [&](const Plan& any) {
    return value_of(document.instance, document.limits->limits, any).treated;
  };
  carried.change.gain_lost = gain(document.plan) - gain(carried.plan);
  return carried;
}

/// Orders are not asked: a shipment that is not made may be one of theirs.
bool is_within_limits(const ExplainedPlan& plan, const Plan& other) {
  const archive::PlanDocument& document = plan.document();
  return check_certificate(document.instance, other, document.potentials, plan.threads(), {},
                           document.limits)
      .feasible;
}

std::string ordered_in_words(const ExplainedPlan& plan, const Shipment& shipment) {
  const OrderedPart part = ordered_part(plan.orders(), shipment);
  if (part.devices == 0) return {};
  return fmt::format("It is ordered: {}.\n", order_in_words(plan, part.order));
}

Json as_json(const ExplainedPlan& plan, const Panel<Total>& presence, std::size_t number,
             const CarriedOut& carried) {
  const Shipment& shipment = plan.shipments()[number];
  Json json = {{"number", number}};
  json.update(as_json(plan, shipment));
  json["ordered_devices"] = ordered_part(plan.orders(), shipment).devices;
  json["estimated_patients"] = plan.patients_of_potential(estimated_loss(plan, presence, shipment));
  json["nothing_else_changed"] = as_json(plan, carried.change);
  return json;
}

std::string carried_in_words(const ExplainedPlan& plan, const Shipment& shipment,
                             const CarriedOut& carried) {
  std::string text = fmt::format("If it is not made and nothing is decided anew, {}",
                                 outcome_in_words(plan, carried.change));
  const std::string others = other_shipments_in_words(plan, shipment, carried.change);
  text += others.empty() ? ":\n" : "; devices of shipments that then lack them:\n" + others;
  return text + losses_in_words(plan, carried.change);
}

}  // namespace

Explanation explain_shipment_within_limits(const ExplainedPlan& plan, std::size_t number) {
  const Shipment& shipment = plan.shipments()[number];
  const CarriedOut carried = carried_out_without(plan, number);
  const Panel<Total> present = presence(plan);
  const bool obeys = is_within_limits(plan, carried.plan);
  Json json = as_json(plan, present, number, carried);
  json["limits_obeyed_without"] = obeys;
  return {shipment_in_words(plan, number) + ordered_in_words(plan, shipment) +
              carried_in_words(plan, shipment, carried) +
              (obeys ? "That is exact, and within the limits.\n"
                     : "That is exact, but not within the limits: they need the shipment.\n") +
              fmt::format(
                  "If all else may change, {:.2f} fewer patients are treated by the prices of the "
                  "bound: an estimate, for within limits no plan is proved the best without it.\n",
                  plan.patients_of_potential(estimated_loss(plan, present, shipment))),
          json.dump(2) + "\n"};
}

Explanation explain_shipments_within_limits(const ExplainedPlan& plan) {
  if (plan.shipments().empty()) return {"No device moves.\n", "{\n  \"shipments\": []\n}\n"};
  std::string text = fmt::format("{:>8}  {:<{}}  devices   saves  estimate  from and to\n",
                                 "shipment", "leaves", plan.date(Period(0)).size());
  Json json = {{"shipments", Json::array()}};
  const Panel<Total> present = presence(plan);
  for (std::size_t number = 0; number < plan.shipments().size(); ++number) {
    const Shipment& shipment = plan.shipments()[number];
    const CarriedOut carried = carried_out_without(plan, number);
    text += fmt::format("{:>8}  {}  {:>7}  {:>6}  {:>8.2f}  {} to {}\n", number,
                        plan.date(shipment.depart), grouped(shipment.quantity),
                        grouped(carried.change.patients_lost),
                        plan.patients_of_potential(estimated_loss(plan, present, shipment)),
                        plan.name(shipment.origin), plan.name(shipment.destination));
    json["shipments"].push_back(as_json(plan, present, number, carried));
  }
  text +=
      "Saves: patients fewer if it is not made and nothing is decided anew, exactly.\n"
      "Estimate: patients fewer if all else may change, by the prices of the bound.\n"
      "Each is held against the plan by itself: these numbers do not add up.\n";
  return {std::move(text), json.dump(2) + "\n"};
}

}  // namespace surgeflow::app
