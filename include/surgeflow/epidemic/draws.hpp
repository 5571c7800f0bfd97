// SPDX-License-Identifier: Apache-2.0
// Uncertain parameters of the demand model, drawn for every facility of a case.
//
// For facility i of region r, a parameter with parts n, g, l of its variance (Spread) takes
//
//   F^-1(Phi(sqrt(n) Z + sqrt(g) Z_r + sqrt(l) Z_i))
//
// with independent standard normal numbers: Z of the whole nation, which the design of a sweep
// gives (a random one, or a point of a Latin hypercube or a Sobol' sequence), Z_r and Z_i keyed by
// (seed, member, parameter, region or facility). A draw depends on its key alone, never on threads,
// ranks or order.
#pragma once

#include <cstdint>
#include <span>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/uncertainty.hpp"

namespace surgeflow::epidemic {

/// One parameter's draw in one member of an ensemble.
struct Draw {
  const UncertainParameter* parameter = nullptr;
  std::uint32_t stream = 0;  ///< the parameter's number in the sweep: keys its random numbers
  double national = 0.0;     ///< Z
};

/// Whose random numbers.
struct MemberKey {
  std::uint64_t seed = 0;
  std::uint32_t member = 0;
};

/// Puts the draws into every facility's parameters.
/// Throws InputError where a draw is no value for its parameter (a rate above 1, a negative
/// reproduction number): facility, member, parameter, value, what is allowed, and that `least` and
/// `most`, or another distribution, keep draws within it.
void apply_draws(Case& planning_case, std::span<const Draw> draws, const MemberKey& key);

}  // namespace surgeflow::epidemic
