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

/// Operations of the SIR model in one cell on one day, by the equations of sir_kernel.hpp: what is
/// compared, rounded, converted, loaded and stored is left out.
inline constexpr double kDivisions = 1.0;
inline constexpr double kSumsAndProducts = 17.0;

/// Seconds for one cell and day that these units need at least: the division and the other
/// operations run in different units, at the same time.
[[nodiscard]] double least_seconds(const MachineLimit& limit);

}  // namespace surgeflow::bench
