// SPDX-License-Identifier: Apache-2.0
// Demand of many members at once: quantiles for every facility and period, totals for every member.
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
/// vectors and the number of threads.
/// Throws InputError as forecast_patients() and apply_draws() do.
[[nodiscard]] EnsembleDemand ensemble_demand(const EnsembleTask& task,
                                             const EnsembleControl& control = {});

}  // namespace surgeflow::epidemic
