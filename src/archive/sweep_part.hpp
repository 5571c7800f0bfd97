// SPDX-License-Identifier: Apache-2.0
// A part of a sweep: some scenarios that follow one another, planned, in one HDF5 file of its own.
//
// A sweep that is not yet finished is a folder of parts. A part is written whole or not at all, so
// that a run may be killed at any moment; who continues reads what is there. A run that is asked to
// end writes the scenarios of a part that it has, and the state from which the next one starts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "surgeflow/archive/scenario_numbers.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::archive {

/// What is kept of every scenario for each facility and period, for quantiles.
enum class ScenarioPanel { demand, unmet, in_use, device_value };
inline constexpr ScenarioPanel kScenarioPanels[] = {ScenarioPanel::demand, ScenarioPanel::unmet,
                                                    ScenarioPanel::in_use,
                                                    ScenarioPanel::device_value};

/// One scenario, planned. The panels are [facility, period].
struct ScenarioOutcome {
  ScenarioNumbers numbers;
  Panel<Count> panels[std::size(kScenarioPanels)];
  std::vector<Count> sent;  ///< devices [facility] over the horizon
  double seconds = 0.0;     ///< of solving
};

[[nodiscard]] constexpr std::size_t number_of(ScenarioPanel panel) {
  return static_cast<std::size_t>(panel);
}

struct SweepPart {
  std::string sweep_sha256;    ///< of the sweep it belongs to
  std::int64_t first = 0;      ///< number of its first scenario
  std::int64_t scenarios = 0;  ///< that belong to it; `outcomes` may be fewer
  std::vector<ScenarioOutcome> outcomes;
  /// Plan and potentials of the last outcome; nothing where the part is complete.
  std::optional<WarmStart> state;

  [[nodiscard]] bool is_complete() const {
    return static_cast<std::int64_t>(outcomes.size()) == scenarios;
  }
};

/// Whole or not at all; throws SystemError.
void write_sweep_part(const std::filesystem::path& path, const SweepPart& part);

/// A part without its panels and its state.
struct SweepPartHead {
  std::string sweep_sha256;
  std::int64_t first = 0;
  std::int64_t scenarios = 0;
  std::vector<ScenarioNumbers> numbers;
  std::vector<Count> sent;      ///< [scenario, facility]
  std::vector<double> seconds;  ///< [scenario]
  std::int32_t facilities = 0;
  std::int32_t periods = 0;

  [[nodiscard]] bool is_complete() const {
    return static_cast<std::int64_t>(numbers.size()) == scenarios;
  }
};

// All throw InputError where the file is no part of a sweep, is damaged or is of another version.

[[nodiscard]] SweepPartHead read_sweep_part_head(const std::filesystem::path& path);
[[nodiscard]] SweepPart read_sweep_part(const std::filesystem::path& path);
/// Values of some facilities [scenario, facility, period], scenario by scenario.
[[nodiscard]] std::vector<Count> read_sweep_part_rows(const std::filesystem::path& path,
                                                      ScenarioPanel panel,
                                                      const FacilityRange& facilities);

}  // namespace surgeflow::archive
