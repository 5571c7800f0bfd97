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
  explicit Places(const LaneTable& lanes)
      : landmarks_(static_cast<std::size_t>(std::min(kLandmarks, lanes.facilities()))) {
    const auto facilities = static_cast<std::size_t>(lanes.facilities());
    periods_.reserve(facilities * landmarks_);
    for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
      for (std::size_t n = 0; n < landmarks_; ++n) {
        const FacilityId landmark(static_cast<std::int32_t>(n * facilities / landmarks_));
        const std::uint8_t periods = lanes.transit_periods(i, landmark);
        periods_.push_back(periods == 0 && i != landmark ? kFarthest : periods);
      }
    }
  }

  /// Sum over the landmarks of the difference in transit time.
  [[nodiscard]] std::int32_t distance(FacilityId one, FacilityId other) const {
    const std::uint8_t* const a = of(one);
    const std::uint8_t* const b = of(other);
    std::int32_t sum = 0;
    for (std::size_t n = 0; n < landmarks_; ++n) sum += std::abs(a[n] - b[n]);
    return sum;
  }

  [[nodiscard]] FacilityId farthest_from(FacilityId from,
                                         std::span<const FacilityId> candidates) const {
    return *std::ranges::max_element(candidates, {},
                                     [&](FacilityId i) { return distance(from, i); });
  }

 private:
  [[nodiscard]] const std::uint8_t* of(FacilityId i) const {
    return periods_.data() + static_cast<std::size_t>(i.value()) * landmarks_;
  }

  std::size_t landmarks_;
  std::vector<std::uint8_t> periods_;  ///< [facility, landmark]
};

struct Sided {
  std::int32_t side = 0;  ///< how much nearer to one end than to the other, negative if so
  FacilityId facility;
};

void halve(const Places& places, std::span<FacilityId> part) {
  if (part.size() <= static_cast<std::size_t>(kWordBits)) return;
  const FacilityId one = places.farthest_from(part.front(), part);
  const FacilityId other = places.farthest_from(one, part);
  std::vector<Sided> sided;
  sided.reserve(part.size());
  for (const FacilityId i : part) {
    sided.push_back({places.distance(one, i) - places.distance(other, i), i});
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

std::vector<FacilityId> facility_order(const LaneTable& lanes) {
  std::vector<FacilityId> order;
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) order.push_back(i);
  halve(Places(lanes), order);
  return order;
}

}  // namespace surgeflow::flow
