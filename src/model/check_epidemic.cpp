// SPDX-License-Identifier: Apache-2.0
// Parameters of the epidemic models.
#include <fmt/format.h>

#include <algorithm>

#include "model/case_checks.hpp"
#include "model/parameter_bounds.hpp"

namespace surgeflow::checks {
namespace {

std::string key_of(std::string_view name) { return fmt::format("demand.{}", name); }

Finding out_of_bounds(double value, ParameterKind kind) {
  return {fmt::format("{}", value), std::string(allowed_values(kind)), "correct the value"};
}

class EpidemicCheck {
 public:
  EpidemicCheck(const CaseStatement& statement, Findings& findings)
      : statement_(statement), case_(statement.epidemic), findings_(findings) {}

  void run() {
    check_case_numbers();
    check_schedule(kContactReduction, ParameterKind::share, case_.contact_reduction);
    check_schedule(kReproductionNumber, ParameterKind::reproduction_number,
                   case_.reproduction_number);
    check_first_day();
    check_case_growth();
    check_case_number();
    check_hospitalized_stated();
    for (const FacilityRecord& record : statement_.facilities) check_facility(record);
  }

 private:
  void check_case_numbers() {
    for (const NumberParameter& parameter : kNumberParameters) {
      const double value = case_.*parameter.member;
      if (is_allowed(parameter.kind, value)) continue;
      findings_.at_key(key_of(parameter.name), out_of_bounds(value, parameter.kind));
    }
    const auto& doubling = case_.doubling_time_days;
    if (doubling && !is_allowed(ParameterKind::days, *doubling)) {
      findings_.at_key(key_of(kDoublingTime), out_of_bounds(*doubling, ParameterKind::days));
    }
  }

  void check_schedule(std::string_view name, ParameterKind kind,
                      const std::vector<ReductionStep>& steps) {
    const std::string key = key_of(name);
    for (std::size_t n = 0; n < steps.size(); ++n) {
      if (!is_allowed(kind, steps[n].value)) {
        findings_.at_key(key, out_of_bounds(steps[n].value, kind));
      }
      if (steps[n].start_day < 0) {
        findings_.at_key(key, {fmt::format("start day {}", steps[n].start_day), "days from 0 on",
                               "count days from the start of the horizon"});
      }
      if (n > 0 && steps[n].start_day <= steps[n - 1].start_day) {
        findings_.at_key(key, {fmt::format("start day {} after start day {}", steps[n].start_day,
                                           steps[n - 1].start_day),
                               "start days that rise from entry to entry",
                               "put the entries in order, each day once"});
      }
    }
  }

  /// Without a reproduction number there is no epidemic to compute.
  void check_first_day() {
    const auto& steps = case_.reproduction_number;
    if (steps.empty() || steps.front().start_day <= 0) return;
    findings_.at_key(key_of(kReproductionNumber),
                     {fmt::format("nothing is stated before day {}", steps.front().start_day),
                      "a schedule that begins on day 0", "state the number of day 0 first"});
  }

  /// A reproduction number takes the place of doubling time and contact reduction.
  void check_case_number() {
    if (case_.reproduction_number.empty()) return;
    const std::string key = key_of(kReproductionNumber);
    if (is_chime()) {
      findings_.at_key(key, number_beside_chime());
    } else if (case_.doubling_time_days) {
      findings_.at_key(key, stated_twice(kDoublingTime, "remove one"));
    } else if (statement_.contact_reduction_stated) {
      findings_.at_key(key, stated_twice(kContactReduction, "remove one"));
    }
  }

  void check_own_number(const FacilityRecord& record) {
    const auto stated = [&](std::string_view name) {
      return record.epidemic.contains(std::string(name));
    };
    if (!stated(kReproductionNumber)) return;
    const std::string column(kReproductionNumber);
    if (is_chime()) {
      findings_.at_facility(record, column, number_beside_chime());
    } else if (stated(kDoublingTime)) {
      findings_.at_facility(record, column, stated_twice(kDoublingTime, "empty one of the cells"));
    } else if (stated(kContactReduction)) {
      findings_.at_facility(record, column,
                            stated_twice(kContactReduction, "empty one of the cells"));
    }
  }

  static Finding stated_twice(std::string_view other, std::string remedy) {
    return {fmt::format("{} and {} are both given", kReproductionNumber, other),
            "reproduction numbers, or a doubling time and a contact reduction", std::move(remedy)};
  }

  static Finding number_beside_chime() {
    return {"a reproduction number with demand.model = \"chime\"",
            "exactly one of doubling_time and date_first_hospitalized",
            "remove it, or set demand.model = \"sir\": CHIME fits its course to a doubling time"};
  }

  /// What the case states of growth, before facilities add theirs.
  void check_case_growth() {
    if (!is_chime()) return;
    if (case_.doubling_time_days && case_.date_first_hospitalized) {
      findings_.at_key(key_of(kDateFirstHospitalized),
                       {"doubling_time and date_first_hospitalized are both given",
                        "exactly one of the two", "remove one"});
    }
    if (case_.date_first_hospitalized && *case_.date_first_hospitalized > statement_.start) {
      findings_.at_key(key_of(kDateFirstHospitalized), late(*case_.date_first_hospitalized));
    }
  }

  void check_hospitalized_stated() {
    const auto& records = statement_.facilities;
    hospitalized_missing_ =
        std::none_of(records.begin(), records.end(),
                     [](const FacilityRecord& r) { return r.hospitalized.has_value(); });
    if (!hospitalized_missing_ || records.empty()) return;
    findings_.at_facilities(
        "hospitalized",
        {"no facility states its patients in hospital", "persons in hospital at the start",
         "add the column: demand.model = \"sir\" and \"chime\" start from it"});
  }

  void check_facility(const FacilityRecord& record) {
    for (const auto& [name, value] : record.epidemic) {
      const auto kind = kind_of_parameter(name);
      if (kind && !is_allowed(*kind, value)) {
        findings_.at_facility(record, name, out_of_bounds(value, *kind));
      }
    }
    for (const auto& [name, value] : record.standard_errors) {
      if (value >= 0.0) continue;
      findings_.at_facility(record, standard_error_column(name),
                            {fmt::format("{}", value), "a number, 0 or more", "correct the value"});
    }
    check_own_number(record);
    if (!record.hospitalized) {
      if (hospitalized_missing_ || record.lead_periods) return;
      findings_.at_facility(record, "hospitalized",
                            {"the cell is empty", "persons in hospital at the start",
                             "write 0 where nobody is in hospital"});
      return;
    }
    if (*record.hospitalized > 0.0) check_epidemic_there(record);
  }

  /// What a facility needs once somebody is in hospital.
  void check_epidemic_there(const FacilityRecord& record) {
    if (!record.population || *record.population == 0.0) {
      findings_.at_facility(
          record, "population",
          {record.population ? "0" : "the cell is empty", "persons who live there, above 0",
           "fill it: the epidemic runs among them"});
    }
    const bool own_doubling_time = record.epidemic.contains(std::string(kDoublingTime));
    const EpidemicParameters parameters = facility_parameters(statement_, record);
    if (is_chime() && own_doubling_time && record.date_first_hospitalized) {
      findings_.at_facility(record, std::string(kDateFirstHospitalized),
                            {"doubling_time and date_first_hospitalized are both given",
                             "exactly one of the two", "empty one of the cells"});
    } else if (is_chime() && record.date_first_hospitalized &&
               *record.date_first_hospitalized > statement_.start) {
      findings_.at_facility(record, std::string(kDateFirstHospitalized),
                            late(*record.date_first_hospitalized));
    } else if (!states_growth(parameters)) {
      refuse_missing_growth(record);
    }
  }

  [[nodiscard]] bool states_growth(const EpidemicParameters& parameters) const {
    if (parameters.doubling_time_days) return true;
    return is_chime() ? parameters.date_first_hospitalized.has_value()
                      : !parameters.reproduction_number.empty();
  }

  /// Once for the case where no facility has a column of its own, else where a cell is empty.
  void refuse_missing_growth(const FacilityRecord& record) {
    const Finding finding{"missing",
                          is_chime() ? "exactly one of doubling_time and date_first_hospitalized"
                                     : "a number of days above 0, or reproduction_number instead",
                          "state it in [demand] or in a column of the facilities' file"};
    const auto& records = statement_.facilities;
    const bool column_used =
        !case_.reproduction_number.empty() ||
        std::any_of(records.begin(), records.end(), [](const FacilityRecord& r) {
          return r.epidemic.contains(std::string(kDoublingTime)) ||
                 r.epidemic.contains(std::string(kReproductionNumber)) || r.date_first_hospitalized;
        });
    if (column_used) {
      findings_.at_facility(record, std::string(kDoublingTime), finding);
    } else if (!growth_refused_) {
      findings_.at_key(key_of(kDoublingTime), finding);
      growth_refused_ = true;
    }
  }

  [[nodiscard]] Finding late(Date date) const {
    return {fmt::format("{} is after the start of the horizon", format_date(date)),
            fmt::format("a date up to {}", format_date(statement_.start)),
            "state the day of the first patient in hospital"};
  }

  [[nodiscard]] bool is_chime() const { return statement_.demand_model == DemandModel::chime; }

  const CaseStatement& statement_;
  const EpidemicParameters& case_;
  Findings& findings_;
  bool hospitalized_missing_ = false;
  bool growth_refused_ = false;
};

}  // namespace

EpidemicParameters facility_parameters(const CaseStatement& statement,
                                       const FacilityRecord& record) {
  EpidemicParameters parameters = statement.epidemic;
  const auto own = [&](std::string_view name) -> std::optional<double> {
    const auto found = record.epidemic.find(std::string(name));
    if (found == record.epidemic.end()) return std::nullopt;
    return found->second;
  };
  for (const NumberParameter& parameter : kNumberParameters) {
    parameters.*parameter.member = own(parameter.name).value_or(parameters.*parameter.member);
  }
  const auto reduction = own(kContactReduction);
  if (reduction) parameters.contact_reduction = {{0, *reduction}};
  if (record.mitigation_date) parameters.mitigation_date = record.mitigation_date;
  const auto doubling_time = own(kDoublingTime);
  if (const auto number = own(kReproductionNumber)) {
    parameters.reproduction_number = {{0, *number}};
  } else if (doubling_time || reduction) {
    parameters.reproduction_number.clear();
  }
  if (statement.demand_model == DemandModel::chime &&
      (doubling_time || record.date_first_hospitalized)) {
    parameters.doubling_time_days = doubling_time;
    parameters.date_first_hospitalized = record.date_first_hospitalized;
  } else if (doubling_time) {
    parameters.doubling_time_days = doubling_time;
  }
  return parameters;
}

void check_epidemic(const CaseStatement& statement, Findings& findings) {
  EpidemicCheck(statement, findings).run();
}

}  // namespace surgeflow::checks
