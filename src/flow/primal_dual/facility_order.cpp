// SPDX-License-Identifier: Apache-2.0
// Halves the facilities by their transit times to landmarks.
#include "flow/primal_dual/facility_order.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "flow/primal_dual/bits.hpp"

namespace surgeflow::flow {
namespace {

constexpr std::int32_t kLandmarks = 256;
/// Transit time to a landmark without a lane: no lane takes longer.
constexpr std::uint8_t kFarthest = 255;

/// Where facilities are, as far as lanes tell.
class Places {
 public:
  Places(const LaneTable& lanes, Team* team)
      : team_(team),
        landmarks_(static_cast<std::size_t>(std::min(kLandmarks, lanes.facilities()))),
        periods_(static_cast<std::size_t>(lanes.facilities()) * landmarks_) {
    const auto facilities = static_cast<std::size_t>(lanes.facilities());
    share_out(team, lanes.facilities(), [&](std::int32_t n) {
      const FacilityId i(n);
      const std::span<const std::uint8_t> row = lanes.row(i);
      std::uint8_t* const here = periods_.data() + static_cast<std::size_t>(n) * landmarks_;
      for (std::size_t m = 0; m < landmarks_; ++m) {
        const FacilityId landmark(static_cast<std::int32_t>(m * facilities / landmarks_));
        const std::uint8_t periods = row[static_cast<std::size_t>(landmark.value())];
        here[m] = periods == 0 && i != landmark ? kFarthest : periods;
      }
    });
  }

  /// Of each facility of a part, the sum over the landmarks of the difference in transit time.
  [[nodiscard]] std::vector<std::int32_t> distances(FacilityId from,
                                                    std::span<const FacilityId> part) const {
    constexpr std::size_t kTogether = kWordBits;
    std::vector<std::int32_t> distances(part.size());
    const auto facilities = static_cast<std::int32_t>(part.size());
    share_out(facilities < kManyFacilities ? nullptr : team_,
              (facilities + kWordBits - 1) / kWordBits, [&](std::int32_t word) {
                const std::size_t first = static_cast<std::size_t>(word) * kTogether;
                for (std::size_t n = first; n < std::min(first + kTogether, part.size()); ++n) {
                  distances[n] = distance(from, part[n]);
                }
              });
    return distances;
  }

 private:
  [[nodiscard]] std::int32_t distance(FacilityId one, FacilityId other) const {
    const std::uint8_t* const a = of(one);
    const std::uint8_t* const b = of(other);
    std::int32_t sum = 0;
    for (std::size_t n = 0; n < landmarks_; ++n) sum += std::abs(a[n] - b[n]);
    return sum;
  }
  [[nodiscard]] const std::uint8_t* of(FacilityId i) const {
    return periods_.data() + static_cast<std::size_t>(i.value()) * landmarks_;
  }

  Team* team_;
  std::size_t landmarks_;
  std::vector<std::uint8_t> periods_;  ///< [facility, landmark]
};

struct Sided {
  std::int32_t side = 0;  ///< how much nearer to one end than to the other, negative if so
  FacilityId facility;
};

void halve(const Places& places, std::span<FacilityId> part) {
  if (part.size() <= static_cast<std::size_t>(kWordBits)) return;
  const auto farthest = [&](const std::vector<std::int32_t>& distances) {
    return part[static_cast<std::size_t>(std::ranges::max_element(distances) - distances.begin())];
  };
  const FacilityId one = farthest(places.distances(part.front(), part));
  const std::vector<std::int32_t> from_one = places.distances(one, part);
  const std::vector<std::int32_t> from_other = places.distances(farthest(from_one), part);
  std::vector<Sided> sided;
  sided.reserve(part.size());
  for (std::size_t n = 0; n < part.size(); ++n) {
    sided.push_back({from_one[n] - from_other[n], part[n]});
  }
  std::ranges::sort(sided, [](const Sided& a, const Sided& b) {
    return a.side != b.side ? a.side < b.side : a.facility < b.facility;
  });
  std::ranges::transform(sided, part.begin(), &Sided::facility);
  const std::size_t words = (part.size() + kWordBits - 1) / kWordBits;
  const std::size_t half = (words / 2) * kWordBits;
  halve(places, part.first(half));
  halve(places, part.subspan(half));
}

}  // namespace

std::vector<FacilityId> facility_order(const LaneTable& lanes, Team* team) {
  std::vector<FacilityId> order;
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) order.push_back(i);
  halve(Places(lanes, team), order);
  return order;
}

}  // namespace surgeflow::flow
