// SPDX-License-Identifier: Apache-2.0
// Demand of many members at once: quantiles for every facility and period, totals for every member.
//
// A thread takes one facility after the other and runs the SIR model for it in all members, 64 of
// them side by side in vectors (src/epidemic/ensemble/sir_kernel.hpp). That leaves one number of 16
// bits a period and member, from which quantiles are counted and which are added to the totals
// before the next facility takes their place. So memory does not grow with facilities x members: a
// thread holds 6 bytes a period and member (10 where a facility has 65,535 patients in a period),
// the answer 8 bytes a period and member, and 4 bytes a quantile, facility and period.
//
// Members whose demand is CHIME's, comes from a file, or is rounded in another way than that of the
// first are run one by one by the functions of the models.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/core/log_sink.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/core/stop.hpp"
#include "surgeflow/epidemic/draws.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::epidemic {

/// One course that the epidemic may take: a case, and what is drawn in it.
struct EnsembleMember {
  const Case* planning_case = nullptr;
  std::vector<Draw> draws;
  std::uint32_t number = 0;  ///< keys its random numbers
};

/// What to make of an ensemble. All members' cases have the same facilities and horizon.
struct EnsembleTask {
  std::span<const EnsembleMember> members;
  std::uint64_t seed = 0;
  std::span<const double> quantiles;  ///< in [0, 1]
  FacilityRange facilities;           ///< those that are looked at
};

struct EnsembleControl {
  int threads = 1;
  StopCondition stop;
  LogSink* log = &silent_log();
};

struct EnsembleDemand {
  StopReason stopped = StopReason::none;  ///< the rest is of no use where it stopped early
  /// By quantile: whole patients [facility of the range, period]. The quantile q of n members is
  /// the ceil(q n)-th smallest value, the smallest for q = 0: a number that some member has.
  std::vector<Panel<Count>> quantiles;
  /// Patients of all facilities of the range [member, period], row by row.
  std::vector<Total> patients;
};

/// The demand that forecast_patients() has for each member, bit for bit, whatever the machine's
/// vectors and the number of threads. Needs a member. Reports progress from one thread at a time.
/// Throws InputError as forecast_patients() and apply_draws() do, of the first member that fails,
/// whose number it names.
[[nodiscard]] EnsembleDemand ensemble_demand(const EnsembleTask& task,
                                             const EnsembleControl& control = {});

}  // namespace surgeflow::epidemic
