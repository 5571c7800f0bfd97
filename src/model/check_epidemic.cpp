// SPDX-License-Identifier: Apache-2.0
// Parameters of the epidemic models.
#include <fmt/format.h>

#include <algorithm>

#include "model/case_checks.hpp"
#include "model/parameter_bounds.hpp"

namespace surgeflow::checks {
namespace {

std::string key_of(std::string_view name) { return fmt::format("demand.{}", name); }

/// The kind of any numeric parameter, also of those that are no plain number of the case.
std::optional<ParameterKind> kind_of(std::string_view name) {
  if (name == kDoublingTime) return ParameterKind::days;
  if (name == kContactReduction) return ParameterKind::share;
  for (const NumberParameter& parameter : kNumberParameters) {
    if (parameter.name == name) return parameter.kind;
  }
  return std::nullopt;
}

Finding out_of_bounds(double value, ParameterKind kind) {
  return {fmt::format("{}", value), std::string(allowed_values(kind)), "correct the value"};
}

class EpidemicCheck {
 public:
  EpidemicCheck(const CaseStatement& statement, Findings& findings)
      : statement_(statement), case_(statement.epidemic), findings_(findings) {}

  void run() {
    check_case_numbers();
    check_schedule();
    check_case_growth();
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

  void check_schedule() {
    const std::string key = key_of(kContactReduction);
    const auto& steps = case_.contact_reduction;
    for (std::size_t n = 0; n < steps.size(); ++n) {
      if (!is_allowed(ParameterKind::share, steps[n].value)) {
        findings_.at_key(key, out_of_bounds(steps[n].value, ParameterKind::share));
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
      const auto kind = kind_of(name);
      if (kind && !is_allowed(*kind, value)) {
        findings_.at_facility(record, name, out_of_bounds(value, *kind));
      }
    }
    if (!record.hospitalized) {
      if (hospitalized_missing_) return;
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
    } else if (!parameters.doubling_time_days &&
               !(is_chime() && parameters.date_first_hospitalized)) {
      refuse_missing_growth(record);
    }
  }

  /// Once for the case where no facility has a column of its own, else where a cell is empty.
  void refuse_missing_growth(const FacilityRecord& record) {
    const Finding finding{"missing",
                          is_chime() ? "exactly one of doubling_time and date_first_hospitalized"
                                     : "a number of days above 0",
                          "state it in [demand] or in a column of the facilities' file"};
    const auto& records = statement_.facilities;
    const bool column_used =
        std::any_of(records.begin(), records.end(), [](const FacilityRecord& r) {
          return r.epidemic.contains(std::string(kDoublingTime)) || r.date_first_hospitalized;
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
  if (const auto reduction = own(kContactReduction)) {
    parameters.contact_reduction = {{0, *reduction}};
  }
  if (record.mitigation_date) parameters.mitigation_date = record.mitigation_date;
  const auto doubling_time = own(kDoublingTime);
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
