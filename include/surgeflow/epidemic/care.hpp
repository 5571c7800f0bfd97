// SPDX-License-Identifier: Apache-2.0
// Who of the infected needs care: admissions and census of one class of patients.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace surgeflow::epidemic {

/// Patients of one class (hospital, intensive care, ventilator), one value a row. Row d is the
/// start of day d counted from the first row; persons, not rounded.
///
///   ever_d   = (I_d + R_d) x rate x market share
///   admits_d = ever_d - ever_d-1                   admitted during the day that ends at row d
///   census_d = sum of admits over (d - stay, d]    in care at row d
///
/// The first row has no day before it, so its admissions are 0, and patients admitted before the
/// first row are in no census. Source: Penn Medicine CHIME 1.1.5.
struct CareCourse {
  std::vector<double> ever;
  std::vector<double> admits;
  std::vector<double> census;
};

struct CareForecast {
  CareCourse hospitalized;
  CareCourse icu;
  CareCourse ventilated;
};

/// The share of the infected who need one class of care here, and for how long.
struct CareNeed {
  double rate = 0.0;          ///< share of the infected, in [0, 1]
  double market_share = 1.0;  ///< share of them who come to this facility, in (0, 1]
  double stay_days = 1.0;     ///< > 0; a fraction of a day is allowed
};

/// The course of one class. `ever_infected` is I + R, persons, one value a row.
[[nodiscard]] CareCourse care_course(std::span<const double> ever_infected, const CareNeed& need);

/// Patients in care when admissions arrive evenly over each day and leave after `stay_days`.
/// `admits[d]` as in CareCourse. Element k of the result is the census k / `steps_per_day` days
/// after the first row; there are (rows - 1) x steps_per_day + 1 elements. With one step a day this
/// is CareCourse::census; with more, it is the same at the ends of the days.
/// Throws InputError for a stay that is not above 0 or fewer than one step a day.
[[nodiscard]] std::vector<double> census_between_rows(std::span<const double> admits,
                                                      double stay_days, std::int32_t steps_per_day);

}  // namespace surgeflow::epidemic
