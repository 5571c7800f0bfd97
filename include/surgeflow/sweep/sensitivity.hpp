// SPDX-License-Identifier: Apache-2.0
// Sobol' indices: how much of an output's variance is due to which factor.
//
// First order: the share of the variance that a factor explains alone, S_i = V(E(Y | X_i)) / V(Y).
// Total: with all its interactions, T_i = E(V(Y | all but X_i)) / V(Y).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace surgeflow::sweep {

/// An estimate and its bootstrap interval.
struct Estimate {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

struct SobolIndex {
  Estimate first_order;
  Estimate total;
};

struct Bootstrap {
  std::int32_t resamples = 1000;
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

/// From the outputs of Saltelli's design with N points and k factors in the order in which
/// make_scenarios has them; by factor. Throws std::invalid_argument where `outputs` has not
/// N (k + 2) values. All 0 where the output does not vary.
[[nodiscard]] std::vector<SobolIndex> sobol_indices(std::span<const double> outputs,
                                                    std::size_t points, std::size_t factors,
                                                    const Bootstrap& bootstrap);

}  // namespace surgeflow::sweep
