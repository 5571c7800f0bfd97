// SPDX-License-Identifier: Apache-2.0
// The three ways to make whole patients of expected ones.
#include "surgeflow/epidemic/rounding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "epidemic/guards.hpp"

namespace surgeflow::epidemic {
namespace {

void require_patients(std::span<const double> patients) {
  const auto bad = std::find_if(patients.begin(), patients.end(), [](double value) {
    return !(value >= 0.0) || !std::isfinite(value);
  });
  if (bad == patients.end()) return;
  refuse("patients", fmt::format("{} patients in period {}", *bad, bad - patients.begin()),
         "a finite number, 0 or more", "");
}

double round_half_up(double value) { return std::floor(value + 0.5); }

/// The adding of 0 makes a negative zero positive.
double round_up(double value) { return std::ceil(value - kNegligiblePatients) + 0.0; }

std::vector<double> round_running_total(std::span<const double> patients) {
  std::vector<double> whole;
  whole.reserve(patients.size());
  double expected = 0.0;
  double rounded = 0.0;
  for (const double value : patients) {
    expected += value;
    const double total = round_half_up(expected);
    whole.push_back(total - rounded);
    rounded = total;
  }
  return whole;
}

}  // namespace

std::vector<double> round_patients(std::span<const double> patients, Rounding rounding) {
  require_patients(patients);
  if (rounding == Rounding::cumulative) return round_running_total(patients);
  std::vector<double> rounded(patients.begin(), patients.end());
  if (rounding == Rounding::ceil) {
    std::transform(rounded.begin(), rounded.end(), rounded.begin(), round_up);
  }
  if (rounding == Rounding::nearest) {
    std::transform(rounded.begin(), rounded.end(), rounded.begin(), round_half_up);
  }
  return rounded;
}

}  // namespace surgeflow::epidemic
