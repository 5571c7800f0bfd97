// SPDX-License-Identifier: Apache-2.0
// Where the people of a synthetic case live.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace surgeflow::synth {

struct Spot {
  double latitude = 0.0;   ///< degrees north
  double longitude = 0.0;  ///< degrees east
};

struct City {
  Spot centre;
  double weight = 1.0;  ///< share of the urban sites, relative to other cities
};

/// A place with a facility.
struct Site {
  Spot spot;
  std::string name;
  double population = 0.0;  ///< persons, whole
};

/// Distance in degrees of latitude on a plane map of the box; for comparing, not for planning.
[[nodiscard]] double map_distance(const Spot& a, const Spot& b);

/// About one city for every fifteen sites, weights 1 / u for uniform u: Zipf's law of city sizes.
[[nodiscard]] std::vector<City> make_cities(std::size_t sites, std::uint64_t seed);

/// Three of four sites lie around a city, the others anywhere in the box.
[[nodiscard]] std::vector<Site> make_sites(std::size_t count, const std::vector<City>& cities,
                                           std::uint64_t seed);

/// For each site the number of its region, 0..regions-1: the nearest of as many sites, drawn at
/// random, which are centres. No region is empty.
[[nodiscard]] std::vector<std::size_t> make_regions(const std::vector<Site>& sites,
                                                    std::size_t regions, std::uint64_t seed);

}  // namespace surgeflow::synth
