// SPDX-License-Identifier: Apache-2.0
// All parts of a sweep brought together: columns, courses and quantiles.
//
// Quantiles take every value of a facility and period, and there may be more values than memory. So
// facilities are looked at a few at a time, each time in all parts; what is held are some hundred
// mebibytes, whatever the number of scenarios, and the results.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "surgeflow/archive/scenario_numbers.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/model/lane_table.hpp"
#include "sweep/part_folder.hpp"

namespace surgeflow::sweep {

/// What becomes of one panel of the scenarios.
struct MergedPanel {
  /// [quantile, facility of the range, period] over the scenarios that count.
  std::vector<Count> quantiles;
  /// Sums over facilities of the range [scenario, period], of all scenarios.
  std::vector<Total> courses;
  /// Share of the scenarios that count in which the facility has a value above 0 in any period.
  std::vector<double> above_zero;  ///< [facility of the range]
};

struct MergedSweep {
  std::int32_t facilities = 0;
  std::int32_t periods = 0;
  std::vector<archive::ScenarioNumbers> numbers;  ///< [scenario]
  std::vector<double> seconds;                    ///< [scenario]
  MergedPanel panels[std::size(archive::kScenarioPanels)];
  std::vector<double> sends;  ///< like above_zero, of devices sent [facility]
};

struct MergeOptions {
  std::int64_t counted = 0;  ///< of so many scenarios, the first, quantiles are taken
  std::optional<FacilityRange> facilities{};  ///< those that are looked at; nothing: all
  std::span<const double> quantiles;          ///< in [0, 1]
  int threads = 1;
  std::int64_t most_bytes = std::int64_t{256} << 20;  ///< of values held at a time
};

/// `blocks` are all blocks of the sweep, whose parts are complete. The quantile q of n values is
/// the ceil(q n)-th smallest, the smallest for q = 0. Throws InputError for a damaged part.
[[nodiscard]] MergedSweep merge_parts(const PartFolder& parts, const std::vector<Block>& blocks,
                                      const MergeOptions& options);

}  // namespace surgeflow::sweep
