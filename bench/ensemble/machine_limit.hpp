// SPDX-License-Identifier: Apache-2.0
// What the vector units of this machine can do at most.
#pragma once

#include "epidemic/ensemble/sir_kernel.hpp"

namespace surgeflow::bench {

/// Numbers a second on one core, in vectors as wide as the kernel's.
struct MachineLimit {
  double divisions_per_second = 0.0;
  double sums_and_products_per_second = 0.0;  ///< half of them sums, all of them independent
};

/// Measured in registers, with enough vectors at once that none waits for another.
[[nodiscard]] MachineLimit measure_limit(epidemic::KernelMake make);

/// Operations in one cell on one day down to whole patients: a division beside 9 additions, 8
/// multiplications, and what takes their units as well: one each that joins signs, rounds up and
/// converts, and one for every two vectors that bounds and packs. What is loaded and stored is left
/// out.
inline constexpr double kDivisions = 1.0;
inline constexpr double kOtherOperations = 9.0 + 8.0 + 3.5;
/// A multiplication and two additions, as in scale_by_reciprocal().
inline constexpr double kOperationsForNoDivision = 3.0;

/// Seconds for one cell and day that these units need at least, in the better of two ways: with a
/// division, which runs in another unit at the same time as the other operations, or without.
[[nodiscard]] double least_seconds(const MachineLimit& limit);

}  // namespace surgeflow::bench
