// SPDX-License-Identifier: Apache-2.0
// What is expected of the days to come, from the days that were seen.
//
// Growth: patients of the last days grow by e^r a day at each facility; r is fitted and shrunk
// towards the facility's region as in calibration (growth.hpp, shrinkage.hpp), and the level is
// that of all fitted days under it. From today on growth fades: on day h from now it is r d^h, so
// that in the end patients come as they do, e^(r d / (1 - d)) times today's. Without that the
// growth of two weeks, carried on for months, makes everybody ill several times over. Expected
// patients become whole ones by their running sum, so that a facility's total is right.
//
// Before kLeastFittedDays days have been seen, what the case forecasts is expected.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::replay {

/// Patients expected [facility, from today on], on the morning of `today`.
using Outlook = std::function<Panel<Count>(Period today)>;

/// What the case says, whatever comes.
[[nodiscard]] Outlook fixed_outlook(Panel<Count> forecast);

/// The same, scaled at each facility by the patients of `truth` who came before today against those
/// who were forecast, each with kPriorPatients more, so that a few patients prove nothing yet.
[[nodiscard]] Outlook scaled_outlook(Panel<Count> truth, Panel<Count> forecast);
inline constexpr Count kPriorPatients = 5;

struct GrowthOutlook {
  std::int32_t fit_days = 14;
  double damping = 0.9;  ///< d, in [0, 1)
};

/// From the days of `truth` before today, and nothing after. Periods are days.
[[nodiscard]] Outlook growth_outlook(const Case& whole, Panel<Count> truth, Panel<Count> forecast,
                                     const GrowthOutlook& options);

}  // namespace surgeflow::replay
