// SPDX-License-Identifier: Apache-2.0
// A demand forecast in one HDF5 file, with the conventions of the plan file.
#pragma once

#include <filesystem>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {

/// Writes /demand (patients, and the compartments, admissions and censuses where an epidemic model
/// gave them, all [facility, period]) and /provenance, whole or not at all.
/// Throws SystemError with the remedy.
void write_demand(const std::filesystem::path& path, const Case& planning_case,
                  const epidemic::DemandForecast& forecast, const Provenance& provenance);

}  // namespace surgeflow::archive
