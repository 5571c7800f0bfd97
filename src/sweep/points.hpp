// SPDX-License-Identifier: Apache-2.0
// Points of sampled designs on the normal scale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "surgeflow/model/sweep_statement.hpp"

namespace surgeflow::sweep {

/// Standard normal coordinates [point, factor], row by row.
struct Points {
  std::size_t count = 0;
  std::size_t factors = 0;
  std::vector<double> z;

  [[nodiscard]] double at(std::size_t point, std::size_t factor) const {
    return z[point * factors + factor];
  }
};

/// Factors that a design can have: coordinates of a Sobol' sequence, of which Saltelli's takes two
/// a factor.
[[nodiscard]] std::size_t most_factors(Design design);

/// Points that a design makes of `scenarios` asked for: N, or Saltelli's N (k + 2).
[[nodiscard]] std::int64_t count_points(Design design, std::int64_t scenarios, std::size_t factors);

/// The points of a sampled design, as include/surgeflow/sweep/design.hpp describes them.
[[nodiscard]] Points make_points(Design design, std::size_t scenarios, std::size_t factors,
                                 std::uint64_t seed);

}  // namespace surgeflow::sweep
