// SPDX-License-Identifier: Apache-2.0
// What shipments are good for, in sentences and in numbers.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/explained_plan.hpp"
#include "app/ordered_shipment.hpp"
#include "app/shipment_words.hpp"
#include "app/words.hpp"
#include "surgeflow/explain/without_shipment.hpp"

namespace surgeflow::app {
namespace {

using explain::Replacement;
using explain::ShipmentExplainer;
using explain::WithoutShipment;
using Json = nlohmann::ordered_json;

/// A shipment, and what its absence would change.
struct ShipmentAnswer {
  std::size_t number = 0;
  Shipment shipment;           ///< as it stands in the file
  OrderedPart ordered;         ///< of it; what follows is about the rest
  OrderCost order_cost;        ///< where any of it is ordered
  Count free_devices = 0;      ///< that are not ordered
  WithoutShipment dropped{};   ///< nothing is sent in their place
  WithoutShipment replaced{};  ///< all else may change
  Total estimate = 0;          ///< in parts of a patient

  [[nodiscard]] bool is_needed() const { return !dropped.possible || !replaced.possible; }
};

/// Answers for one plan, one shipment of its file after the other.
class Answers {
 public:
  explicit Answers(const ExplainedPlan& plan)
      : plan_(plan), explainer_(plan.instance(), plan.plan(), plan.potentials()) {}

  [[nodiscard]] ShipmentAnswer of(std::size_t number) {
    const Shipment& shipment = plan_.shipments()[number];
    ShipmentAnswer answer{number, shipment, ordered_part(plan_.orders(), shipment), {}};
    answer.free_devices = shipment.quantity - answer.ordered.devices;
    if (answer.ordered.devices > 0) {
      answer.order_cost = cost_of_order(plan_, shipment, answer.ordered.order, workspace_);
    }
    if (answer.free_devices == 0) return answer;
    const std::vector<Shipment>& free = plan_.plan().shipments;
    const auto place = std::ranges::find_if(
        free, [&](const Shipment& other) { return is_on_lane_of(other, shipment); });
    const auto free_number = static_cast<std::size_t>(place - free.begin());
    answer.dropped = explainer_.without(free_number, Replacement::none);
    answer.replaced = explainer_.without(free_number, Replacement::best);
    answer.estimate = explainer_.estimated_loss(free_number);
    return answer;
  }

 private:
  const ExplainedPlan& plan_;
  ShipmentExplainer explainer_;
  Workspace workspace_;
};

std::string order_cost_in_words(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  const OrderCost& cost = asked.order_cost;
  WithoutShipment without;
  without.patients_lost = -cost.patients;
  without.gain_lost = -cost.gain;
  without.movement_saved = cost.movement_saved;
  std::string text = fmt::format(
      "It is ordered: {}. Planned anew without that order, {}; {} still {} on that lane on that "
      "day.\n",
      order_in_words(plan, asked.ordered.order), outcome_in_words(plan, without),
      counted(cost.still_sent, "device", "devices"), cost.still_sent == 1 ? "leaves" : "leave");
  if (asked.free_devices > 0) {
    text += fmt::format("Of the {} beyond the order:\n",
                        counted(asked.free_devices, "device", "devices"));
  }
  return text;
}

std::string dropped_in_words(const ExplainedPlan& plan, const WithoutShipment& dropped) {
  return fmt::format("It saves {}. If it is dropped and nothing is sent in its place, {}:\n",
                     counted(std::max<Total>(0, dropped.patients_lost), "patient", "patients"),
                     outcome_in_words(plan, dropped)) +
         losses_in_words(plan, dropped);
}

std::string replaced_in_words(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  std::string text =
      fmt::format("Planned anew with it forbidden, {}", outcome_in_words(plan, asked.replaced));
  const std::string changes = other_shipments_in_words(plan, asked.shipment, asked.replaced);
  text += changes.empty() ? ".\n" : "; devices of other shipments:\n" + changes;
  if (asked.replaced.patients_lost == 0 && !plan.instance().has_steps()) return text;
  return text + losses_in_words(plan, asked.replaced);
}

/// What the potentials say of a place and period, and what that makes for the shipment.
std::string estimate_in_words(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  const Shipment& shipment = asked.shipment;
  const Period arrive = plan.arrival(shipment);
  const Period next(shipment.depart.value() + 1);
  return fmt::format(
      "The potentials' estimate of that is {}: one device more is worth {} at {} on {} "
      "and "
      "{} at {} on {}, times {}.\n",
      plan.patients_in_words(asked.estimate),
      plan.in_patients(plan.potentials().patients(shipment.destination, arrive)),
      plan.name(shipment.destination), plan.date(arrive),
      plan.in_patients(plan.potentials().patients(shipment.origin, next)),
      plan.name(shipment.origin), plan.date(next), grouped(asked.free_devices));
}

struct Lender {
  Total idle = 0;    ///< at the end of the period in which the shipment leaves
  Total in_use = 0;  ///< likewise
  Total unmet_later = 0;
  Total unmet = 0;
};

Lender lender_of(const ExplainedPlan& plan, const Shipment& shipment) {
  const PlanTrace& trace = plan.trace();
  Lender lender{trace.idle(shipment.origin, shipment.depart),
                trace.in_use(shipment.origin, shipment.depart), 0, 0};
  for (Period t{0}; t.value() < plan.instance().periods(); ++t) {
    const Count unmet = trace.unmet(shipment.origin, t);
    lender.unmet += unmet;
    if (t >= shipment.depart) lender.unmet_later += unmet;
  }
  return lender;
}

std::string lender_in_words(const ExplainedPlan& plan, const Shipment& shipment) {
  const Lender lender = lender_of(plan, shipment);
  return fmt::format(
      "{} keeps {} idle and {} in use on {}; of its own patients {} from then on, {} in "
      "the whole plan.\n",
      plan.name(shipment.origin), counted(lender.idle, "device", "devices"), grouped(lender.in_use),
      plan.date(shipment.depart),
      lender.unmet_later == 1 ? "1 goes without"
                              : fmt::format("{} go without", grouped(lender.unmet_later)),
      grouped(lender.unmet));
}

Json as_json(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  Json json = {{"number", asked.number}};
  json.update(as_json(plan, asked.shipment));
  if (asked.ordered.devices > 0) {
    json["order"] = {{"devices", asked.ordered.devices},
                     {"line", plan.orders().list[asked.ordered.order].line},
                     {"costs_patients", asked.order_cost.patients},
                     {"costs_gain", plan.patients_of(asked.order_cost.gain)},
                     {"costs_movement", asked.order_cost.movement_saved},
                     {"still_sent_without", asked.order_cost.still_sent}};
  }
  json["can_be_done_without"] = !asked.is_needed();
  json["estimated_patients"] = plan.patients_of(asked.estimate);
  const Lender lender = lender_of(plan, asked.shipment);
  json["lender"] = {{"idle", lender.idle},
                    {"in_use", lender.in_use},
                    {"unmet_from_then_on", lender.unmet_later},
                    {"unmet", lender.unmet}};
  if (asked.is_needed() || asked.free_devices == 0) return json;
  json["dropped"] = as_json(plan, asked.dropped);
  json["replaced"] = as_json(plan, asked.replaced);
  return json;
}

std::string row_in_words(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  const Shipment& shipment = asked.shipment;
  const auto saved = [&](const WithoutShipment& without) {
    return asked.is_needed() ? std::string("needed") : grouped(without.patients_lost);
  };
  if (asked.free_devices == 0) {
    return fmt::format("{:>8}  {}  {:>7}  {:>6}  {:>8}  {:>8}  {} to {}\n", asked.number,
                       plan.date(shipment.depart), grouped(shipment.quantity), "order",
                       grouped(-asked.order_cost.patients), "", plan.name(shipment.origin),
                       plan.name(shipment.destination));
  }
  return fmt::format("{:>8}  {}  {:>7}  {:>6}  {:>8}  {:>8}  {} to {}\n", asked.number,
                     plan.date(shipment.depart), grouped(asked.free_devices), saved(asked.dropped),
                     saved(asked.replaced), plan.in_patients(asked.estimate),
                     plan.name(shipment.origin), plan.name(shipment.destination));
}

constexpr std::string_view kOrderMeaning =
    "Order: it is ordered; replaced: patients fewer if that order is not given and all is planned "
    "anew. Where more goes than is ordered the rest alone is counted.\n";

constexpr std::string_view kMeaning =
    "Saves: patients fewer if the shipment is dropped and nothing is sent in its place.\n"
    "Replaced: patients fewer if it is forbidden and all else is planned anew; estimate: the same "
    "by "
    "the potentials.\n"
    "Each is held against the plan by itself. Shipments that serve each other save the same "
    "patients, so that these numbers do not add up to what all save together.\n";

}  // namespace

Explanation explain_shipment(const ExplainedPlan& plan, std::size_t number) {
  const ShipmentAnswer asked = Answers(plan).of(number);
  std::string text = shipment_in_words(plan, asked.number);
  if (asked.ordered.devices > 0) text += order_cost_in_words(plan, asked);
  if (asked.free_devices == 0) {
    text += lender_in_words(plan, asked.shipment);
    return {std::move(text), as_json(plan, asked).dump(2) + "\n"};
  }
  if (asked.is_needed()) {
    text += "No plan can do without it: it serves a commitment that nothing else can serve.\n";
  } else {
    text += dropped_in_words(plan, asked.dropped) + replaced_in_words(plan, asked) +
            estimate_in_words(plan, asked);
  }
  text += lender_in_words(plan, asked.shipment);
  return {std::move(text), as_json(plan, asked).dump(2) + "\n"};
}

Explanation explain_shipments(const ExplainedPlan& plan) {
  const std::size_t shipments = plan.shipments().size();
  if (shipments == 0) return {"No device moves.\n", "{\n  \"shipments\": []\n}\n"};
  Answers answers(plan);
  std::string text =
      fmt::format("{:>8}  {:<{}}  devices   saves  replaced  estimate  from and to\n", "shipment",
                  "leaves", plan.date(Period(0)).size());
  Json json = {{"shipments", Json::array()}};
  for (std::size_t number = 0; number < shipments; ++number) {
    const ShipmentAnswer asked = answers.of(number);
    text += row_in_words(plan, asked);
    json["shipments"].push_back(as_json(plan, asked));
  }
  text += kMeaning;
  if (!plan.orders().empty()) text += kOrderMeaning;
  return {std::move(text), json.dump(2) + "\n"};
}

}  // namespace surgeflow::app
