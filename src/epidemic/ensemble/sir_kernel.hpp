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
// round. The quotient is so near 1 that a product with a reciprocal nearly always is the same
// number, and cells where it might not be are known from their population
// (scale_by_reciprocal.hpp). No cell waits for another, so cells are the elements of vectors. The
// kernel is written once, over vectors of any width (sir_kernel_body.hpp), and compiled for several
// instruction sets; the processor is asked at run time. Fused operations round differently and are
// switched off (-ffp-contract=off), but for the one that is proven to make no difference.
//
// Daily steps overshoot where S falls below zero; as long as S is not negative, neither are I and
// R. Of most cells it is known beforehand that S does not (ordinary_cells.hpp); of the others the
// signs of all S are joined, and looked at once for the block.
//
// What was tried: one array after the other, a day at a time, was bound by loads and stores; rows
// of all members, one a period, held up the stores of the state behind those of the patients, so a
// block's patients lie together. Fetching the rows of later days into the cache did not help.
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
  avx2,       ///< and FMA
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

/// Fills `patients` [period][cell]. More patients than a number holds are the most that it holds;
/// from the first such number on the others of its cell are of no use where rounding is cumulative.
/// Returns whether daily steps hold in every cell; where they do not, no number is of use.
[[nodiscard]] bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                              std::uint16_t* patients);
[[nodiscard]] bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                              std::int32_t* patients);

}  // namespace surgeflow::epidemic
