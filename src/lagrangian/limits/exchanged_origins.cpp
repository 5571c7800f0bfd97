// SPDX-License-Identifier: Apache-2.0
// Looks at all pairs of devices, pass after pass.
#include "lagrangian/limits/exchanged_origins.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace surgeflow::lagrangian {
namespace {

constexpr Total kMostSent = 3'000;
constexpr int kPasses = 20;

/// One device.
struct Trip {
  Period depart;
  FacilityId origin;
  FacilityId destination;
};

class ExchangedOrigins {
 public:
  ExchangedOrigins(const Instance& instance, const Plan& plan, Panel<Count> spare)
      : lanes_(instance.lanes()), periods_(instance.periods()), spare_(std::move(spare)) {
    for (const Shipment& shipment : plan.shipments) {
      trips_.insert(trips_.end(), static_cast<std::size_t>(shipment.quantity),
                    {shipment.depart, shipment.origin, shipment.destination});
    }
  }

  /// False where nothing costs less.
  bool pass() {
    bool any = false;
    for (std::size_t a = 0; a < trips_.size(); ++a) {
      any |= sent_by_another(trips_[a]);
      // In the order of departure.
      for (std::size_t b = a + 1; b < trips_.size(); ++b) any |= exchange(trips_[a], trips_[b]);
    }
    return any;
  }

  [[nodiscard]] std::vector<Shipment> shipments() const {
    std::vector<Shipment> shipments;
    for (const Trip& trip : trips_) {
      shipments.push_back({trip.depart, trip.origin, trip.destination, 1});
    }
    std::ranges::sort(shipments);
    std::vector<Shipment> joined;
    for (const Shipment& one : shipments) {
      if (!joined.empty() && joined.back().depart == one.depart &&
          joined.back().origin == one.origin && joined.back().destination == one.destination) {
        ++joined.back().quantity;
      } else {
        joined.push_back(one);
      }
    }
    return joined;
  }

 private:
  [[nodiscard]] std::int64_t cost(const Trip& trip) const {
    return lanes_.cost(trip.origin, trip.destination);
  }
  /// Whether a device can go so, and arrives no later than the one in whose place it goes.
  [[nodiscard]] bool goes(const Trip& trip, const Trip& before) const {
    const std::int32_t transit = lanes_.transit_periods(trip.origin, trip.destination);
    return transit > 0 && transit <= lanes_.transit_periods(before.origin, before.destination) &&
           lanes_.is_open(trip.origin, trip.destination, trip.depart);
  }
  [[nodiscard]] std::span<Count> stretch(FacilityId i, std::int32_t first, std::int32_t end) {
    return spare_.row(i).subspan(static_cast<std::size_t>(first),
                                 static_cast<std::size_t>(end - first));
  }
  /// Whether the second facility lends to the first from one period to another.
  bool lends(FacilityId to, FacilityId from, std::int32_t first, std::int32_t end) {
    const std::span<Count> fewer = stretch(from, first, end);
    if (std::ranges::any_of(fewer, [](Count spare) { return spare <= 0; })) return false;
    for (Count& spare : fewer) --spare;
    for (Count& spare : stretch(to, first, end)) ++spare;
    return true;
  }

  bool exchange(Trip& first, Trip& second) {
    if (first.origin == second.origin) return false;
    const Trip one{first.depart, second.origin, first.destination};
    const Trip other{second.depart, first.origin, second.destination};
    if (cost(one) + cost(other) >= cost(first) + cost(second)) return false;
    if (!goes(one, first) || !goes(other, second)) return false;
    if (!lends(first.origin, second.origin, first.depart.value(), second.depart.value())) {
      return false;
    }
    first = one;
    second = other;
    return true;
  }

  bool sent_by_another(Trip& trip) {
    bool any = false;
    for (FacilityId i{0}; i.value() < lanes_.facilities(); ++i) {
      const Trip other{trip.depart, i, trip.destination};
      if (cost(other) >= cost(trip) || !goes(other, trip)) continue;
      if (!lends(trip.origin, i, trip.depart.value(), periods_)) continue;
      trip = other;
      any = true;
    }
    return any;
  }

  const LaneTable& lanes_;
  std::int32_t periods_;
  Panel<Count> spare_;
  std::vector<Trip> trips_;  ///< in the order of departure
};

}  // namespace

Plan with_exchanged_origins(const Instance& instance, Plan plan, Panel<Count> spare) {
  Total sent = 0;
  for (const Shipment& shipment : plan.shipments) sent += shipment.quantity;
  if (sent > kMostSent) return plan;
  ExchangedOrigins exchanged(instance, plan, std::move(spare));
  for (int n = 0; n < kPasses && exchanged.pass(); ++n) continue;
  plan.shipments = exchanged.shipments();
  return plan;
}

}  // namespace surgeflow::lagrangian
