// SPDX-License-Identifier: Apache-2.0
// ensemble_demand() of a whole case.
#pragma once

#include <cstddef>
#include <filesystem>

namespace surgeflow::bench {

/// Runs the ensemble with five quantiles. What it finds goes to the standard output as one JSON
/// object: "seconds", "processor_seconds", "answer", or "failure". Returns the process's exit code.
[[nodiscard]] int run_whole_ensemble(const std::filesystem::path& case_file, std::size_t members,
                                     int threads);

}  // namespace surgeflow::bench
