// SPDX-License-Identifier: Apache-2.0
// Reads and checks a plan before it is asked.
#include "app/explained_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "app/failure.hpp"
#include "app/options.hpp"
#include "app/prepare.hpp"
#include "app/words.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/orders.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

[[noreturn]] void refuse_plan(const std::string& path, std::string seen, std::string remedy) {
  Diagnostic diagnostic;
  diagnostic.place.file = path;
  diagnostic.seen = std::move(seen);
  diagnostic.allowed = "a plan that its certificate proves optimal, or one within limits";
  diagnostic.remedy = std::move(remedy);
  throw InputError(std::move(diagnostic));
}

void require_obeyed(const std::string& path, const ExplainedPlan& plan, int threads) {
  const archive::PlanDocument& document = plan.document();
  const CertificateReport report =
      check_certificate(document.instance, document.orders, document.plan, document.potentials,
                        threads, {}, document.limits);
  if (report.feasible && report.bound_valid) return;
  refuse_plan(path, "a plan that does not obey its limits, or whose bound is not true",
              "let 'surgeflow verify' say what fails");
}

archive::PlanDocument read_sound_plan(const std::string& path, const std::string& item,
                                      int threads) {
  archive::PlanDocument document = archive::read_plan(path, threads, item);
  if (document.price_parts > 1) {
    refuse_plan(path, "an item that others are tied to, whose proof stands with theirs",
                "plan the item in a case of its own to ask for reasons");
  }
  if (document.fairness) {
    refuse_plan(path,
                "a plan that makes shares even, in whose bound patients count for their share",
                "plan without rules.fair_by to ask for reasons");
  }
  return document;
}

void require_proof(const std::string& path, const ExplainedPlan& plan, int threads) {
  const bool whole = without_ordered(plan.document().plan, plan.orders()).missing.empty();
  if (whole &&
      check_certificate(plan.instance(), plan.plan(), plan.potentials(), threads).optimal) {
    return;
  }
  refuse_plan(path, "a plan that is not proved optimal",
              "plan without a gap and a time limit, or let 'surgeflow verify' say what fails");
}

}  // namespace

ExplainedPlan::ExplainedPlan(const std::string& path, const std::string& item, int threads)
    : document_(read_sound_plan(path, item, threads)),
      trace_(trace_plan(document_.instance, document_.plan)),
      threads_(threads) {
  if (!document_.orders.empty()) {
    const Limits limits = has_limits() ? document_.limits->limits : Limits{};
    ordered_ = with_orders(document_.instance, document_.orders, limits);
    free_ = without_ordered(document_.plan, document_.orders).plan;
  }
  if (has_limits()) {
    require_obeyed(path, *this, threads);
  } else {
    require_proof(path, *this, threads);
  }
}

FacilityId ExplainedPlan::facility(const std::string& id) const {
  const auto found = std::ranges::find(document_.facilities, id, &Facility::id);
  if (found != document_.facilities.end()) {
    return FacilityId(static_cast<std::int32_t>(found - document_.facilities.begin()));
  }
  throw UsageError(
      fmt::format("--facility: '{}' is no facility of the plan; allowed: an id as in "
                  "facilities.csv{}",
                  id, suggestion(id, facility_ids(document_.facilities))));
}

Period ExplainedPlan::period(const std::string& date) const {
  const std::vector<std::string> labels = period_labels(document_.horizon);
  const auto found = std::ranges::find_if(
      labels, [&](const std::string& label) { return label == date || label == date + "T00:00"; });
  if (found == labels.end()) {
    throw UsageError(fmt::format("--date: '{}' is not in the plan; allowed: {} to {}", date,
                                 labels.front(), labels.back()));
  }
  return Period(static_cast<std::int32_t>(found - labels.begin()));
}

const std::string& ExplainedPlan::id(FacilityId i) const {
  return document_.facilities[static_cast<std::size_t>(i.value())].id;
}

std::string ExplainedPlan::name(FacilityId i) const {
  const Facility& facility = document_.facilities[static_cast<std::size_t>(i.value())];
  if (facility.name.empty() || facility.name == facility.id) return facility.id;
  return fmt::format("{} ({})", facility.name, facility.id);
}

std::string ExplainedPlan::dates(Period first, Period last) const {
  if (first == last) return date(first);
  return fmt::format("{} to {}", date(first), date(last));
}

std::string ExplainedPlan::duration(std::int64_t periods) const {
  return document_.horizon.period_hours == 24 ? counted(periods, "day", "days")
                                              : counted(periods, "period", "periods");
}

std::string ExplainedPlan::a_device() const {
  const std::string& item = document_.item_name;
  if (item.empty()) return "a device";
  constexpr std::string_view kVowels = "aeiouAEIOU";
  return (kVowels.find(item.front()) == std::string_view::npos ? "a " : "an ") + item;
}

bool ExplainedPlan::movement_is_devices() const {
  return document_.transit.movement == Movement::units && instance().send_steps().empty() &&
         !instance().lanes().has_costs();
}

double ExplainedPlan::patients_of(Total gain) const {
  return static_cast<double>(gain) / static_cast<double>(document_.instance.resolution());
}

std::string ExplainedPlan::in_patients(Total gain) const {
  const Total parts = document_.instance.resolution();
  if (gain % parts == 0) return grouped(gain / parts);
  return fmt::format("{:g}", patients_of(gain));
}

std::string ExplainedPlan::patients_in_words(Total gain) const {
  return in_patients(gain) + (gain == document_.instance.resolution() ? " patient" : " patients");
}

std::vector<double> ExplainedPlan::distances_km(FacilityId from) const {
  const std::vector<Facility>& facilities = document_.facilities;
  const bool placed = std::ranges::all_of(
      facilities, [](const Facility& facility) { return facility.location.has_value(); });
  std::vector<double> distances;
  if (!placed) return distances;
  const GeoPoint& here = *facilities[static_cast<std::size_t>(from.value())].location;
  for (const Facility& facility : facilities) {
    distances.push_back(transit::distance_km(here, *facility.location));
  }
  return distances;
}

Period ExplainedPlan::arrival(const Shipment& shipment) const {
  return Period(shipment.depart.value() +
                instance().lanes().transit_periods(shipment.origin, shipment.destination));
}

nlohmann::ordered_json as_json(const ExplainedPlan& plan, const Shipment& shipment) {
  return {{"origin", plan.id(shipment.origin)},
          {"destination", plan.id(shipment.destination)},
          {"depart", plan.date(shipment.depart)},
          {"arrive", plan.date(plan.arrival(shipment))},
          {"quantity", shipment.quantity}};
}

}  // namespace surgeflow::app
