// SPDX-License-Identifier: Apache-2.0
// Doubling times and contact reductions of facilities from what was counted there.
//
// The SIR model (surgeflow/epidemic/sir.hpp) makes new infections grow by g1 a day while all
// contacts are kept, and by g2 once a share c of them is avoided, as long as nearly all are
// susceptible:
//
//   g1 = beta S0 - gamma                 doubling time Td = ln 2 / ln(1 + g1)
//   g2 = beta S0 (1 - c) - gamma         c = 1 - (g2 + gamma) / (g1 + gamma)
//
// r1 = ln(1 + g1) and r2 = ln(1 + g2) are fitted to the days before and after the change
// (growth.hpp), each with a level of its own, so that their errors are independent; counts follow
// infections by a delay. Both are shrunk (shrinkage.hpp), and standard errors follow by the delta
// method:
//
//   se(Td) = ln 2 / r1^2 se(r1)
//   se(c)^2 = (e^r2 / (g1 + gamma))^2 se(r2)^2 + (e^r1 (g2 + gamma) / (g1 + gamma)^2)^2 se(r1)^2
//
// Bounds: where r1 is below ln 2 / kLongestDoublingTime, also where counts fall, the doubling time
// is kLongestDoublingTime and c is reckoned from it; c is kept in [0, 1]; se(Td) is Td at most,
// beyond which a linear error says nothing. What was bounded is marked.
// Limits: confirmed cases must be the same share of infections on all days; where testing grows, so
// does what is found. Infected and immune persons must be few against the population.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "surgeflow/calibration/counts.hpp"
#include "surgeflow/calibration/growth.hpp"
#include "surgeflow/calibration/shrinkage.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::calibration {

/// Days; a doubling time above this is no growth that a plan of half a year could tell from none.
inline constexpr double kLongestDoublingTime = 100.0;
/// Days with reports that a fit needs.
inline constexpr std::int32_t kLeastFittedDays = 7;

struct Options {
  Date change_date{};            ///< the first day with fewer contacts
  std::int32_t delay_days = 7;   ///< from a contact to its count, >= 0
  std::int32_t fit_days = 21;    ///< length of each stretch, at least kLeastFittedDays
  double least_count = 10.0;     ///< a facility's own count in a stretch, below which it has no say
  std::optional<Date> until{};   ///< the last day used; default: the last day of the counts
  std::int32_t score_days = 14;  ///< days that the back-test forecasts, >= 1
  int threads = 1;
};

/// Days from `first` to `last`.
struct Stretch {
  Date first{};
  Date last{};
  [[nodiscard]] std::int32_t days() const {
    return static_cast<std::int32_t>((last - first).count()) + 1;
  }
};

/// What is fitted: up to the change, and the latest days after it.
struct Stretches {
  Stretch before;
  Stretch after;
};

/// Both stretches lie within the counts. Throws InputError where one has fewer than
/// kLeastFittedDays days, or where `until` is not among the days of the counts.
[[nodiscard]] Stretches stretches_of(const Counts& counts, const Options& options);

/// One stretch at one facility.
struct FacilityGrowth {
  double count = 0.0;         ///< new cases; for a census the sum over its days
  std::optional<Growth> own;  ///< nothing where too little was counted
  ShrunkEstimate shrunk;      ///< of r
};

struct FacilityCalibration {
  FacilityGrowth before;
  FacilityGrowth after;
  double doubling_time = 0.0;  ///< days
  double doubling_time_se = 0.0;
  double contact_reduction = 0.0;  ///< share
  double contact_reduction_se = 0.0;
  bool growth_bounded = false;     ///< no growth before the change, or nearly none
  bool reduction_bounded = false;  ///< c was outside of [0, 1]
};

struct Calibration {
  Stretches stretches;
  Shrinkage before;
  Shrinkage after;
  std::vector<FacilityCalibration> facilities;  ///< [facility]
};

/// Regions are those of the facilities (`Facility::region`). The same on any number of threads.
/// Throws InputError as stretches_of, and where no facility at all has enough counts.
[[nodiscard]] Calibration calibrate(const Case& planning_case, const Counts& counts,
                                    const Options& options);

/// A doubling time and a reduction from two growths, as above.
struct EpidemicEstimate {
  Estimate doubling_time;
  Estimate contact_reduction;
  bool growth_bounded = false;
  bool reduction_bounded = false;
};
[[nodiscard]] EpidemicEstimate epidemic_of(const Estimate& log_growth_before,
                                           const Estimate& log_growth_after,
                                           double recovery_per_day);

}  // namespace surgeflow::calibration
