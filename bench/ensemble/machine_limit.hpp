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

/// Operations in one cell on one day down to whole patients, by sir_kernel_body.hpp: a division; 9
/// additions, 8 multiplications, and one each that bounds from below, rounds up, bounds from above,
/// converts and packs, which take the units of sums and products. What is loaded and stored is left
/// out.
inline constexpr double kDivisions = 1.0;
inline constexpr double kOtherOperations = 9.0 + 8.0 + 5.0;

/// Seconds for one cell and day that these units need at least: the division and the other
/// operations run in different units, at the same time.
[[nodiscard]] double least_seconds(const MachineLimit& limit);

}  // namespace surgeflow::bench
