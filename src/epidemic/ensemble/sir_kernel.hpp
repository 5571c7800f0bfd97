// SPDX-License-Identifier: Apache-2.0
// The SIR model of a block of cells, day by day, down to whole patients: one kernel, several makes.
//
// For every cell and day, with the arithmetic of run_sir(), care_course() and round_patients() in
// the same order, so that all makes agree bit for bit:
//
//   n = beta S I    r = gamma I    S' = S - n    I' = (n - r) + I    R' = r + R
//   (S, I, R) = (S', I', R') x N / (S' + I' + R')
//   ever = (I + R) x rate x market share      patients = round(max(0, ever - ever yesterday))
//
// That is 8 multiplications, 9 additions and 1 division a cell and day, and a few operations that
// round. No cell waits for another, so a day is a loop over the block's arrays that compilers turn
// into vectors; written once, it is compiled for several instruction sets, and the processor is
// asked at run time. One cell alone, day after day, would wait some 40 cycles a day for its own
// results; a block has its next vector ready instead, and is bound by the divider. Fused operations
// round differently and are switched off (-ffp-contract=off).
//
// Daily steps overshoot where S falls below zero; as long as S is not negative, neither are I and
// R. The signs of all S are joined, and looked at once for the block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "epidemic/ensemble/cell_block.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::epidemic {

enum class KernelMake {
  reference,  ///< the models' own functions, cell by cell
  portable,   ///< the compiler's default instruction set
  avx2,
  avx512,
};

/// "reference", "portable", "avx2", "avx512".
[[nodiscard]] std::string_view name_of(KernelMake make);
/// Those that this processor can run, from the plainest to the widest.
[[nodiscard]] std::vector<KernelMake> available_kernels();
/// The fastest of them.
[[nodiscard]] KernelMake best_kernel();

/// What is asked of a block. Rounding::none is not for kernels.
struct Course {
  std::int32_t periods = 0;
  std::int32_t per_day = 1;  ///< periods in a day
  Rounding rounding = Rounding::ceil;
};

/// Where patients go, [period][cell]: rows that begin so many elements apart. More patients than a
/// number holds are the most that it holds; from the first such number on the others of its cell
/// are of no use where rounding is cumulative.
template <class Whole>
struct CountRows {
  Whole* first = nullptr;
  std::size_t stride = 0;
  [[nodiscard]] Whole* row(std::int32_t period) const {
    return first + static_cast<std::size_t>(period) * stride;
  }
};

/// Whether daily steps hold in every cell. Where they do not, no row is of use.
[[nodiscard]] bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                              CountRows<std::uint16_t> patients);
[[nodiscard]] bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                              CountRows<std::int32_t> patients);

}  // namespace surgeflow::epidemic
