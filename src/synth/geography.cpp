// SPDX-License-Identifier: Apache-2.0
// Draws cities, sites around and between them, and regions.
#include "synth/geography.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "synth/draw.hpp"

namespace surgeflow::synth {
namespace {

// A box of the size of the contiguous United States, and kilometres of a degree of longitude
// there relative to one of latitude (cosine of 37 degrees).
constexpr double kSouth = 26.0, kNorth = 48.0;
constexpr double kWest = -122.0, kEast = -70.0;
constexpr double kLongitudeScale = 0.8;

constexpr double kUrbanShare = 0.75;
constexpr std::size_t kSitesPerCity = 15;
constexpr double kLargestWeight = 200.0;

// Populations are Pareto distributed, size / u^(3/4) around cities and size / u^(1/2) elsewhere:
// about 100,000 on average, as in a county of the United States.
constexpr double kUrbanSize = 35'000.0, kLargestUrban = 3'000'000.0;
constexpr double kRuralSize = 5'000.0, kLargestRural = 100'000.0;

constexpr double kCoordinateScale = 1e4;  // four decimals, about 10 m

Spot within_box(double latitude, double longitude) {
  return {rounded(std::clamp(latitude, kSouth, kNorth), kCoordinateScale),
          rounded(std::clamp(longitude, kWest, kEast), kCoordinateScale)};
}

Spot anywhere(Draw& draw) {
  const double latitude = draw.between(kSouth, kNorth);
  return within_box(latitude, draw.between(kWest, kEast));
}

/// Larger cities spread wider: 15 to 60 km.
Spot around(const City& city, Draw& draw) {
  const double spread = 0.12 + 0.03 * std::sqrt(city.weight);
  const double north = spread * draw.bell();
  const double east = spread * draw.bell() / kLongitudeScale;
  return within_box(city.centre.latitude + north, city.centre.longitude + east);
}

double urban_population(Draw& draw) {
  const double root = std::sqrt(draw.positive());
  return std::floor(std::min(kUrbanSize / (root * std::sqrt(root)), kLargestUrban));
}

double rural_population(Draw& draw) {
  return std::floor(std::min(kRuralSize / std::sqrt(draw.positive()), kLargestRural));
}

/// Sums of the weights up to and including each city.
std::vector<double> running_weights(const std::vector<City>& cities) {
  std::vector<double> sums;
  double sum = 0.0;
  for (const City& city : cities) sums.push_back(sum += city.weight);
  return sums;
}

std::size_t pick_city(const std::vector<double>& running_weight, Draw& draw) {
  const double target = draw.between(0.0, running_weight.back());
  const auto found = std::upper_bound(running_weight.begin(), running_weight.end() - 1, target);
  return static_cast<std::size_t>(found - running_weight.begin());
}

/// Sites that are centres of regions, in ascending order.
std::vector<std::size_t> pick_centres(std::size_t sites, std::size_t count, std::uint64_t seed) {
  struct Ticket {
    std::uint64_t number;
    std::size_t site;
  };
  std::vector<Ticket> tickets;
  for (std::size_t site = 0; site < sites; ++site) {
    tickets.push_back({Draw(seed, Stream::region, site).bits(), site});
  }
  std::ranges::sort(tickets, [](const Ticket& a, const Ticket& b) {
    return a.number != b.number ? a.number < b.number : a.site < b.site;
  });
  std::vector<std::size_t> centres;
  for (std::size_t n = 0; n < count; ++n) centres.push_back(tickets[n].site);
  std::ranges::sort(centres);
  return centres;
}

}  // namespace

double map_distance(const Spot& a, const Spot& b) {
  const double north = a.latitude - b.latitude;
  const double east = (a.longitude - b.longitude) * kLongitudeScale;
  return std::sqrt(north * north + east * east);
}

std::vector<City> make_cities(std::size_t sites, std::uint64_t seed) {
  std::vector<City> cities(1 + sites / kSitesPerCity);
  for (std::size_t n = 0; n < cities.size(); ++n) {
    Draw draw(seed, Stream::city, n);
    cities[n].centre = anywhere(draw);
    cities[n].weight = std::min(1.0 / draw.positive(), kLargestWeight);
  }
  return cities;
}

std::vector<Site> make_sites(std::size_t count, const std::vector<City>& cities,
                             std::uint64_t seed) {
  const std::vector<double> running_weight = running_weights(cities);
  std::vector<Site> sites(count);
  for (std::size_t n = 0; n < count; ++n) {
    Draw draw(seed, Stream::site, n);
    Site& site = sites[n];
    if (draw.between(0.0, 1.0) < kUrbanShare) {
      const std::size_t city = pick_city(running_weight, draw);
      site = {around(cities[city], draw), fmt::format("City {} site {}", city + 1, n + 1), 0.0};
      site.population = urban_population(draw);
    } else {
      site = {anywhere(draw), fmt::format("Rural site {}", n + 1), 0.0};
      site.population = rural_population(draw);
    }
  }
  return sites;
}

std::vector<std::size_t> make_regions(const std::vector<Site>& sites, std::size_t regions,
                                      std::uint64_t seed) {
  const std::vector<std::size_t> centres = pick_centres(sites.size(), regions, seed);
  std::vector<std::size_t> region_of(sites.size(), 0);
  for (std::size_t site = 0; site < sites.size(); ++site) {
    double least = map_distance(sites[site].spot, sites[centres[0]].spot);
    for (std::size_t region = 1; region < regions; ++region) {
      const double distance = map_distance(sites[site].spot, sites[centres[region]].spot);
      if (distance < least) {
        least = distance;
        region_of[site] = region;
      }
    }
  }
  // Two centres may share one spot; each belongs to its own region all the same.
  for (std::size_t region = 0; region < regions; ++region) region_of[centres[region]] = region;
  return region_of;
}

}  // namespace surgeflow::synth
