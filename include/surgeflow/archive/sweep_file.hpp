// SPDX-License-Identifier: Apache-2.0
// SWEEP output: one row a scenario, quantiles over scenarios, and what their inputs matter.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/archive/scenario_numbers.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {

/// What a scenario was made from: one column. Where each value is a number, or none, it is written
/// as one (NaN: the base case's value), otherwise as text.
struct SweepInput {
  std::string name;                 ///< "demand.contact_reduction"
  std::vector<std::string> values;  ///< [scenario], in TOML; empty: the base case's
};

/// Over the scenarios that count; the quantile q of n values is the ceil(q n)-th smallest.
struct SweepQuantiles {
  std::vector<double> levels;  ///< in [0, 1]
  /// [quantile, facility, period]; empty where it was not asked for.
  std::vector<Count> demand;
  std::vector<Count> unmet;
  std::vector<Count> in_use;
  std::vector<Count> device_value;
};

/// Sums over facilities [scenario, period]; empty where there is no plan.
struct SweepCourses {
  std::vector<Total> demand;
  std::vector<Total> unmet;
  std::vector<Total> in_use;
};

/// Shares of the scenarios that count [facility].
struct SweepShares {
  std::vector<double> lends;  ///< in which it sends a device
  std::vector<double> lacks;  ///< in which some of its patients go without
};

/// Unmet demand where one input alone leaves its middle.
struct TornadoRow {
  std::string input;
  std::string low_value;
  std::string high_value;
  Total unmet_low = 0;
  Total unmet_high = 0;
};

/// Sobol' indices of unmet demand with their bootstrap intervals.
struct SensitivityRow {
  std::string input;
  double first_order = 0.0, first_order_low = 0.0, first_order_high = 0.0;
  double total = 0.0, total_low = 0.0, total_high = 0.0;
};

/// The plan of a quantile of demand.
struct QuantilePlan {
  double level = 0.0;
  ScenarioNumbers numbers;
};

struct SweepDocument {
  std::string sweep_name;
  std::string description;
  std::string case_name;
  std::string item_name;
  std::string design;
  Horizon horizon;
  std::vector<Facility> facilities;
  std::vector<std::string> scenario_names;
  std::int64_t counted = 0;  ///< the first so many scenarios are the design's; others the tornado's
  std::vector<SweepInput> inputs;
  /// [scenario]; of a sweep without plans only `demand` is known.
  std::vector<ScenarioNumbers> numbers;
  SweepQuantiles quantiles;
  SweepCourses courses;
  SweepShares shares;
  Total unmet_centre = 0;
  std::vector<TornadoRow> tornado;
  std::vector<SensitivityRow> sensitivity;
  std::vector<QuantilePlan> quantile_plans;
  std::vector<double> seconds;  ///< of each solve [scenario]; volatile
  std::int64_t ranks = 1;       ///< volatile
  std::int64_t threads = 1;     ///< volatile
  Provenance provenance;
};

/// Whole or not at all; throws SystemError with the remedy.
void write_sweep(const std::filesystem::path& path, const SweepDocument& document);

}  // namespace surgeflow::archive
