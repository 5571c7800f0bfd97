// SPDX-License-Identifier: Apache-2.0
// What was counted at facilities day by day, as series that growth can be fitted to.
#pragma once

#include <cstdint>
#include <span>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow::calibration {

/// What a report counts: all cases confirmed up to and on a day, or patients in hospital on it.
enum class Measure { cases, hospitalized };

/// One number of a report, persons, 0 or more.
struct CountReport {
  FacilityId facility;
  Date date{};
  double count = 0.0;
};

/// Days that counts may span, ten years: a longer span is a mistyped date.
inline constexpr std::int32_t kMaxCountedDays = 3'660;

struct Counts {
  Measure measure = Measure::cases;
  Date first{};  ///< day 0 of `daily`
  /// [facility, day]: cases newly confirmed on the day, or patients in hospital; NaN where a
  /// facility did not report.
  Panel<double> daily;
  std::int64_t falls = 0;        ///< cumulative counts below the one before; taken as no new case
  double lost = 0.0;             ///< cases by which they fell, together
  std::int64_t filled_days = 0;  ///< days within a series that were not reported

  [[nodiscard]] std::int32_t days() const { return daily.periods(); }
  [[nodiscard]] Date last() const { return first + std::chrono::days(days() - 1); }
};

/// Daily series of `facilities` facilities. Reports of one facility follow each other in the order
/// of their dates, each date once; those of different facilities may be mixed.
///
/// New cases are the differences of a cumulative count, so the first report of a facility gives
/// none. Where days are missing, new cases are spread evenly over the days up to the next report,
/// and patients in hospital lie on the straight line between two reports.
/// Throws InputError where there is no report, or where they span more than kMaxCountedDays.
[[nodiscard]] Counts daily_counts(Measure measure, std::span<const CountReport> reports,
                                  std::int32_t facilities);

}  // namespace surgeflow::calibration
