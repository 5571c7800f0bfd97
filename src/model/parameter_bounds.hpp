// SPDX-License-Identifier: Apache-2.0
// The numeric epidemic parameters by name: where each is kept, and which values it may take.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "surgeflow/model/statement.hpp"

namespace surgeflow {

/// Kinds of value, with bounds. Whoever is infectious stays so for a day at least: models step in
/// days.
enum class ParameterKind {
  share,
  positive_share,
  days,
  infectious_days,
  persons,
  reproduction_number
};

/// A key of [demand] that may also be a column of facilities.csv.
struct NumberParameter {
  std::string_view name;
  double EpidemicParameters::*member;
  ParameterKind kind;
};

inline constexpr std::array kNumberParameters = {
    NumberParameter{"infectious_days", &EpidemicParameters::infectious_days,
                    ParameterKind::infectious_days},
    NumberParameter{"hospitalized_rate", &EpidemicParameters::hospitalized_rate,
                    ParameterKind::positive_share},
    NumberParameter{"icu_rate", &EpidemicParameters::icu_rate, ParameterKind::share},
    NumberParameter{"ventilated_rate", &EpidemicParameters::ventilated_rate, ParameterKind::share},
    NumberParameter{"hospital_days", &EpidemicParameters::hospital_days, ParameterKind::days},
    NumberParameter{"icu_days", &EpidemicParameters::icu_days, ParameterKind::days},
    NumberParameter{"ventilator_days", &EpidemicParameters::ventilator_days, ParameterKind::days},
    NumberParameter{"market_share", &EpidemicParameters::market_share,
                    ParameterKind::positive_share},
    NumberParameter{"recovered", &EpidemicParameters::recovered, ParameterKind::persons},
};

/// Names of the parameters that are no plain number in EpidemicParameters.
inline constexpr std::string_view kDoublingTime = "doubling_time";
inline constexpr std::string_view kContactReduction = "contact_reduction";
inline constexpr std::string_view kReproductionNumber = "reproduction_number";
inline constexpr std::string_view kDateFirstHospitalized = "date_first_hospitalized";
inline constexpr std::string_view kMitigationDate = "mitigation_date";

/// Parameters that are fitted to counts; those of which facilities.csv may state standard errors.
inline constexpr std::array kFittedParameters = {kDoublingTime, kContactReduction,
                                                 kReproductionNumber};

/// The column of facilities.csv with a fitted parameter's standard errors.
[[nodiscard]] std::string standard_error_column(std::string_view parameter);

/// The kind of a parameter that is a number, or a schedule of numbers; nothing for any other name.
[[nodiscard]] std::optional<ParameterKind> kind_of_parameter(std::string_view name);

[[nodiscard]] bool is_allowed(ParameterKind kind, double value);

/// The values of a kind in words, for messages.
[[nodiscard]] std::string_view allowed_values(ParameterKind kind);

}  // namespace surgeflow
