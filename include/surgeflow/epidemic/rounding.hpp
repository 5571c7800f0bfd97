// SPDX-License-Identifier: Apache-2.0
// Expected patients a period as whole patients.
#pragma once

#include <span>
#include <vector>

#include "surgeflow/model/case.hpp"

namespace surgeflow::epidemic {

/// Fewer patients than this above a whole number are floating-point noise and are not rounded up:
/// otherwise noise around an exact whole number, or in an epidemic long over, makes patients.
inline constexpr double kNegligiblePatients = 1e-9;

/// The values, one a period, as whole numbers, or as they are for Rounding::none:
///   ceil        each up to the next whole number, as in the study: never below the expectation,
///   and
///               the total above it by up to one patient a period
///   cumulative  n_t = floor(C_t + 1/2) - floor(C_t-1 + 1/2) with C the running sum: every running
///               total is within 1/2 of the expected one
///   nearest     each to the nearest, halves up
/// Throws InputError where a value is negative or not finite.
[[nodiscard]] std::vector<double> round_patients(std::span<const double> patients,
                                                 Rounding rounding);

}  // namespace surgeflow::epidemic
