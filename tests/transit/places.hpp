// SPDX-License-Identifier: Apache-2.0
// Facilities at known and at random places, and lanes by distance between them.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "surgeflow/core/random.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::test {

[[nodiscard]] inline Facility facility_at(double latitude, double longitude,
                                          std::string region = {}) {
  Facility facility;
  facility.id = std::to_string(latitude) + "," + std::to_string(longitude);
  facility.region = std::move(region);
  facility.location = GeoPoint{latitude, longitude};
  return facility;
}

[[nodiscard]] inline TransitRule geodesic(double km_per_period,
                                          Movement movement = Movement::units) {
  TransitRule rule;
  rule.model = TransitModel::geodesic;
  rule.km_per_period = km_per_period;
  rule.movement = movement;
  return rule;
}

/// Draws from one stream, in order.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : key_{seed, 0, 0} {}
  [[nodiscard]] double between(double low, double high) {
    return low + (high - low) * random_uniform(key_, counter_++);
  }

 private:
  RandomKey key_;
  std::uint64_t counter_ = 0;
};

/// Evenly over the whole Earth.
[[nodiscard]] inline GeoPoint anywhere(Draws& draws) {
  const double latitude = std::asin(draws.between(-1.0, 1.0)) * 180.0 / std::numbers::pi;
  return {latitude, draws.between(-180.0, 180.0)};
}

/// In a box of the size of the contiguous United States, in two regions that interleave.
[[nodiscard]] inline std::vector<Facility> continental_facilities(int count, std::uint64_t seed) {
  Draws draws(seed);
  std::vector<Facility> facilities;
  for (int i = 0; i < count; ++i) {
    facilities.push_back(facility_at(draws.between(26.0, 48.0), draws.between(-122.0, -70.0),
                                     i % 5 == 0 ? "east" : "west"));
  }
  return facilities;
}

[[nodiscard]] inline std::vector<Facility> worldwide_facilities(int count, std::uint64_t seed) {
  Draws draws(seed);
  std::vector<Facility> facilities;
  for (int i = 0; i < count; ++i) {
    const GeoPoint point = anywhere(draws);
    facilities.push_back(facility_at(point.latitude, point.longitude));
  }
  return facilities;
}

}  // namespace surgeflow::test
