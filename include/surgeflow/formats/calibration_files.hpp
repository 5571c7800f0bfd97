// SPDX-License-Identifier: Apache-2.0
// Counts by facility and day in, and what a calibration found out.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/calibration/backtest.hpp"
#include "surgeflow/calibration/calibrate.hpp"
#include "surgeflow/calibration/counts.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::formats {

/// How a file of counts is laid out.
enum class CountsLayout {
  lines,  ///< one line a facility and day: facility, date, and cases or hospitalized
  jhu,    ///< the United States time series of Johns Hopkins: a line a county, a column a day
};

struct CountsTable {
  calibration::Measure measure = calibration::Measure::cases;
  std::vector<calibration::CountReport> reports;  ///< dates in order within a facility
  std::int64_t other_places = 0;                  ///< jhu: lines of places that the case lacks
  double other_count = 0.0;                       ///< jhu: their counts on the last day
};

/// Reads counts from the bytes of `file`. `facilities` are those of the case, in its order.
/// A line of CountsLayout::lines must name one of them. In CountsLayout::jhu a facility's id is the
/// county's five-digit code (column FIPS), and lines of other places are left out and counted.
/// Throws InputError with every finding: unknown facilities, dates out of order, what is no count.
[[nodiscard]] CountsTable read_counts_table(std::string_view bytes, const std::string& file,
                                            CountsLayout layout,
                                            const std::vector<FacilityRecord>& facilities);

/// The facilities' table `bytes` of a case with doubling_time, doubling_time_se, contact_reduction
/// and contact_reduction_se filled: cells of these columns are replaced, columns that are not there
/// come last, all else keeps its place and text. `file` is named in messages.
void write_calibrated_facilities(std::ostream& out, std::string_view bytes, const std::string& file,
                                 const calibration::Calibration& calibration);

/// One line a facility: counts, own and shrunk growth, weight of the region, and what follows.
void write_calibration_csv(std::ostream& out, const Case& planning_case,
                           const calibration::Calibration& calibration);

/// One line for all, then one a facility: days, counts, errors of the forecast and of two naive
/// ones, coverage of the intervals. Cells of a facility with no day to score are empty.
void write_backtest_csv(std::ostream& out, const Case& planning_case,
                        const calibration::Backtest& backtest);

}  // namespace surgeflow::formats
