// SPDX-License-Identifier: Apache-2.0
// Sobol' indices: how much of an output's variance is due to which factor.
//
// First order: the share of the variance that a factor explains alone, S_i = V(E(Y | X_i)) / V(Y).
// Total: with all its interactions, T_i = E(V(Y | all but X_i)) / V(Y).
//
// Estimators over points j = 1..N of Saltelli's design, with outputs f less their mean:
//
//   S_i = 1/N sum_j f(B)_j (f(AB_i)_j - f(A)_j) / V        Saltelli and others, 2010, table 2 (b)
//   T_i = 1/(2 N) sum_j (f(A)_j - f(AB_i)_j)^2 / V         Jansen, 1999
//
// and V the variance of all f(A) and f(B). Intervals are percentiles over resamples of the points,
// with all k + 2 outputs of a point kept together (Archer, Saltelli, Sobol', 1997). An estimate of
// an index near 0 may be negative.
//
// Sources: Saltelli, Annoni, Azzini, Campolongo, Ratto, Tarantola, "Variance based sensitivity
// analysis of model output", Computer Physics Communications 181, 2010; Jansen, "Analysis of
// variance designs for model output", Computer Physics Communications 117, 1999.
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
