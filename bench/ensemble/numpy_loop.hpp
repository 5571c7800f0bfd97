// SPDX-License-Identifier: Apache-2.0
// The same cells in NumPy, by scripts/benchmarks/sir_numpy.py.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "scalar_loop.hpp"

namespace surgeflow::bench {

struct NumpyRun {
  double seconds = 0.0;                 ///< wall time of the computation alone
  double processor_seconds = 0.0;       ///< the same
  std::string version;                  ///< of NumPy
  std::vector<std::uint16_t> patients;  ///< [day][cell]
};

/// Runs `python` on all cells, so many at a time. Files go to `folder`.
/// Throws std::runtime_error where it gives no result.
[[nodiscard]] NumpyRun run_numpy_loop(const std::string& python,
                                      const std::filesystem::path& folder,
                                      std::span<const ScalarCell> cells,
                                      std::span<const std::int32_t> first_days, std::int32_t days,
                                      std::size_t at_a_time);

}  // namespace surgeflow::bench
