// SPDX-License-Identifier: Apache-2.0
// From a trajectory to patients in the three classes of care; and the course of no epidemic.
#pragma once

#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {

/// Admissions and census of every class on the rows of a trajectory.
[[nodiscard]] CareForecast care_forecast(const Trajectory& trajectory,
                                         const EpidemicParameters& parameters);

/// Everybody susceptible on every row.
[[nodiscard]] Trajectory quiet_trajectory(double population, std::int32_t days);

/// Nobody in care on any row.
[[nodiscard]] CareForecast quiet_care(std::int32_t days);

/// Admissions up to a point in time, in days after row 0: linear between rows, 0 before row 0.
/// `admitted[d]` is the sum of the admissions of rows 1..d; not empty.
[[nodiscard]] double admitted_by(std::span<const double> admitted, double days);

/// Persons admitted on one day: the growth of those who ever needed care, never below 0.
[[nodiscard]] double admissions(double ever_yesterday, double ever_today);

}  // namespace surgeflow::epidemic
