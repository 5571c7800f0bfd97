// SPDX-License-Identifier: Apache-2.0
// The kernel as it was compiled for each instruction set.
#pragma once

#include "epidemic/ensemble/sir_kernel.hpp"

namespace surgeflow::epidemic {

// Each as run_kernel(), on a processor that has the instructions; rounding must not be "none".

[[nodiscard]] bool run_portable(const CellBlock& block, const Course& course,
                                std::uint16_t* patients);
[[nodiscard]] bool run_portable(const CellBlock& block, const Course& course,
                                std::int32_t* patients);

// For x86-64 and GCC alone.

[[nodiscard]] bool run_avx2(const CellBlock& block, const Course& course, std::uint16_t* patients);
[[nodiscard]] bool run_avx2(const CellBlock& block, const Course& course, std::int32_t* patients);

[[nodiscard]] bool run_avx512(const CellBlock& block, const Course& course,
                              std::uint16_t* patients);
[[nodiscard]] bool run_avx512(const CellBlock& block, const Course& course, std::int32_t* patients);

}  // namespace surgeflow::epidemic
