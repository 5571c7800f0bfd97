// SPDX-License-Identifier: Apache-2.0
// Why patients go unmet at a facility in a period, in sentences and in numbers.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>
#include <string_view>
#include <vector>

#include "app/explained_plan.hpp"
#include "app/place_changes.hpp"
#include "app/words.hpp"
#include "surgeflow/explain/purchases.hpp"
#include "surgeflow/explain/unmet_reasons.hpp"

namespace surgeflow::app {
namespace {

using explain::IdleNeighbour;
using explain::Obstacle;
using explain::UnmetReasons;
using Json = nlohmann::ordered_json;

/// Devices that can be used from a period on.
struct Coming {
  Period from;
  Count devices = 0;
};

struct PlaceAnswer {
  FacilityId facility;
  Period period;
  Count demand = 0;
  Count treated = 0;
  Total idle = 0;
  Total in_use = 0;
  Count kept = 0;                        ///< of the idle ones, by order
  std::vector<Coming> coming_free = {};  ///< of those in use; without those after the plan's end
  Total free_after_end = 0;
  std::vector<Shipment> on_the_way = {};
  UnmetReasons reasons = {};
  explain::PlaceWorth next_device = {};
};

/// When the devices on patients at the end of a period are free again.
void follow_use(const ExplainedPlan& plan, PlaceAnswer& answer) {
  const Instance& instance = plan.instance();
  const std::int32_t turnaround = instance.turnaround_periods(answer.facility);
  const std::int32_t first = std::max(0, answer.period.value() - turnaround + 1);
  for (std::int32_t t = first; t <= answer.period.value(); ++t) {
    const Count treated = plan.plan().treated(answer.facility, Period(t));
    if (treated == 0) continue;
    if (std::int64_t{t} + turnaround >= instance.periods()) {
      answer.free_after_end += treated;
    } else {
      answer.coming_free.push_back({Period(t + turnaround), treated});
    }
  }
}

Count kept_by_order(const Orders& orders, FacilityId i, Period t) {
  Count kept = 0;
  for (const Order& order : orders.list) {
    const bool holds =
        order.kind == OrderKind::keep && order.origin == i && order.first <= t && t <= order.last;
    if (holds) kept += order.devices;
  }
  return kept;
}

PlaceAnswer answer_for(const ExplainedPlan& plan, FacilityId i, Period t) {
  PlaceAnswer answer{.facility = i, .period = t};
  answer.demand = plan.instance().demand()(i, t);
  answer.treated = plan.plan().treated(i, t);
  answer.reasons.unmet = answer.demand - answer.treated;
  answer.idle = plan.trace().idle(i, t);
  answer.in_use = plan.trace().in_use(i, t);
  answer.kept = kept_by_order(plan.orders(), i, t);
  follow_use(plan, answer);
  for (const Shipment& shipment : plan.shipments()) {
    if (shipment.destination == i && shipment.depart <= t && plan.arrival(shipment) > t) {
      answer.on_the_way.push_back(shipment);
    }
  }
  return answer;
}

/// Why idle devices elsewhere do not help, and what one more would do.
void add_reasons(const ExplainedPlan& plan, PlaceAnswer& answer) {
  const FacilityId i = answer.facility;
  const Period t = answer.period;
  const std::vector<double> distances = plan.distances_km(i);
  answer.reasons = explain::explain_unmet(plan.instance(), plan.plan(), plan.potentials(),
                                          {.facility = i, .period = t, .distance_km = distances});
  answer.next_device =
      explain::worth_of_next(plan.instance(), plan.plan(), plan.potentials(), i, t);
}

std::string need_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer) {
  const std::string where =
      fmt::format("{} on {}", plan.name(answer.facility), plan.date(answer.period));
  if (answer.demand == 0) return fmt::format("{}: no new patients.\n", where);
  return fmt::format("{}: {} {} {}; {} treated, {} without.\n", where,
                     counted(answer.demand, "new patient", "new patients"),
                     answer.demand == 1 ? "needs" : "need", plan.a_device(),
                     answer.treated == 1 ? "1 is" : grouped(answer.treated) + " are",
                     answer.reasons.unmet == 1 ? "1 goes" : grouped(answer.reasons.unmet) + " go");
}

std::string devices_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer) {
  constexpr std::size_t kShown = 4;
  std::string text =
      fmt::format("At the end of it {} idle there and {} in use.",
                  answer.idle == 1 ? "1 device is" : grouped(answer.idle) + " devices are",
                  grouped(answer.in_use));
  for (std::size_t n = 0; n < std::min(kShown, answer.coming_free.size()); ++n) {
    const Coming& coming = answer.coming_free[n];
    text += fmt::format("{} {} on {}", n == 0 ? " Of these come free:" : ",",
                        grouped(coming.devices), plan.date(coming.from));
  }
  if (answer.coming_free.size() > kShown) {
    text += fmt::format(", the others by {}", plan.date(answer.coming_free.back().from));
  }
  if (!answer.coming_free.empty()) text += ".";
  if (answer.kept > 0) {
    text += fmt::format(" An order keeps {} of the idle ones there.", grouped(answer.kept));
  }
  return text + "\n";
}

std::string arrivals_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer) {
  if (answer.on_the_way.empty()) return "No device is on the way there.\n";
  constexpr std::size_t kShown = 8;
  Total on_the_way = 0;
  Total shown = 0;
  for (const Shipment& shipment : answer.on_the_way) on_the_way += shipment.quantity;
  std::string text = fmt::format(
      "On the way there {}:\n",
      on_the_way == 1 ? "is 1 device" : fmt::format("are {} devices", grouped(on_the_way)));
  for (const Shipment& shipment : answer.on_the_way | std::views::take(kShown)) {
    shown += shipment.quantity;
    text += fmt::format("  {:>6}  from {}, to be used from {} on\n", grouped(shipment.quantity),
                        plan.name(shipment.origin), plan.date(plan.arrival(shipment)));
  }
  if (answer.on_the_way.size() > kShown) {
    text += fmt::format("  {:>6}  in {} shipments more\n", grouped(on_the_way - shown),
                        answer.on_the_way.size() - kShown);
  }
  return text;
}

/// "3 patients at Mesa (08077), 2020-05-01 to 2020-05-21, and 1 at ..."; the patient for whom the
/// device comes is not among them.
std::string others_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer,
                            const IdleNeighbour& neighbour, Sense sense) {
  std::vector<explain::TreatmentChange> changes = neighbour.treatments;
  for (explain::TreatmentChange& change : changes) {
    if (change.facility == answer.facility && change.period == answer.period) --change.patients;
  }
  std::erase_if(changes,
                [](const explain::TreatmentChange& change) { return change.patients == 0; });
  std::string text;
  for (const PlaceChange& place : by_place(changes, sense)) {
    text += text.empty() ? counted(place.patients, "patient", "patients")
                         : " and " + grouped(place.patients);
    text +=
        fmt::format(" at {} ({})", plan.name(place.facility), plan.dates(place.first, place.last));
  }
  return text;
}

std::string balance_in_words(const ExplainedPlan& plan, const IdleNeighbour& neighbour) {
  if (plan.instance().has_steps()) {
    return fmt::format("by the weights of the rules {} are lost",
                       plan.patients_in_words(-neighbour.gain));
  }
  if (neighbour.patients < 0) {
    return counted(-neighbour.patients, "patient more goes", "patients more go") +
           " without in all";
  }
  const std::string_view movement =
      plan.movement_is_devices() ? ", and more devices move" : ", and movement costs more";
  return fmt::format("nobody is gained in all{}", neighbour.movement_saved < 0 ? movement : "");
}

std::string trial_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer,
                           const IdleNeighbour& neighbour) {
  const std::string fewer = others_in_words(plan, answer, neighbour, Sense::fewer);
  const std::string more = others_in_words(plan, answer, neighbour, Sense::more);
  std::string text = "If one came, one patient more would be treated here";
  if (!more.empty()) text += " and " + more;
  if (!fewer.empty()) text += ", but not " + fewer;
  return text + ": " + balance_in_words(plan, neighbour) + ".";
}

std::string neighbour_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer,
                               const IdleNeighbour& neighbour) {
  const std::string name = plan.name(neighbour.facility);
  const std::string away = plan.duration(neighbour.transit_periods) + " away";
  const auto idle = [](Total devices) { return grouped(devices) + " idle"; };
  const auto on_leaving = [&] { return plan.date(Period(neighbour.leave)); };
  switch (neighbour.obstacle) {
    case Obstacle::needed:
      return fmt::format("  {}, {}: {} on {}, when one would have had to leave. {}\n", name, away,
                         idle(neighbour.idle_at_leave), on_leaving(),
                         trial_in_words(plan, answer, neighbour));
    case Obstacle::limit:
      return fmt::format("  {}, {}: {} on {}, but no more may leave it on that day.\n", name, away,
                         idle(neighbour.idle_at_leave), on_leaving());
    case Obstacle::committed:
      return fmt::format("  {}, {}: {} on {}, but commitments need them.\n", name, away,
                         idle(neighbour.idle_at_leave), on_leaving());
    case Obstacle::too_late:
      return fmt::format(
          "  {}, {}: {} now, {}.\n", name, away, idle(neighbour.idle_on_day),
          neighbour.leave < 0
              ? "but one would have had to leave before the plan begins"
              : fmt::format("but none on {}, when one would have had to leave", on_leaving()));
    case Obstacle::no_lane:
      return fmt::format("  {}: {} now, but no lane leads here.\n", name,
                         idle(neighbour.idle_on_day));
  }
  return {};
}

std::string reasons_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer) {
  const UnmetReasons& reasons = answer.reasons;
  if (reasons.unmet == 0) return {};
  if (reasons.neighbours.empty()) {
    const bool any_kept = std::ranges::any_of(
        plan.orders().list, [](const Order& order) { return order.kind == OrderKind::keep; });
    return fmt::format(
        "No other facility has an idle device on that day{}, or had one on the day on which it "
        "would have had to leave.\n",
        any_kept ? " that no order keeps" : "");
  }
  std::string text =
      fmt::format("Elsewhere {} had idle devices on the day on which one would have had to leave",
                  counted(reasons.idle_in_time, "facility", "facilities"));
  if (reasons.too_late > 0) {
    text += fmt::format("; {} more {} some now, too late", grouped(reasons.too_late),
                        reasons.too_late == 1 ? "has" : "have");
  }
  if (reasons.no_lane > 0) {
    text += fmt::format("; {} more {} some, and no lane here", grouped(reasons.no_lane),
                        reasons.no_lane == 1 ? "has" : "have");
  }
  text += ". The nearest:\n";
  for (const IdleNeighbour& neighbour : reasons.neighbours) {
    text += neighbour_in_words(plan, answer, neighbour);
  }
  return text;
}

std::string next_in_words(const ExplainedPlan& plan, const PlaceAnswer& answer) {
  return fmt::format("One device more there on that day would save {} in the whole plan.\n",
                     plan.patients_in_words(answer.next_device.gain));
}

constexpr std::string_view name_of(Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::needed:
      return "needed";
    case Obstacle::limit:
      return "limit";
    case Obstacle::committed:
      return "committed";
    case Obstacle::too_late:
      return "too_late";
    case Obstacle::no_lane:
      return "no_lane";
  }
  return {};
}

Json as_json(const ExplainedPlan& plan, const IdleNeighbour& neighbour) {
  Json json = {{"facility", plan.id(neighbour.facility)},
               {"obstacle", name_of(neighbour.obstacle)},
               {"transit_periods", neighbour.transit_periods},
               {"idle_in_time", neighbour.idle_at_leave},
               {"idle_on_date", neighbour.idle_on_day}};
  if (neighbour.transit_periods > 0 && neighbour.leave >= 0) {
    json["leave"] = plan.date(Period(neighbour.leave));
  }
  if (neighbour.obstacle != Obstacle::needed) return json;
  json["patients"] = neighbour.patients;
  json["gain"] = plan.patients_of(neighbour.gain);
  json["movement_cost"] = -neighbour.movement_saved;
  json["treatments"] = Json::array();
  for (const explain::TreatmentChange& change : neighbour.treatments) {
    json["treatments"].push_back({{"facility", plan.id(change.facility)},
                                  {"date", plan.date(change.period)},
                                  {"change", change.patients}});
  }
  return json;
}

Json as_json(const ExplainedPlan& plan, const PlaceAnswer& answer) {
  Json json = {{"facility", plan.id(answer.facility)},
               {"date", plan.date(answer.period)},
               {"patients", answer.demand},
               {"treated", answer.treated},
               {"unmet", answer.reasons.unmet},
               {"idle", answer.idle},
               {"in_use", answer.in_use},
               {"kept_by_order", answer.kept},
               {"coming_free", Json::array()},
               {"free_after_the_plan", answer.free_after_end},
               {"on_the_way", Json::array()}};
  for (const Coming& coming : answer.coming_free) {
    json["coming_free"].push_back({{"date", plan.date(coming.from)}, {"devices", coming.devices}});
  }
  for (const Shipment& shipment : answer.on_the_way) {
    json["on_the_way"].push_back({{"origin", plan.id(shipment.origin)},
                                  {"arrive", plan.date(plan.arrival(shipment))},
                                  {"quantity", shipment.quantity}});
  }
  return json;
}

void add_reasons_to(Json& json, const ExplainedPlan& plan, const PlaceAnswer& answer) {
  json["next_device_patients"] = plan.patients_of(answer.next_device.gain);
  json["facilities_idle_in_time"] = answer.reasons.idle_in_time;
  json["facilities_too_late"] = answer.reasons.too_late;
  json["facilities_without_lane"] = answer.reasons.no_lane;
  json["neighbours"] = Json::array();
  for (const IdleNeighbour& neighbour : answer.reasons.neighbours) {
    json["neighbours"].push_back(as_json(plan, neighbour));
  }
}

}  // namespace

Explanation explain_place(const ExplainedPlan& plan, FacilityId i, Period t) {
  PlaceAnswer answer = answer_for(plan, i, t);
  add_reasons(plan, answer);
  Json json = as_json(plan, answer);
  add_reasons_to(json, plan, answer);
  return {need_in_words(plan, answer) + devices_in_words(plan, answer) +
              arrivals_in_words(plan, answer) + reasons_in_words(plan, answer) +
              next_in_words(plan, answer),
          json.dump(2) + "\n"};
}

/// A change of the plan that helps here may break a limit elsewhere, which no path of a network
/// knows.
Explanation explain_place_within_limits(const ExplainedPlan& plan, FacilityId i, Period t) {
  const PlaceAnswer answer = answer_for(plan, i, t);
  const double worth = plan.patients_of_potential(plan.potentials().patients(i, t));
  Json json = as_json(plan, answer);
  json["next_device_patients_estimated"] = worth;
  return {need_in_words(plan, answer) + devices_in_words(plan, answer) +
              arrivals_in_words(plan, answer) +
              fmt::format("By the prices of the bound one device more there on that day is worth "
                          "{:.2f} patients: an estimate. Within limits what idle devices elsewhere "
                          "could do is not tried.\n",
                          worth),
          json.dump(2) + "\n"};
}

}  // namespace surgeflow::app
