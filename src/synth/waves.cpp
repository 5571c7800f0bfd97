// SPDX-License-Identifier: Apache-2.0
// Draws outbreaks and follows them over the map.
#include "synth/waves.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "synth/draw.hpp"

namespace surgeflow::synth {
namespace {

struct Outbreak {
  Spot spot;
  double delay = 0.0;  ///< 0 for the first, up to kLatestOutbreak
};

// Delays are in units of the latest arrival anywhere, which is 1.
constexpr double kLatestOutbreak = 0.9;
constexpr double kDegreesToLatest = 20.0;  ///< a wave from a first outbreak needs the unit so far
constexpr double kDelayScatter = 0.05;

// Infected double in 6.6 days where contacts are reduced by 30 % from a doubling time of 4 days.
constexpr double kDoublingDays = 6.6;
constexpr double kShareAtPeak = 0.2;
constexpr double kLongestLeadDays = 60.0;  ///< from the first day to the first peak
constexpr double kDelayDoublings = 8.0;    ///< fewer infected at the latest sites, in powers of 2
constexpr double kDaysForFullDelay = 180.0;

constexpr double kFastestDoubling = 3.6, kSlowestDoubling = 5.2;

std::vector<Outbreak> make_outbreaks(const std::vector<City>& cities, std::uint64_t seed) {
  const std::size_t count = std::min<std::size_t>(2 + cities.size() / 40, 5);
  std::vector<Outbreak> outbreaks(count);
  for (std::size_t n = 0; n < count; ++n) {
    Draw draw(seed, Stream::outbreak, n);
    outbreaks[n].spot = cities[draw.below(cities.size())].centre;
    const double turn = static_cast<double>(n) / static_cast<double>(count - 1);
    outbreaks[n].delay = kLatestOutbreak * turn * draw.between(0.7, 1.0);
  }
  return outbreaks;
}

double arrival(const Site& site, const std::vector<Outbreak>& outbreaks, Draw& draw) {
  double earliest = 1.0;
  for (const Outbreak& outbreak : outbreaks) {
    const double travel = map_distance(site.spot, outbreak.spot) / kDegreesToLatest;
    earliest = std::min(earliest, outbreak.delay + travel);
  }
  return std::clamp(earliest + kDelayScatter * draw.bell(), 0.0, 1.0);
}

/// 2^-x with straight lines between whole powers: a library's exp2 differs between machines.
double halved(double x) {
  const double whole = std::floor(x);
  return std::ldexp(1.0 - (x - whole) / 2.0, -static_cast<int>(whole));
}

}  // namespace

std::vector<Wave> make_waves(const std::vector<Site>& sites, const std::vector<City>& cities,
                             double days, std::uint64_t seed) {
  const std::vector<Outbreak> outbreaks = make_outbreaks(cities, seed);
  const double lead_doublings = std::min(days / 4.0, kLongestLeadDays) / kDoublingDays;
  const double delay_doublings = kDelayDoublings * std::min(days / kDaysForFullDelay, 1.0);
  std::vector<Wave> waves(sites.size());
  for (std::size_t n = 0; n < sites.size(); ++n) {
    Draw draw(seed, Stream::wave, n);
    const double delay = arrival(sites[n], outbreaks, draw);
    waves[n].infected_share = kShareAtPeak * halved(lead_doublings + delay_doublings * delay);
    waves[n].doubling_time_days =
        rounded(kFastestDoubling + (kSlowestDoubling - kFastestDoubling) * delay, 100.0);
  }
  return waves;
}

}  // namespace surgeflow::synth
