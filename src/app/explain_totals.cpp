// SPDX-License-Identifier: Apache-2.0
// A facility over all periods, and a period over all facilities.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>
#include <vector>

#include "app/explained_plan.hpp"
#include "app/words.hpp"

namespace surgeflow::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownRows = 10;

std::string without(Total unmet) {
  return unmet == 1 ? "1 goes without" : grouped(unmet) + " go without";
}

/// Sums over some facilities and periods.
struct Sums {
  Total patients = 0;
  Total treated = 0;
  Total unmet = 0;
  Total sent = 0;
  Total received = 0;

  void add(const ExplainedPlan& plan, FacilityId i, Period t) {
    patients += plan.instance().demand()(i, t);
    treated += plan.plan().treated(i, t);
    unmet += plan.trace().unmet(i, t);
    sent += plan.trace().sent(i, t);
    received += plan.trace().received(i, t);
  }
};

Json as_json(const Sums& sums) {
  return {{"patients", sums.patients},
          {"treated", sums.treated},
          {"unmet", sums.unmet},
          {"sent", sums.sent},
          {"received", sums.received}};
}

std::string sums_in_words(const Sums& sums) {
  return fmt::format("{}, {} treated, {}; {} leave, {} arrive.\n",
                     counted(sums.patients, "patient", "patients"), grouped(sums.treated),
                     without(sums.unmet), counted(sums.sent, "device", "devices"),
                     grouped(sums.received));
}

/// Most unmet first; nothing where all are treated.
template <class Where>
struct Unmet {
  Where where;
  Count patients = 0;
};

template <class Where>
std::vector<Unmet<Where>> worst_first(std::vector<Unmet<Where>> list) {
  std::erase_if(list, [](const Unmet<Where>& unmet) { return unmet.patients == 0; });
  std::ranges::stable_sort(list, std::greater<>(), &Unmet<Where>::patients);
  return list;
}

}  // namespace

Explanation explain_facility(const ExplainedPlan& plan, FacilityId i) {
  Sums sums;
  std::vector<Unmet<Period>> days;
  Json json = {{"facility", plan.id(i)}};
  for (Period t{0}; t.value() < plan.instance().periods(); ++t) {
    sums.add(plan, i, t);
    days.push_back({t, plan.trace().unmet(i, t)});
  }
  days = worst_first(std::move(days));
  std::string text =
      fmt::format("{}, with {} at the start: {}", plan.name(i),
                  counted(plan.instance().devices(i), "device", "devices"), sums_in_words(sums));
  if (!days.empty()) text += "The days on which most go without (ask with --date for reasons):\n";
  for (const Unmet<Period>& day : days | std::views::take(kShownRows)) {
    text += fmt::format("  {:>6}  {}\n", grouped(day.patients), plan.date(day.where));
  }
  json.update(as_json(sums));
  json["unmet_by_date"] = Json::array();
  for (const Unmet<Period>& day : days) {
    json["unmet_by_date"].push_back({{"date", plan.date(day.where)}, {"unmet", day.patients}});
  }
  return {std::move(text), json.dump(2) + "\n"};
}

Explanation explain_day(const ExplainedPlan& plan, Period t) {
  Sums sums;
  Total idle = 0;
  Total in_use = 0;
  std::vector<Unmet<FacilityId>> places;
  Json json = {{"date", plan.date(t)}};
  for (FacilityId i{0}; i.value() < plan.instance().facilities(); ++i) {
    sums.add(plan, i, t);
    idle += plan.trace().idle(i, t);
    in_use += plan.trace().in_use(i, t);
    places.push_back({i, plan.trace().unmet(i, t)});
  }
  places = worst_first(std::move(places));
  std::string text =
      fmt::format("{}: {}At the end of it {} idle and {} in use.\n", plan.date(t),
                  sums_in_words(sums), counted(idle, "device", "devices"), grouped(in_use));
  if (!places.empty()) {
    text += "Where most go without (ask with --facility and --date for reasons):\n";
  }
  for (const Unmet<FacilityId>& place : places | std::views::take(kShownRows)) {
    text += fmt::format("  {:>6}  {}\n", grouped(place.patients), plan.name(place.where));
  }
  json.update(as_json(sums));
  json["idle"] = idle;
  json["in_use"] = in_use;
  json["unmet_by_facility"] = Json::array();
  for (const Unmet<FacilityId>& place : places) {
    json["unmet_by_facility"].push_back(
        {{"facility", plan.id(place.where)}, {"unmet", place.patients}});
  }
  return {std::move(text), json.dump(2) + "\n"};
}

}  // namespace surgeflow::app
