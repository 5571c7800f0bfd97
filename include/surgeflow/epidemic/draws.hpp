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
// ranks or order. Regions are numbered as they occur among the case's facilities, which are
// numbered as they stand; whoever draws Z from the same key has the counters below 2^32 for it.
//
// A parameter without a distribution is drawn around each facility's own value, with the standard
// error that the facility states for it as standard deviation: lognormal, or beta where it is a
// share. A facility without a standard error keeps its value.
//
// Where `least` and `most` are equal nothing is drawn: every facility has that value.
//
// A schedule takes a draw as the value from a day on, until its next step, or over the whole
// course; its own value is then that on the day, or on day 0. A draw that is a share of another
// number is multiplied with it; the draws before it have been put in by then.
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

/// Puts the draws into every facility's parameters, one after the other.
/// Throws InputError where a draw is no value for its parameter (a rate above 1, a negative
/// reproduction number): facility, member, parameter, value, what is allowed, and that `least` and
/// `most`, or another distribution, keep draws within it; where a standard error is too large for
/// the value; where a parameter is not a number of [demand], or its distribution impossible.
void apply_draws(Case& planning_case, std::span<const Draw> draws, const MemberKey& key);

/// Throws what apply_draws() would throw, without the case being changed or copied.
void check_draws(const Case& planning_case, std::span<const Draw> draws, const MemberKey& key);

}  // namespace surgeflow::epidemic
