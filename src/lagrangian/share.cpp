// SPDX-License-Identifier: Apache-2.0
// Who owns which facilities, and cutting a share out of a whole instance.
#include "lagrangian/share.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {
namespace {

bool is_symmetric(const LaneTable& lanes) {
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    for (FacilityId j{0}; j < i; ++j) {
      if (lanes.transit_periods(i, j) != lanes.transit_periods(j, i)) return false;
    }
  }
  return true;
}

}  // namespace

FacilityRange range_of_rank(std::int32_t facilities, int ranks, int rank) {
  const auto bound = [&](int r) {
    return static_cast<std::int32_t>(std::int64_t{facilities} * r / ranks);
  };
  return {bound(rank), bound(rank + 1)};
}

int owner_of(std::int32_t facilities, int ranks, FacilityId i) {
  // The first guess is exact or one too small, since bounds are rounded down.
  int rank = static_cast<int>(std::int64_t{i.value()} * ranks / facilities);
  while (!range_of_rank(facilities, ranks, rank).contains(i)) ++rank;
  return rank;
}

namespace {

/// Rows of an instance that go to one rank, one after the other.
struct Parcels {
  std::vector<std::vector<Count>> supply;
  std::vector<std::vector<Count>> demand;
  std::vector<std::vector<std::uint8_t>> outgoing;
  std::vector<std::vector<std::uint8_t>> incoming;
};

Parcels cut(const Instance& instance, int ranks, bool symmetric) {
  const auto count = static_cast<std::size_t>(ranks);
  Parcels parcels{.supply = std::vector<std::vector<Count>>(count),
                  .demand = std::vector<std::vector<Count>>(count),
                  .outgoing = std::vector<std::vector<std::uint8_t>>(count),
                  .incoming = std::vector<std::vector<std::uint8_t>>(count)};
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const auto owner = static_cast<std::size_t>(owner_of(instance.facilities(), ranks, i));
    const auto append = [owner](auto& of_ranks, const auto& row) {
      of_ranks[owner].insert(of_ranks[owner].end(), row.begin(), row.end());
    };
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      parcels.supply[owner].push_back(instance.supply(i, t));
    }
    append(parcels.demand, instance.demand().row(i));
    append(parcels.outgoing, instance.lanes().row(i));
    if (symmetric) continue;
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      parcels.incoming[owner].push_back(instance.lanes().transit_periods(j, i));
    }
  }
  return parcels;
}

}  // namespace

Share distribute(const Instance* instance, const comm::Communicator& ranks) {
  Share share;
  if (instance != nullptr) {
    share.facilities = instance->facilities();
    share.periods = instance->periods();
    share.symmetric = is_symmetric(instance->lanes());
    for (FacilityId i{0}; i.value() < share.facilities; ++i) {
      share.turnaround_periods.push_back(instance->turnaround_periods(i));
    }
  }
  share.facilities = ranks.broadcast_value(share.facilities);
  share.periods = ranks.broadcast_value(share.periods);
  share.symmetric = ranks.broadcast_value(std::uint8_t{share.symmetric}) != 0;
  share.turnaround_periods.resize(static_cast<std::size_t>(share.facilities));
  ranks.broadcast(std::span(share.turnaround_periods));
  share.own = range_of_rank(share.facilities, ranks.size(), ranks.rank());

  Parcels parcels{.supply = std::vector<std::vector<Count>>(static_cast<std::size_t>(ranks.size())),
                  .demand = {},
                  .outgoing = {},
                  .incoming = {}};
  parcels.demand = parcels.supply;
  parcels.outgoing.resize(parcels.supply.size());
  parcels.incoming.resize(parcels.supply.size());
  ranks.all_or_none([&] {
    if (instance != nullptr) parcels = cut(*instance, ranks.size(), share.symmetric);
  });
  const auto from_root = [&](auto& of_ranks) {
    auto received = ranks.exchange(std::move(of_ranks));
    return std::move(received.front());
  };
  share.supply = Panel<Count>(share.own.size(), share.periods);
  std::ranges::copy(from_root(parcels.supply), share.supply.values().begin());
  share.demand = Panel<Count>(share.own.size(), share.periods);
  std::ranges::copy(from_root(parcels.demand), share.demand.values().begin());
  share.outgoing = LaneRows(share.own, share.facilities, from_root(parcels.outgoing));
  const std::vector<std::uint8_t> incoming = from_root(parcels.incoming);
  if (!share.symmetric) share.incoming = LaneRows(share.own, share.facilities, incoming);
  return share;
}

}  // namespace surgeflow::lagrangian
