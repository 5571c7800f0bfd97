// SPDX-License-Identifier: Apache-2.0
// Cutting shares out of a whole instance.
#include "lagrangian/share.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::lagrangian {
namespace {

/// Rows of an instance that go to each rank, one after the other.
struct Parcels {
  std::vector<std::vector<Count>> supply;
  std::vector<std::vector<Count>> demand;
};

Parcels cut(const Instance& instance, int ranks) {
  const auto count = static_cast<std::size_t>(ranks);
  Parcels parcels{.supply = std::vector<std::vector<Count>>(count),
                  .demand = std::vector<std::vector<Count>>(count)};
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const auto owner = static_cast<std::size_t>(owner_of(instance.facilities(), ranks, i));
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      parcels.supply[owner].push_back(instance.supply(i, t));
    }
    const auto demand = instance.demand().row(i);
    parcels.demand[owner].insert(parcels.demand[owner].end(), demand.begin(), demand.end());
  }
  return parcels;
}

}  // namespace

Share distribute(const Instance* instance, const LaneTable& lanes,
                 const comm::Communicator& ranks) {
  Share share;
  if (instance != nullptr) {
    share.facilities = instance->facilities();
    share.periods = instance->periods();
    for (FacilityId i{0}; i.value() < share.facilities; ++i) {
      share.turnaround_periods.push_back(instance->turnaround_periods(i));
    }
  }
  share.facilities = ranks.broadcast_value(share.facilities);
  share.periods = ranks.broadcast_value(share.periods);
  share.turnaround_periods.resize(static_cast<std::size_t>(share.facilities));
  ranks.broadcast(std::span(share.turnaround_periods));
  share.own = range_of_rank(share.facilities, ranks.size(), ranks.rank());

  const auto count = static_cast<std::size_t>(ranks.size());
  Parcels parcels{.supply = std::vector<std::vector<Count>>(count),
                  .demand = std::vector<std::vector<Count>>(count)};
  ranks.all_or_none([&] {
    if (instance != nullptr) parcels = cut(*instance, ranks.size());
  });
  const auto from_root = [&](std::vector<std::vector<Count>>& of_ranks) {
    Panel<Count> rows(share.own.size(), share.periods);
    std::ranges::copy(ranks.exchange(std::move(of_ranks)).front(), rows.values().begin());
    return rows;
  };
  share.supply = from_root(parcels.supply);
  share.demand = from_root(parcels.demand);
  share.lanes = &lanes;
  share.incoming = incoming_lanes(lanes, ranks);
  return share;
}

}  // namespace surgeflow::lagrangian
