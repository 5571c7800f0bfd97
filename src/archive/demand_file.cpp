// SPDX-License-Identifier: Apache-2.0
// A forecast as one group of labelled arrays.
#include "surgeflow/archive/demand_file.hpp"

#include <span>
#include <stdexcept>

#include "archive/group_labels.hpp"
#include "archive/hdf5_writer.hpp"
#include "archive/plan_layout.hpp"
#include "archive/summary_record.hpp"
#include "archive/whole_file.hpp"

namespace surgeflow::archive {
namespace {

constexpr const char* kGroup = "demand";

/// One course of the epidemic, and how it is called.
struct CurveVariable {
  std::vector<double> epidemic::EpidemicCurve::*course;
  Variable variable;
};

constexpr CurveVariable kCurves[] = {
    {&epidemic::EpidemicCurve::susceptible,
     {"demand/susceptible", {"persons", "susceptible at the start of the period"}}},
    {&epidemic::EpidemicCurve::infected,
     {"demand/infected", {"persons", "infected at the start of the period"}}},
    {&epidemic::EpidemicCurve::recovered,
     {"demand/recovered", {"persons", "recovered at the start of the period"}}},
    {&epidemic::EpidemicCurve::admits_hospitalized,
     {"demand/admits_hospitalized", {"patients", "hospitalised during the period"}}},
    {&epidemic::EpidemicCurve::admits_icu,
     {"demand/admits_icu", {"patients", "admitted to intensive care during the period"}}},
    {&epidemic::EpidemicCurve::admits_ventilated,
     {"demand/admits_ventilated", {"patients", "put on a ventilator during the period"}}},
    {&epidemic::EpidemicCurve::census_hospitalized,
     {"demand/census_hospitalized", {"patients", "in hospital at the end of the period"}}},
    {&epidemic::EpidemicCurve::census_icu,
     {"demand/census_icu", {"patients", "in intensive care at the end of the period"}}},
    {&epidemic::EpidemicCurve::census_ventilated,
     {"demand/census_ventilated", {"patients", "on a ventilator at the end of the period"}}},
};

constexpr Variable kPatients{"demand/patients", {"patients", "new patients who need a device"}};

void write_panel(Hdf5Writer& file, const Case& planning_case, const Variable& variable,
                 std::span<const double> values) {
  file.write<double>(variable.path, values,
                     panel_axes(kGroup, planning_case.facilities, planning_case.horizon),
                     variable.label);
  file.set(variable.path, "coordinates", "time");
}

void write_curves(Hdf5Writer& file, const Case& planning_case,
                  const epidemic::DemandForecast& forecast) {
  for (const CurveVariable& curve : kCurves) {
    std::vector<double> values;
    for (const epidemic::EpidemicCurve& facility : forecast.curves) {
      const std::vector<double>& course = facility.*curve.course;
      values.insert(values.end(), course.begin(), course.end());
    }
    write_panel(file, planning_case, curve.variable, values);
  }
}

std::vector<std::byte> file_image(const std::filesystem::path& path, const Case& planning_case,
                                  const epidemic::DemandForecast& forecast,
                                  const Provenance& provenance) {
  const Hdf5Session session;
  Hdf5Writer file(path.string());
  file.set("/", "format", "surgeflow demand");
  file.set("/", "format_version", kFormatVersion);
  file.set("/", "title", planning_case.name);
  file.make_group(kGroup);
  file.set(kGroup, "case_name", planning_case.name);
  file.set(kGroup, "description", planning_case.description);
  file.set(kGroup, "item", planning_case.item_name);
  write_labels(file, kGroup, planning_case.facilities, planning_case.horizon);
  write_panel(file, planning_case, kPatients, forecast.patients.values());
  if (!forecast.curves.empty()) write_curves(file, planning_case, forecast);
  write_provenance(file, provenance);
  return file.finish();
}

}  // namespace

void write_demand(const std::filesystem::path& path, const Case& planning_case,
                  const epidemic::DemandForecast& forecast, const Provenance& provenance) {
  if (forecast.patients.periods() != planning_case.horizon.periods ||
      static_cast<std::size_t>(forecast.patients.facilities()) != planning_case.facilities.size()) {
    throw std::invalid_argument("a forecast for another number of facilities or periods");
  }
  write_whole(path, file_image(path, planning_case, forecast, provenance));
}

}  // namespace surgeflow::archive
