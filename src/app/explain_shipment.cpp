// SPDX-License-Identifier: Apache-2.0
// What shipments are good for, in sentences and in numbers.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>
#include <vector>

#include "app/explained_plan.hpp"
#include "app/place_changes.hpp"
#include "app/words.hpp"
#include "surgeflow/explain/without_shipment.hpp"

namespace surgeflow::app {
namespace {

using explain::Replacement;
using explain::ShipmentExplainer;
using explain::TreatmentChange;
using explain::WithoutShipment;
using Json = nlohmann::ordered_json;

/// A shipment, and what its absence would change.
struct ShipmentAnswer {
  std::size_t number = 0;
  Shipment shipment;
  WithoutShipment dropped;   ///< nothing is sent in its place
  WithoutShipment replaced;  ///< all else may change
  Total estimate = 0;        ///< in parts of a patient

  [[nodiscard]] bool is_needed() const { return !dropped.possible || !replaced.possible; }
};

ShipmentAnswer answer(const ExplainedPlan& plan, const ShipmentExplainer& explainer,
                      std::size_t number) {
  return {number, plan.plan().shipments[number], explainer.without(number, Replacement::none),
          explainer.without(number, Replacement::best), explainer.estimated_loss(number)};
}

std::string list_in_words(const ExplainedPlan& plan, const std::vector<PlaceChange>& places) {
  constexpr std::size_t kShown = 8;
  std::string text;
  Total shown = 0;
  for (const PlaceChange& place : places | std::views::take(kShown)) {
    shown += place.patients;
    text += fmt::format("  {:>6}  {}, {}\n", grouped(place.patients), plan.name(place.facility),
                        plan.dates(place.first, place.last));
  }
  if (places.size() > kShown) {
    text += fmt::format("  {:>6}  at {} others\n", grouped(sum_of(places) - shown),
                        grouped(static_cast<Total>(places.size() - kShown)));
  }
  return text;
}

std::string what_it_is(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  const Shipment& shipment = asked.shipment;
  return fmt::format("Shipment {}: {} from {} to {}, leaving on {}, to be used from {} on.\n",
                     asked.number, counted(shipment.quantity, "device", "devices"),
                     plan.name(shipment.origin), plan.name(shipment.destination),
                     plan.date(shipment.depart), plan.date(plan.arrival(shipment)));
}

/// "2 fewer devices move"
std::string movement_without(const ExplainedPlan& plan, Total movement_saved) {
  const Total change = std::abs(movement_saved);
  const bool less = movement_saved > 0;
  if (plan.movement_is_devices()) {
    if (change == 0) return "as many devices move";
    return fmt::format("{} {} {}", grouped(change), less ? "fewer" : "more",
                       change == 1 ? "device moves" : "devices move");
  }
  if (change == 0) return "movement costs the same";
  return fmt::format("movement costs {} {}", grouped(change), less ? "less" : "more");
}

/// Who goes without, and who does not, so that the numbers add up.
std::string losses_in_words(const ExplainedPlan& plan, const WithoutShipment& without) {
  const std::vector<PlaceChange> fewer = by_place(without.treatments, Sense::fewer);
  const std::vector<PlaceChange> more = by_place(without.treatments, Sense::more);
  std::string text;
  if (!fewer.empty()) text += "  not treated then:\n" + list_in_words(plan, fewer);
  if (!more.empty()) text += "  treated then, and not now:\n" + list_in_words(plan, more);
  if (!fewer.empty() && !more.empty()) {
    text += fmt::format("  {} less {}: {}.\n", grouped(sum_of(fewer)), grouped(sum_of(more)),
                        grouped(without.patients_lost));
  }
  return text;
}

/// "12 fewer patients are treated and 3 fewer devices move"
std::string outcome_in_words(const ExplainedPlan& plan, const WithoutShipment& without) {
  const Total lost = without.patients_lost;
  std::string text = "as many patients are treated";
  if (lost != 0) {
    text = fmt::format("{} {} {} treated", grouped(std::abs(lost)), lost > 0 ? "fewer" : "more",
                       std::abs(lost) == 1 ? "patient is" : "patients are");
  }
  text += " and " + movement_without(plan, without.movement_saved);
  if (!plan.instance().has_steps()) return text;
  if (without.gain_lost == 0) return text + "; by the weights of the rules as much is gained";
  return text + fmt::format("; by the weights of the rules {} less are gained",
                            plan.patients_in_words(without.gain_lost));
}

std::string dropped_in_words(const ExplainedPlan& plan, const WithoutShipment& dropped) {
  return fmt::format("It saves {}. If it is dropped and nothing is sent in its place, {}:\n",
                     counted(std::max<Total>(0, dropped.patients_lost), "patient", "patients"),
                     outcome_in_words(plan, dropped)) +
         losses_in_words(plan, dropped);
}

bool is_on_lane_of(const Shipment& change, const Shipment& shipment) {
  return change.depart == shipment.depart && change.origin == shipment.origin &&
         change.destination == shipment.destination;
}

std::string changes_in_words(const ExplainedPlan& plan, const ShipmentAnswer& asked,
                             const WithoutShipment& without) {
  constexpr std::size_t kShown = 8;
  std::vector<Shipment> others = without.shipments;
  std::erase_if(others,
                [&](const Shipment& change) { return is_on_lane_of(change, asked.shipment); });
  std::string text;
  for (const Shipment& change : others | std::views::take(kShown)) {
    text += fmt::format("  {:>+6}  from {} to {}, leaving on {}\n", change.quantity,
                        plan.name(change.origin), plan.name(change.destination),
                        plan.date(change.depart));
  }
  if (others.size() > kShown)
    text += fmt::format("  and {} changes more\n", others.size() - kShown);
  return text;
}

std::string replaced_in_words(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  std::string text =
      fmt::format("Planned anew with it forbidden, {}", outcome_in_words(plan, asked.replaced));
  const std::string changes = changes_in_words(plan, asked, asked.replaced);
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
      plan.name(shipment.origin), plan.date(next), grouped(shipment.quantity));
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

Json as_json(const ExplainedPlan& plan, const Shipment& shipment) {
  return {{"origin", plan.id(shipment.origin)},
          {"destination", plan.id(shipment.destination)},
          {"depart", plan.date(shipment.depart)},
          {"arrive", plan.date(plan.arrival(shipment))},
          {"quantity", shipment.quantity}};
}

Json as_json(const ExplainedPlan& plan, const WithoutShipment& without) {
  const archive::Summary& summary = plan.document().summary;
  Json json = {{"patients_saved", without.patients_lost},
               {"gain_saved", plan.patients_of(without.gain_lost)},
               {"unmet", summary.unmet + without.patients_lost},
               {"movement_cost", summary.movement_cost - without.movement_saved},
               {"treatments", Json::array()},
               {"shipments", Json::array()}};
  for (const TreatmentChange& change : without.treatments) {
    json["treatments"].push_back({{"facility", plan.id(change.facility)},
                                  {"date", plan.date(change.period)},
                                  {"change", change.patients}});
  }
  for (const Shipment& change : without.shipments) {
    json["shipments"].push_back(as_json(plan, change));
  }
  return json;
}

Json as_json(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  Json json = {{"number", asked.number}};
  json.update(as_json(plan, asked.shipment));
  json["can_be_done_without"] = !asked.is_needed();
  json["estimated_patients"] = plan.patients_of(asked.estimate);
  const Lender lender = lender_of(plan, asked.shipment);
  json["lender"] = {{"idle", lender.idle},
                    {"in_use", lender.in_use},
                    {"unmet_from_then_on", lender.unmet_later},
                    {"unmet", lender.unmet}};
  if (asked.is_needed()) return json;
  json["dropped"] = as_json(plan, asked.dropped);
  json["replaced"] = as_json(plan, asked.replaced);
  return json;
}

std::string row_in_words(const ExplainedPlan& plan, const ShipmentAnswer& asked) {
  const Shipment& shipment = asked.shipment;
  const auto saved = [&](const WithoutShipment& without) {
    return asked.is_needed() ? std::string("needed") : grouped(without.patients_lost);
  };
  return fmt::format("{:>8}  {}  {:>7}  {:>6}  {:>8}  {:>8}  {} to {}\n", asked.number,
                     plan.date(shipment.depart), grouped(shipment.quantity), saved(asked.dropped),
                     saved(asked.replaced), plan.in_patients(asked.estimate),
                     plan.name(shipment.origin), plan.name(shipment.destination));
}

constexpr std::string_view kMeaning =
    "Saves: patients fewer if the shipment is dropped and nothing is sent in its place.\n"
    "Replaced: patients fewer if it is forbidden and all else is planned anew; estimate: the same "
    "by "
    "the potentials.\n"
    "Each is held against the plan by itself. Shipments that serve each other save the same "
    "patients, so that these numbers do not add up to what all save together.\n";

}  // namespace

Explanation explain_shipment(const ExplainedPlan& plan, std::size_t number) {
  const ShipmentExplainer explainer(plan.instance(), plan.plan(), plan.potentials());
  const ShipmentAnswer asked = answer(plan, explainer, number);
  std::string text = what_it_is(plan, asked);
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
  const std::size_t shipments = plan.plan().shipments.size();
  if (shipments == 0) return {"No device moves.\n", "{\n  \"shipments\": []\n}\n"};
  const ShipmentExplainer explainer(plan.instance(), plan.plan(), plan.potentials());
  std::string text =
      fmt::format("{:>8}  {:<{}}  devices   saves  replaced  estimate  from and to\n", "shipment",
                  "leaves", plan.date(Period(0)).size());
  Json json = {{"shipments", Json::array()}};
  for (std::size_t number = 0; number < shipments; ++number) {
    const ShipmentAnswer asked = answer(plan, explainer, number);
    text += row_in_words(plan, asked);
    json["shipments"].push_back(as_json(plan, asked));
  }
  return {text + std::string(kMeaning), json.dump(2) + "\n"};
}

}  // namespace surgeflow::app
