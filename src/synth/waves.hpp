// SPDX-License-Identifier: Apache-2.0
// When the epidemic of a synthetic case reaches each site.
#pragma once

#include <cstdint>
#include <vector>

#include "synth/geography.hpp"

namespace surgeflow::synth {

/// The epidemic at one site on the first day.
struct Wave {
  double infected_share = 0.0;      ///< of the population
  double doubling_time_days = 4.0;  ///< before contacts are reduced
};

/// Outbreaks start in several cities at several times and travel from there. A site that is
/// reached late starts with fewer infected and has a longer doubling time (people are warned).
/// The first waves peak about a quarter into the horizon, or 60 days where it is longer.
[[nodiscard]] std::vector<Wave> make_waves(const std::vector<Site>& sites,
                                           const std::vector<City>& cities, double days,
                                           std::uint64_t seed);

}  // namespace surgeflow::synth
