// SPDX-License-Identifier: Apache-2.0
// Keeps what carriers have room for, and closes the rest.
#include "lagrangian/items/fit_carriers.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::lagrangian {
namespace {

/// A shipment that a carrier may keep.
struct Candidate {
  std::int64_t worth = 0;
  std::uint64_t drawn = 0;
  const Shipment* shipment = nullptr;
};

using Lane = std::pair<FacilityId, FacilityId>;

bool counts(const CarrierRoom& carrier, FacilityId i, FacilityId j) {
  return carrier.lanes().contains(i, j);
}

/// The lanes of the first shipments that the carrier has room for.
std::vector<Lane> kept_lanes(std::vector<Candidate> candidates, const CarrierRoom& carrier,
                             Total room) {
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return std::pair(-a.worth, a.drawn) < std::pair(-b.worth, b.drawn);
  });
  std::vector<Lane> kept;
  for (const Candidate& candidate : candidates) {
    const Total load = Total{carrier.load()} * candidate.shipment->quantity;
    if (load > room) continue;
    room -= load;
    kept.emplace_back(candidate.shipment->origin, candidate.shipment->destination);
  }
  return kept;
}

/// All lanes of the carrier but those.
void close_others(const LaneTable& lanes, const CarrierRoom& carrier, Period t,
                  const std::vector<Lane>& kept, std::vector<ClosedLane>& closed) {
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < lanes.facilities(); ++j) {
      if (lanes.transit_periods(i, j) == 0 || !counts(carrier, i, j)) continue;
      if (std::ranges::find(kept, Lane{i, j}) == kept.end()) closed.push_back({i, j, t, t});
    }
  }
}

}  // namespace

std::optional<Instance> without_overfull_lanes(const Instance& network,
                                               const std::vector<CarrierRoom>& rooms,
                                               const Plan& plan, const Panel<std::int64_t>& worth,
                                               const RandomKey& key) {
  const LaneTable& lanes = network.lanes();
  std::uint64_t drawn = 0;
  const auto candidates_in = [&](const CarrierRoom& carrier, Period t) {
    std::vector<Candidate> candidates;
    for (const Shipment& shipment : plan.shipments) {
      const auto& [depart, i, j, quantity] = shipment;
      if (depart != t || !counts(carrier, i, j)) continue;
      const Period arrive(t.value() + lanes.transit_periods(i, j));
      candidates.push_back({worth(j, arrive) - worth(i, t), random_bits(key, drawn++), &shipment});
    }
    return candidates;
  };
  std::vector<ClosedLane> closed;
  for (const CarrierRoom& carrier : rooms) {
    const std::vector<Total> slack = carrier.slack(plan);
    for (Period t{0}; t.value() < network.periods(); ++t) {
      const auto at = static_cast<std::size_t>(t.value());
      if (slack[at] >= 0) continue;
      const auto kept = kept_lanes(candidates_in(carrier, t), carrier, carrier.room()[at]);
      close_others(lanes, carrier, t, kept, closed);
    }
  }
  if (closed.empty()) return std::nullopt;
  closed.insert(closed.end(), lanes.closed().begin(), lanes.closed().end());
  InstanceData data = network.data();
  data.lanes.set_closed(std::move(closed));
  return Instance(std::move(data));
}

}  // namespace surgeflow::lagrangian
