// SPDX-License-Identifier: Apache-2.0
// Bounds of the epidemic parameters.
#include "model/parameter_bounds.hpp"

#include <cmath>

namespace surgeflow {

std::string standard_error_column(std::string_view parameter) {
  return std::string(parameter) + "_se";
}

std::optional<ParameterKind> kind_of_parameter(std::string_view name) {
  if (name == kDoublingTime) return ParameterKind::days;
  if (name == kContactReduction) return ParameterKind::share;
  if (name == kReproductionNumber) return ParameterKind::reproduction_number;
  for (const NumberParameter& parameter : kNumberParameters) {
    if (parameter.name == name) return parameter.kind;
  }
  return std::nullopt;
}

bool is_allowed(ParameterKind kind, double value) {
  if (!std::isfinite(value)) return false;
  switch (kind) {
    case ParameterKind::share:
      return value >= 0.0 && value <= 1.0;
    case ParameterKind::positive_share:
      return value > 0.0 && value <= 1.0;
    case ParameterKind::days:
      return value > 0.0;
    case ParameterKind::infectious_days:
      return value >= 1.0;
    case ParameterKind::persons:
    case ParameterKind::reproduction_number:
      return value >= 0.0;
  }
  return false;
}

std::string_view allowed_values(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::share:
      return "a share from 0 to 1";
    case ParameterKind::positive_share:
      return "a share above 0, up to 1";
    case ParameterKind::days:
      return "a number of days above 0";
    case ParameterKind::infectious_days:
      return "a number of days, 1 or more";
    case ParameterKind::persons:
      return "a number of persons, 0 or more";
    case ParameterKind::reproduction_number:
      return "a number, 0 or more";
  }
  return {};
}

}  // namespace surgeflow
