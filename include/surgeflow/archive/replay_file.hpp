// SPDX-License-Identifier: Apache-2.0
// What a replay found, in one HDF5 file with the conventions of the plan file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {

/// One policy of a replay.
struct ReplayOutcome {
  std::string policy;
  Panel<Count> unmet;  ///< [facility, period]
  Total patients = 0;
  Total without = 0;
  Total devices_moved = 0;
  Total shipments = 0;
  Total open_devices = 0;       ///< on orders when a day was planned; 0 where nothing is ordered
  Total surviving_devices = 0;  ///< of those, travelling as ordered afterwards
};

struct ReplayDocument {
  std::string name;
  Horizon horizon;
  std::vector<Facility> facilities;
  Panel<Count> truth;  ///< patients who came [facility, period]
  std::vector<ReplayOutcome> outcomes;
  Provenance provenance;
};

/// Writes /input (labels, demand), /policies (a row each, with unmet [policy, facility, period])
/// and /provenance, whole or not at all. Throws SystemError with the remedy.
void write_replay(const std::filesystem::path& path, const ReplayDocument& document);

}  // namespace surgeflow::archive
