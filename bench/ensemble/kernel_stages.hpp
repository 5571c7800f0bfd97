// SPDX-License-Identifier: Apache-2.0
// The kernel beside a scalar loop, NumPy and the limit of the machine, on the same cells.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace surgeflow::bench {

struct KernelOptions {
  std::size_t members = 10'000;
  int threads = 1;     ///< where more than one is measured
  std::string python;  ///< an interpreter with NumPy
};

/// Runs all members of eight facilities of the case. What it finds goes to the standard output, one
/// JSON object: "stages" by name with the seconds of one pass over all cells, "limit", "answer", or
/// "failure". Returns the process's exit code.
[[nodiscard]] int run_kernel_stages(const std::filesystem::path& case_file,
                                    const std::filesystem::path& folder,
                                    const KernelOptions& options);

}  // namespace surgeflow::bench
