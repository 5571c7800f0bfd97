// SPDX-License-Identifier: Apache-2.0
// The sentences.
#include "app/shipment_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <vector>

#include "app/place_changes.hpp"
#include "app/words.hpp"

namespace surgeflow::app {
namespace {

using explain::TreatmentChange;
using explain::WithoutShipment;
using Json = nlohmann::ordered_json;

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

}  // namespace

bool is_on_lane_of(const Shipment& change, const Shipment& shipment) {
  return change.depart == shipment.depart && change.origin == shipment.origin &&
         change.destination == shipment.destination;
}

std::string shipment_in_words(const ExplainedPlan& plan, std::size_t number) {
  const Shipment& shipment = plan.shipments()[number];
  return fmt::format("Shipment {}: {} from {} to {}, leaving on {}, to be used from {} on.\n",
                     number, counted(shipment.quantity, "device", "devices"),
                     plan.name(shipment.origin), plan.name(shipment.destination),
                     plan.date(shipment.depart), plan.date(plan.arrival(shipment)));
}

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
  return text + fmt::format("; by the weights of the rules {} {} are gained",
                            plan.patients_in_words(std::abs(without.gain_lost)),
                            without.gain_lost > 0 ? "less" : "more");
}

std::string other_shipments_in_words(const ExplainedPlan& plan, const Shipment& shipment,
                                     const WithoutShipment& without) {
  constexpr std::size_t kShown = 8;
  std::vector<Shipment> others = without.shipments;
  std::erase_if(others, [&](const Shipment& change) { return is_on_lane_of(change, shipment); });
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

nlohmann::ordered_json as_json(const ExplainedPlan& plan, const WithoutShipment& without) {
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

}  // namespace surgeflow::app
