// SPDX-License-Identifier: Apache-2.0
// The kernel for reading: one cell after the other, by the functions of the models.
#pragma once

#include "epidemic/ensemble/sir_kernel.hpp"

namespace surgeflow::epidemic {

/// As run_kernel().
template <class Whole>
[[nodiscard]] bool run_reference(const CellBlock& block, const Course& course, Whole* patients);

/// Of one cell: the column of that number in the rows. Where daily steps do not hold it stays.
template <class Whole>
[[nodiscard]] bool run_cell(const CellBlock& block, std::size_t cell, const Course& course,
                            Whole* patients);

}  // namespace surgeflow::epidemic
