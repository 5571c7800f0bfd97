// SPDX-License-Identifier: Apache-2.0
// What more devices are worth, in sentences and in numbers.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/explained_plan.hpp"
#include "app/summary.hpp"
#include "app/words.hpp"
#include "surgeflow/explain/purchases.hpp"

namespace surgeflow::app {
namespace {

using explain::CurveEnd;
using explain::PlaceWorth;
using explain::PurchaseCurve;
using explain::PurchasePoint;
using Json = nlohmann::ordered_json;

constexpr std::size_t kPlaces = 3;

/// Six of them, from the start on.
std::vector<Period> days_to_ask(const ExplainedPlan& plan) {
  constexpr std::int32_t kDays = 6;
  std::vector<Period> days;
  for (std::int32_t n = 0; n < kDays; ++n) {
    const auto t = static_cast<std::int32_t>(std::int64_t{plan.instance().periods()} * n / kDays);
    if (days.empty() || days.back().value() != t) days.emplace_back(t);
  }
  return days;
}

std::string situation(const ExplainedPlan& plan) {
  const archive::Summary& summary = plan.document().summary;
  return fmt::format("Of {} {} {} without {}, with {}.\n",
                     counted(summary.demand, "patient", "patients"), grouped(summary.unmet),
                     summary.unmet == 1 ? "goes" : "go", plan.a_device(),
                     counted(plan.document().instance.total_supply(), "device", "devices"));
}

std::string places_in_words(const ExplainedPlan& plan, const std::vector<Period>& days,
                            const std::vector<PlaceWorth>& places) {
  std::string text = "What one device more would save, in patients, where it saves most:\n";
  for (const Period day : days) {
    text += fmt::format("  on {} ", plan.date(day));
    std::string list;
    for (const PlaceWorth& place : places) {
      if (place.period != day) continue;
      list += fmt::format("{}{} at {}", list.empty() ? "" : ", ", plan.in_patients(place.gain),
                          plan.name(place.facility));
    }
    text += (list.empty() ? "nothing anywhere" : list) + "\n";
  }
  return text;
}

/// Patients saved by each device of a step; presentation only.
double saved_by_device(const PurchasePoint& before, const PurchasePoint& after) {
  return static_cast<double>(before.unmet - after.unmet) /
         static_cast<double>(after.bought - before.bought);
}

std::string end_in_words(const ExplainedPlan& plan, const PurchaseCurve& curve) {
  switch (curve.end) {
    case CurveEnd::all_treated:
      return "Then everyone is treated.\n";
    case CurveEnd::nothing_saved:
      if (weighs_gains(plan.instance())) return "More gain nothing by the weights of the rules.\n";
      return fmt::format("More save nobody: the other {} come before what is bought can be used.\n",
                         grouped(curve.points.back().unmet));
    case CurveEnd::range:
    case CurveEnd::stopped:
      return {};
  }
  return {};
}

std::string knee_in_words(const PurchaseCurve& curve) {
  if (curve.knee == 0) return {};
  const PurchasePoint& knee = curve.points[curve.knee];
  if (curve.knee + 1 == curve.points.size()) {
    return "No step saves less by device than half of what the first one does: the curve has no "
           "knee before its end.\n";
  }
  return fmt::format(
      "The knee is at {}: up to there each step saves, by device, at least half of what the first "
      "one does, and the next one less. {} would go without.\n",
      counted(knee.bought, "device", "devices"), grouped(knee.unmet));
}

std::string curve_in_words(const ExplainedPlan& plan, const PurchaseCurve& curve) {
  const bool daily = plan.document().horizon.period_hours == 24;
  std::string text = fmt::format(
      "What many would save, bought on the first {} and sent at once to wherever they do most, to "
      "be used from the second on:\n"
      "    bought   without   saved by each of the last\n",
      daily ? "day" : "period");
  for (std::size_t n = 0; n < curve.points.size(); ++n) {
    const PurchasePoint& point = curve.points[n];
    text += fmt::format("  {:>8}  {:>8}", grouped(point.bought), grouped(point.unmet));
    if (n > 0) text += fmt::format("   {:.2f}", saved_by_device(curve.points[n - 1], point));
    if (n > 0 && n == curve.knee && n + 1 < curve.points.size()) text += "  knee";
    text += "\n";
  }
  text += end_in_words(plan, curve) + knee_in_words(curve);
  const bool certified = std::ranges::all_of(curve.points, &PurchasePoint::certified);
  return text + (certified ? "Each of these plans is certified optimal.\n"
                           : "Not all of these plans could be certified.\n");
}

Json as_json(const ExplainedPlan& plan, const PlaceWorth& place) {
  return {{"date", plan.date(place.period)},
          {"facility", plan.id(place.facility)},
          {"patients", plan.patients_of(place.gain)},
          {"movement_cost", -place.movement_saved}};
}

/// The places at which potentials are highest in a period.
std::vector<FacilityId> dearest(const ExplainedPlan& plan, Period day) {
  std::vector<FacilityId> places;
  for (FacilityId i{0}; i.value() < plan.instance().facilities(); ++i) {
    if (plan.potentials().patients(i, day) > 0) places.push_back(i);
  }
  std::ranges::stable_sort(places, std::greater<>(),
                           [&](FacilityId i) { return plan.potentials().patients(i, day); });
  if (places.size() > kPlaces) places.resize(kPlaces);
  return places;
}

/// What more devices would save takes a search within the limits for each number of them, which
/// leaves gaps larger than what is asked.
Explanation whole_within_limits(const ExplainedPlan& plan) {
  std::string text = situation(plan) +
                     "What one device more is worth by the prices of the bound, in patients, where "
                     "most; within limits these are estimates:\n";
  Json json = {{"patients", plan.document().summary.demand},
               {"unmet", plan.document().summary.unmet},
               {"devices", plan.instance().total_supply()},
               {"next_device_estimated", Json::array()}};
  for (const Period day : days_to_ask(plan)) {
    std::string list;
    for (const FacilityId i : dearest(plan, day)) {
      const double worth = plan.patients_of_potential(plan.potentials().patients(i, day));
      list += fmt::format("{}{:.2f} at {}", list.empty() ? "" : ", ", worth, plan.name(i));
      json["next_device_estimated"].push_back(
          {{"date", plan.date(day)}, {"facility", plan.id(i)}, {"patients", worth}});
    }
    text += fmt::format("  on {} {}\n", plan.date(day), list.empty() ? "nothing anywhere" : list);
  }
  return {std::move(text), json.dump(2) + "\n"};
}

}  // namespace

Explanation explain_whole(const ExplainedPlan& plan, const SolveControl& control) {
  if (plan.has_limits()) return whole_within_limits(plan);
  const std::vector<Period> days = days_to_ask(plan);
  const std::vector<PlaceWorth> places =
      explain::best_places(plan.instance(), plan.plan(), plan.potentials(), days, kPlaces);
  const PurchaseCurve curve =
      explain::purchase_curve(plan.instance(), plan.plan(), plan.potentials(), control);
  Json json = {{"patients", plan.document().summary.demand},
               {"unmet", plan.document().summary.unmet},
               {"devices", plan.document().instance.total_supply()},
               {"next_device", Json::array()},
               {"purchases", Json::array()}};
  for (const PlaceWorth& place : places) json["next_device"].push_back(as_json(plan, place));
  for (const PurchasePoint& point : curve.points) {
    json["purchases"].push_back({{"bought", point.bought},
                                 {"unmet", point.unmet},
                                 {"gain", plan.patients_of(point.gain)},
                                 {"certified", point.certified}});
  }
  json["knee_bought"] = curve.points[curve.knee].bought;
  return {situation(plan) + places_in_words(plan, days, places) + curve_in_words(plan, curve),
          json.dump(2) + "\n"};
}

}  // namespace surgeflow::app
