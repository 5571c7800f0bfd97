// SPDX-License-Identifier: Apache-2.0
// What the vector units of this machine can do at most.
#pragma once

#include "epidemic/ensemble/sir_kernel.hpp"

namespace surgeflow::bench {

/// Numbers a second on one core, in vectors as wide as the kernel's.
struct MachineLimit {
  double divisions_per_second = 0.0;
  double sums_per_second = 0.0;
  double sums_and_products_per_second = 0.0;  ///< half of them sums, all of them independent
  double conversions_per_second = 0.0;        ///< to whole numbers
};

/// Measured in registers, with enough vectors at once that none waits for another.
[[nodiscard]] MachineLimit measure_limit(epidemic::KernelMake make);

/// Operations in one cell on one day down to whole patients. Rounding up and bounding take the
/// units of sums or products as well; one pack, which bounds, serves two vectors. What is loaded
/// and stored is left out.
struct Operations {
  double divisions = 0.0;
  double sums = 0.0;
  double products = 0.0;
  double roundings = 1.0;
  double packs = 0.5;
  double conversions = 1.0;
};
inline constexpr Operations kDividing = {.divisions = 1.0, .sums = 9.0, .products = 8.0};
/// As scale_by_reciprocal() has it, with a fused operation.
inline constexpr Operations kByReciprocal = {.sums = 10.0, .products = 9.0};

/// Seconds that the operations need at least: the largest of the times of the dividing unit, of the
/// adders, which also round and convert, and of adders and multipliers together.
[[nodiscard]] double least_seconds(const MachineLimit& limit, const Operations& operations);
/// Of one cell and day, in the better of the two ways.
[[nodiscard]] double least_seconds(const MachineLimit& limit);

}  // namespace surgeflow::bench
