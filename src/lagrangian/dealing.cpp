// SPDX-License-Identifier: Apache-2.0
// Deals blocks, and packs rows in the order of facilities, which both ends know.
#include "lagrangian/dealing.hpp"

#include <algorithm>
#include <numeric>

namespace surgeflow::lagrangian {
namespace {

struct WireShipment {
  std::int32_t depart = 0;
  std::int32_t origin = 0;
  std::int32_t destination = 0;
  Count quantity = 0;
};

WireShipment packed(const Shipment& shipment) {
  return {shipment.depart.value(), shipment.origin.value(), shipment.destination.value(),
          shipment.quantity};
}

}  // namespace

std::vector<int> deal_blocks(std::span<const double> cost_of_block, int ranks) {
  std::vector<std::size_t> order(cost_of_block.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(),
                           [&](std::size_t block) { return cost_of_block[block]; });
  std::vector<double> load(static_cast<std::size_t>(ranks), 0.0);
  std::vector<int> rank_of_block(cost_of_block.size(), 0);
  for (const std::size_t block : order) {
    const auto least = std::min_element(load.rbegin(), load.rend());
    *least += cost_of_block[block];
    rank_of_block[block] = static_cast<int>(load.rend() - least) - 1;
  }
  return rank_of_block;
}

std::vector<double> estimated_costs(const Partition& partition) {
  constexpr double kLinearUpTo = 100.0;
  std::vector<double> costs;
  for (std::int32_t block = 0; block < partition.blocks(); ++block) {
    const auto members = static_cast<double>(partition.members(block).size());
    costs.push_back(members * (members + kLinearUpTo));
  }
  return costs;
}

Dealing::Dealing(const Share& share, const Partition& partition, std::vector<int> rank_of_block,
                 const comm::Communicator& ranks)
    : share_(&share),
      partition_(&partition),
      ranks_(&ranks),
      rank_of_block_(std::move(rank_of_block)),
      place_of_block_(rank_of_block_.size(), -1) {
  for (std::int32_t block = 0; block < partition.blocks(); ++block) {
    if (rank_of_block_[static_cast<std::size_t>(block)] != ranks.rank()) continue;
    place_of_block_[static_cast<std::size_t>(block)] =
        static_cast<std::int32_t>(own_blocks_.size());
    own_blocks_.push_back(block);
  }
  count_rows();
}

std::size_t Dealing::turns() const {
  std::vector<std::size_t> blocks(static_cast<std::size_t>(ranks_->size()), 0);
  for (const int rank : rank_of_block_) {
    if (rank != kNobody) ++blocks[static_cast<std::size_t>(rank)];
  }
  return std::ranges::max(blocks);
}

Dealing Dealing::turn(std::size_t n) const {
  std::vector<int> now = rank_of_block_;
  std::vector<std::size_t> before(static_cast<std::size_t>(ranks_->size()), 0);
  for (int& rank : now) {
    if (rank != kNobody && before[static_cast<std::size_t>(rank)]++ != n) rank = kNobody;
  }
  return {*share_, *partition_, std::move(now), *ranks_};
}

void Dealing::count_rows() {
  rows_from_owner_.assign(static_cast<std::size_t>(ranks_->size()), 0);
  rows_to_solver_.assign(static_cast<std::size_t>(ranks_->size()), 0);
  for_each_received([&](std::size_t owner, FacilityId) { ++rows_from_owner_[owner]; });
  for (FacilityId i{share_->own.first}; i.value() < share_->own.last; ++i) {
    if (const int solver = solver_of(i); solver != kNobody) {
      ++rows_to_solver_[static_cast<std::size_t>(solver)];
    }
  }
}

namespace {

/// Elements of so many rows each.
std::vector<std::size_t> lengths_of(const std::vector<std::size_t>& rows, std::int32_t periods) {
  std::vector<std::size_t> lengths;
  for (const std::size_t count : rows) {
    lengths.push_back(count * static_cast<std::size_t>(periods));
  }
  return lengths;
}

}  // namespace

/// Calls `visit(owner, facility)` for every facility whose block this rank solves, in the order in
/// which their owners send them.
template <class Visit>
void Dealing::for_each_received(Visit&& visit) const {
  for (int owner = 0; owner < ranks_->size(); ++owner) {
    const FacilityRange range = range_of_rank(share_->facilities, ranks_->size(), owner);
    for (FacilityId i{range.first}; i.value() < range.last; ++i) {
      if (solves(i)) visit(static_cast<std::size_t>(owner), i);
    }
  }
}

template <class T>
std::vector<Panel<T>> Dealing::to_solvers(const Panel<T>& rows) const {
  std::vector<std::vector<T>> outgoing(static_cast<std::size_t>(ranks_->size()));
  for (FacilityId i{share_->own.first}; i.value() < share_->own.last; ++i) {
    if (solver_of(i) == kNobody) continue;
    const auto row = rows.row(share_->own_row(i));
    std::vector<T>& parcel = outgoing[static_cast<std::size_t>(solver_of(i))];
    parcel.insert(parcel.end(), row.begin(), row.end());
  }
  const auto incoming =
      ranks_->exchange(std::move(outgoing), lengths_of(rows_from_owner_, share_->periods));
  std::vector<Panel<T>> panels;
  for (const std::int32_t block : own_blocks_) {
    panels.emplace_back(static_cast<std::int32_t>(partition_->members(block).size()),
                        share_->periods);
  }
  std::vector<std::size_t> next(incoming.size(), 0);
  for_each_received([&](std::size_t owner, FacilityId i) {
    const auto row = panels[own_place(partition_->block_of(i))].row(partition_->place_of(i));
    std::copy_n(incoming[owner].begin() + static_cast<std::ptrdiff_t>(next[owner]), row.size(),
                row.begin());
    next[owner] += row.size();
  });
  return panels;
}

template <class T>
Panel<T> Dealing::to_owners(const std::vector<Panel<T>>& panels) const {
  std::vector<std::vector<T>> outgoing(static_cast<std::size_t>(ranks_->size()));
  for_each_received([&](std::size_t owner, FacilityId i) {
    const auto row = panels[own_place(partition_->block_of(i))].row(partition_->place_of(i));
    outgoing[owner].insert(outgoing[owner].end(), row.begin(), row.end());
  });
  const auto incoming =
      ranks_->exchange(std::move(outgoing), lengths_of(rows_to_solver_, share_->periods));
  Panel<T> rows(share_->own.size(), share_->periods);
  std::vector<std::size_t> next(incoming.size(), 0);
  for (FacilityId i{share_->own.first}; i.value() < share_->own.last; ++i) {
    if (solver_of(i) == kNobody) continue;
    const auto solver = static_cast<std::size_t>(solver_of(i));
    const auto row = rows.row(share_->own_row(i));
    std::copy_n(incoming[solver].begin() + static_cast<std::ptrdiff_t>(next[solver]), row.size(),
                row.begin());
    next[solver] += row.size();
  }
  return rows;
}

std::vector<LaneTable> Dealing::lanes_to_solvers() const {
  std::vector<LaneTable> tables;
  for (const std::int32_t block : own_blocks_) {
    tables.emplace_back(static_cast<std::int32_t>(partition_->members(block).size()));
  }
  const RowMessages messages = row_messages(share_->facilities, ranks_->size(), share_->facilities);
  for (std::int32_t message = 0; message < messages.count; ++message) {
    std::vector<FacilityRange> origins;
    std::vector<std::size_t> lengths;
    for (int owner = 0; owner < ranks_->size(); ++owner) {
      const FacilityRange range = range_of_rank(share_->facilities, ranks_->size(), owner);
      origins.push_back(messages.part(range, message));
      lengths.push_back(lane_bytes(origins.back()));
    }
    const auto rows = ranks_->exchange(lane_parcels(messages.part(share_->own, message)), lengths);
    for (std::size_t n = 0; n < rows.size(); ++n) take_lanes(origins[n], rows[n], tables);
  }
  return tables;
}

/// Lanes within blocks from own facilities, for the solvers of their blocks.
std::vector<std::vector<std::uint8_t>> Dealing::lane_parcels(FacilityRange origins) const {
  std::vector<std::vector<std::uint8_t>> parcels(static_cast<std::size_t>(ranks_->size()));
  for (FacilityId i{origins.first}; i.value() < origins.last; ++i) {
    if (solver_of(i) == kNobody) continue;
    std::vector<std::uint8_t>& parcel = parcels[static_cast<std::size_t>(solver_of(i))];
    const std::span<const std::uint8_t> row = share_->outgoing_row(i);
    for (const FacilityId j : partition_->members(partition_->block_of(i))) {
      parcel.push_back(row[static_cast<std::size_t>(j.value())]);
    }
  }
  return parcels;
}

std::size_t Dealing::lane_bytes(FacilityRange origins) const {
  std::size_t bytes = 0;
  for (FacilityId i{origins.first}; i.value() < origins.last; ++i) {
    if (solves(i)) bytes += partition_->members(partition_->block_of(i)).size();
  }
  return bytes;
}

/// Puts what the owner of `origins` has sent into the tables of own blocks.
void Dealing::take_lanes(FacilityRange origins, std::span<const std::uint8_t> parcel,
                         std::vector<LaneTable>& tables) const {
  for (FacilityId i{origins.first}; i.value() < origins.last; ++i) {
    if (!solves(i)) continue;
    const auto row = tables[own_place(partition_->block_of(i))].row(partition_->place_of(i));
    std::ranges::copy(parcel.first(row.size()), row.begin());
    parcel = parcel.subspan(row.size());
  }
}

std::vector<std::vector<Shipment>> Dealing::shipments_to_solvers(
    std::span<const Shipment> inner) const {
  std::vector<std::vector<WireShipment>> outgoing(static_cast<std::size_t>(ranks_->size()));
  for (const Shipment& shipment : inner) {
    if (solver_of(shipment.origin) == kNobody) continue;
    outgoing[static_cast<std::size_t>(solver_of(shipment.origin))].push_back(packed(shipment));
  }
  std::vector<std::vector<Shipment>> of_blocks(own_blocks_.size());
  for (const auto& parcel : ranks_->exchange(std::move(outgoing))) {
    for (const WireShipment& wire : parcel) {
      const FacilityId origin(wire.origin);
      of_blocks[own_place(partition_->block_of(origin))].push_back(
          {Period(wire.depart), partition_->place_of(origin),
           partition_->place_of(FacilityId(wire.destination)), wire.quantity});
    }
  }
  for (std::vector<Shipment>& shipments : of_blocks) std::ranges::sort(shipments);
  return of_blocks;
}

std::vector<Shipment> Dealing::shipments_to_owners(
    const std::vector<std::vector<Shipment>>& of_blocks) const {
  std::vector<std::vector<WireShipment>> outgoing(static_cast<std::size_t>(ranks_->size()));
  for (std::size_t n = 0; n < of_blocks.size(); ++n) {
    const std::span<const FacilityId> members = partition_->members(own_blocks_[n]);
    for (Shipment shipment : of_blocks[n]) {
      shipment.origin = members[static_cast<std::size_t>(shipment.origin.value())];
      shipment.destination = members[static_cast<std::size_t>(shipment.destination.value())];
      const int owner = owner_of(share_->facilities, ranks_->size(), shipment.origin);
      outgoing[static_cast<std::size_t>(owner)].push_back(packed(shipment));
    }
  }
  std::vector<Shipment> shipments;
  for (const auto& parcel : ranks_->exchange(std::move(outgoing))) {
    for (const WireShipment& wire : parcel) {
      shipments.push_back({Period(wire.depart), FacilityId(wire.origin),
                           FacilityId(wire.destination), wire.quantity});
    }
  }
  std::ranges::sort(shipments);
  return shipments;
}

template std::vector<Panel<std::int32_t>> Dealing::to_solvers(const Panel<std::int32_t>&) const;
template std::vector<Panel<std::int64_t>> Dealing::to_solvers(const Panel<std::int64_t>&) const;
template Panel<std::int32_t> Dealing::to_owners(const std::vector<Panel<std::int32_t>>&) const;
template Panel<std::int64_t> Dealing::to_owners(const std::vector<Panel<std::int64_t>>&) const;

}  // namespace surgeflow::lagrangian
