// SPDX-License-Identifier: Apache-2.0
// Nearest neighbours by transit time and distance.
#include "lagrangian/closeness.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

namespace surgeflow::lagrangian {
namespace {

constexpr std::size_t kNeighbours = 12;
constexpr double kHighestWeight = 1000.0;
/// A chord at which the weight has fallen to a half: 64 km on the Earth.
constexpr double kNearChord = 0.01;

double chord(const Place& a, const Place& b) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  const double z = a.z - b.z;
  return std::sqrt(x * x + y * y + z * z);
}

struct Neighbour {
  std::uint8_t periods = 0;
  double away = 0.0;
  std::int32_t facility = 0;
  [[nodiscard]] auto key() const { return std::tuple(periods, away, facility); }
};

std::int32_t weight_of(const Neighbour& neighbour) {
  return static_cast<std::int32_t>(
      std::ceil(kHighestWeight / (neighbour.periods * (1.0 + neighbour.away / kNearChord))));
}

}  // namespace

std::vector<Place> places_of(std::span<const Facility> facilities) {
  constexpr double kRadians = std::numbers::pi / 180.0;
  std::vector<Place> places;
  for (const Facility& facility : facilities) {
    if (!facility.location) return {};
    const double latitude = facility.location->latitude * kRadians;
    const double longitude = facility.location->longitude * kRadians;
    places.push_back({std::cos(latitude) * std::cos(longitude),
                      std::cos(latitude) * std::sin(longitude), std::sin(latitude)});
  }
  return places;
}

ClosenessGraph closeness_graph(const Share& share, std::span<const Place> places,
                               const comm::Communicator& ranks) {
  std::vector<ClosenessEdge> edges;
  std::vector<Neighbour> neighbours;
  for (FacilityId i{share.own.first}; i.value() < share.own.last; ++i) {
    neighbours.clear();
    const std::span<const std::uint8_t> row = share.outgoing_row(i);
    for (std::int32_t j = 0; j < share.facilities; ++j) {
      const auto other = static_cast<std::size_t>(j);
      if (row[other] == 0) continue;
      const double away =
          places.empty() ? 0.0 : chord(places[static_cast<std::size_t>(i.value())], places[other]);
      neighbours.push_back({row[other], away, j});
    }
    const std::size_t nearest = std::min(kNeighbours, neighbours.size());
    std::ranges::partial_sort(neighbours, neighbours.begin() + static_cast<std::ptrdiff_t>(nearest),
                              {}, &Neighbour::key);
    for (std::size_t n = 0; n < nearest; ++n) {
      edges.push_back({i.value(), neighbours[n].facility, weight_of(neighbours[n])});
    }
  }
  return make_graph(share.facilities, ranks.gather_all(std::span<const ClosenessEdge>(edges)));
}

}  // namespace surgeflow::lagrangian
