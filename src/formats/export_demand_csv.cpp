// SPDX-License-Identifier: Apache-2.0
// A demand forecast as one CSV table.
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "formats/csv_cell.hpp"
#include "formats/text_output.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

using epidemic::EpidemicCurve;

struct CurveColumn {
  const char* name;
  std::vector<double> EpidemicCurve::*values;
};

constexpr std::array kColumns{
    CurveColumn{"susceptible", &EpidemicCurve::susceptible},
    CurveColumn{"infected", &EpidemicCurve::infected},
    CurveColumn{"recovered", &EpidemicCurve::recovered},
    CurveColumn{"admits_hospitalized", &EpidemicCurve::admits_hospitalized},
    CurveColumn{"admits_icu", &EpidemicCurve::admits_icu},
    CurveColumn{"admits_ventilated", &EpidemicCurve::admits_ventilated},
    CurveColumn{"census_hospitalized", &EpidemicCurve::census_hospitalized},
    CurveColumn{"census_icu", &EpidemicCurve::census_icu},
    CurveColumn{"census_ventilated", &EpidemicCurve::census_ventilated},
};

void require_one_shape(const Case& planning_case, const epidemic::DemandForecast& forecast) {
  const std::size_t facilities = planning_case.facilities.size();
  if (static_cast<std::size_t>(forecast.patients.facilities()) != facilities ||
      forecast.patients.periods() != planning_case.horizon.periods ||
      (!forecast.curves.empty() && forecast.curves.size() != facilities)) {
    throw std::invalid_argument("a forecast for another number of facilities or periods");
  }
}

}  // namespace

void write_demand_csv(std::ostream& out, const Case& planning_case,
                      const epidemic::DemandForecast& forecast) {
  require_one_shape(planning_case, forecast);
  TextOutput text(out);
  text.print("facility,date,period");
  for (const CurveColumn& column : kColumns) text.print(",{}", column.name);
  text.print(",patients\n");
  for (FacilityId i{0}; i.value() < forecast.patients.facilities(); ++i) {
    const auto n = static_cast<std::size_t>(i.value());
    const std::string id = csv_cell(planning_case.facilities[n].id);
    for (Period t{0}; t.value() < planning_case.horizon.periods; ++t) {
      text.print("{},{},{}", id, planning_case.horizon.label(t), t.value());
      for (const CurveColumn& column : kColumns) {
        if (forecast.curves.empty()) {
          text.print(",");
        } else {
          text.print(",{}",
                     (forecast.curves[n].*column.values).at(static_cast<std::size_t>(t.value())));
        }
      }
      text.print(",{}\n", forecast.patients(i, t));
    }
  }
  text.finish();
}

}  // namespace surgeflow::formats
