// SPDX-License-Identifier: Apache-2.0
// The coarse start and the steps of the block descent.
#include "lagrangian/regional_coupling.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "surgeflow/flow/market.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Nothing is worth anything after the horizon.
std::int32_t worth_at(std::span<const std::int32_t> row, std::int64_t t) {
  return t < static_cast<std::int64_t>(row.size()) ? row[static_cast<std::size_t>(t)] : 0;
}

/// Least transit times between blocks, from the lanes of own facilities; 0 where there is none.
LaneTable lanes_between(const Share& share, const Partition& partition) {
  LaneTable lanes(partition.blocks());
  for (FacilityId i{share.own.first}; i.value() < share.own.last; ++i) {
    const FacilityId from(partition.block_of(i));
    const std::span<const std::uint8_t> row = share.outgoing_row(i);
    for (FacilityId j{0}; j.value() < share.facilities; ++j) {
      const std::uint8_t s = row[static_cast<std::size_t>(j.value())];
      const FacilityId to(partition.block_of(j));
      if (s == 0 || from == to) continue;
      std::uint8_t& least = lanes.row(from)[static_cast<std::size_t>(to.value())];
      if (least == 0 || s < least) least = s;
    }
  }
  return lanes;
}

/// Joins the tables of all ranks; no lane counts as longer than any.
void join_over_ranks(LaneTable& lanes, const comm::Communicator& ranks) {
  std::vector<std::uint8_t> wrapped(lanes.rows().begin(), lanes.rows().end());
  for (std::uint8_t& s : wrapped) s = static_cast<std::uint8_t>(s - 1);
  ranks.minimum(std::span(wrapped));
  auto next = wrapped.begin();
  for (FacilityId block{0}; block.value() < lanes.facilities(); ++block) {
    for (std::uint8_t& s : lanes.row(block)) s = static_cast<std::uint8_t>(*next++ + 1);
  }
}

/// Rows of own facilities added up by block, over all ranks.
Panel<Count> sum_by_block(const Share& share, const Partition& partition, const Panel<Count>& rows,
                          const comm::Communicator& ranks) {
  std::vector<std::int64_t> sums(static_cast<std::size_t>(partition.blocks()) *
                                 static_cast<std::size_t>(share.periods));
  for (FacilityId i{share.own.first}; i.value() < share.own.last; ++i) {
    auto sum = sums.begin() + std::int64_t{partition.block_of(i)} * share.periods;
    for (const Count value : rows.row(share.own_row(i))) *sum++ += value;
  }
  ranks.sum(std::span(sums));
  Panel<Count> panel(partition.blocks(), share.periods);
  std::ranges::transform(sums, panel.values().begin(),
                         [](std::int64_t sum) { return static_cast<Count>(sum); });
  return panel;
}

struct Sums {
  Panel<Count> demand;  ///< [block, period]
  Panel<Count> supply;  ///< likewise
};

Sums sums_by_block(const Share& share, const Partition& partition,
                   const comm::Communicator& ranks) {
  Panel<Count> demand = sum_by_block(share, partition, share.demand, ranks);
  return {std::move(demand), sum_by_block(share, partition, share.supply, ranks)};
}

/// The coarse problem: a block a facility.
Instance coarse_instance(const Share& share, const Partition& partition, LaneTable lanes,
                         Sums sums) {
  const auto blocks = static_cast<std::size_t>(partition.blocks());
  InstanceData data{.devices = std::vector<Count>(blocks, 0),
                    .turnaround_periods = {},
                    .in_processing_periods = std::vector<std::int32_t>(blocks, 0),
                    .demand = std::move(sums.demand),
                    .arrivals = Panel<Count>(partition.blocks(), share.periods),
                    .lanes = std::move(lanes),
                    .commitments = std::move(sums.supply)};
  for (std::int32_t block = 0; block < partition.blocks(); ++block) {
    std::int32_t fastest = share.periods;
    for (const FacilityId i : partition.members(block)) {
      fastest = std::min(fastest, share.turnaround_periods[static_cast<std::size_t>(i.value())]);
    }
    data.turnaround_periods.push_back(fastest);
  }
  return Instance(std::move(data));
}

/// Optimal potentials where movement does not count: those of a region whose market pays nothing
/// and asks more than any device can earn. They start from those of all facilities as one, which
/// are feasible since lanes lead forward in time.
Panel<std::int32_t> potentials_of_patients(const Instance& instance, const Instance& pooled,
                                           const SolveControl& control) {
  const SolveControl quiet{.stop = control.stop};
  const Panel<std::int32_t> worth = solve(pooled, quiet).potentials.patients;
  Panel<std::int32_t> start(instance.facilities(), instance.periods());
  MarketPrices prices{.sell = start, .buy = start};
  std::ranges::fill(prices.buy.values(), instance.periods() + 1);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    std::ranges::copy(worth.row(FacilityId{0}), start.row(i).begin());
  }
  return solve_with_market(instance, prices, start, quiet).potentials;
}

/// Potentials of the coarse start, for all facilities.
Panel<std::int32_t> coarse_potentials(const Share& share, const Partition& partition,
                                      const SolveControl& control,
                                      const comm::Communicator& ranks) {
  const Partition whole("whole",
                        std::vector<std::int32_t>(static_cast<std::size_t>(share.facilities), 0));
  LaneTable lanes = lanes_between(share, partition);
  join_over_ranks(lanes, ranks);
  Sums sums = sums_by_block(share, partition, ranks);
  Sums all = sums_by_block(share, whole, ranks);
  Panel<std::int32_t> of_block(partition.blocks(), share.periods);
  ranks.all_or_none([&] {
    if (!ranks.is_root()) return;
    const Instance coarse = coarse_instance(share, partition, std::move(lanes), std::move(sums));
    const Instance pooled = coarse_instance(share, whole, LaneTable(1), std::move(all));
    of_block = potentials_of_patients(coarse, pooled, control);
  });
  ranks.broadcast(of_block.values());
  Panel<std::int32_t> potentials(share.facilities, share.periods);
  for (FacilityId i{0}; i.value() < share.facilities; ++i) {
    std::ranges::copy(of_block.row(FacilityId(partition.block_of(i))), potentials.row(i).begin());
  }
  return potentials;
}

/// What a facility adds to D(v); `supply_in(t)` are devices that become usable.
template <class SupplyIn>
Total dual_value(std::span<const std::int32_t> worth, std::int32_t turnaround,
                 std::span<const Count> demand, SupplyIn&& supply_in) {
  Total value = 0;
  for (Period t{0}; t.value() < static_cast<std::int32_t>(worth.size()); ++t) {
    const Total here = worth_at(worth, t.value());
    const Total there = worth_at(worth, std::int64_t{t.value()} + turnaround);
    value += supply_in(t) * here +
             demand[static_cast<std::size_t>(t.value())] * std::max<Total>(1 + there - here, 0);
  }
  return value;
}

/// D(v), by own facilities and then over ranks.
Total dual_value(const Share& share, const Panel<std::int32_t>& potentials,
                 const comm::Communicator& ranks) {
  Total value = 0;
  for (FacilityId i{share.own.first}; i.value() < share.own.last; ++i) {
    value +=
        dual_value(potentials.row(i), share.turnaround_periods[static_cast<std::size_t>(i.value())],
                   share.demand.row(share.own_row(i)),
                   [&](Period t) -> Total { return share.supply(share.own_row(i), t); });
  }
  return ranks.sum(value);
}

/// What the facilities of a block add to it.
Total dual_value(const Instance& block, const Panel<std::int32_t>& potentials) {
  Total value = 0;
  for (FacilityId i{0}; i.value() < block.facilities(); ++i) {
    value += dual_value(potentials.row(i), block.turnaround_periods(i), block.demand().row(i),
                        [&](Period t) -> Total { return block.supply(i, t); });
  }
  return value;
}

}  // namespace

RegionalCoupling::DealtBlocks::DealtBlocks(const Share& share, const Partition& partition,
                                           const comm::Communicator& ranks)
    : dealing(share, partition, deal_blocks(estimated_costs(partition), ranks.size()), ranks),
      blocks(dealing, share.supply, ranks) {}

void RegionalCoupling::start(const Partition& coarse) {
  start_from(coarse_potentials(share_, coarse, control_, ranks_));
}

void RegionalCoupling::start_from(const Panel<std::int32_t>& potentials) {
  outside_prices_.take(potentials);
  bound_ = dual_value(share_, potentials, ranks_);
}

Panel<std::int32_t> RegionalCoupling::potentials() const {
  Panel<std::int32_t> potentials(share_.facilities, share_.periods);
  for (FacilityId i{0}; i.value() < share_.facilities; ++i) {
    std::ranges::copy(outside_prices_.potentials(i), potentials.row(i).begin());
  }
  return potentials;
}

void RegionalCoupling::descend_on(const Partition& partition,
                                  std::span<const Direction> directions) {
  blocks_.reset();
  partition_ = &partition;
  directions_ = directions;
}

StopReason RegionalCoupling::step() {
  if (!blocks_) blocks_.emplace(share_, *partition_, ranks_);
  direction_ = directions_.front();
  Blocks& blocks = blocks_->blocks;
  const bool sells = direction_ == Direction::down;
  const Panel<std::int32_t> outside =
      sells ? outside_prices_.best_sale(*partition_, control_.threads, ranks_)
            : outside_prices_.best_purchase(*partition_, control_.threads, ranks_);
  std::vector<Panel<std::int32_t>> price = blocks_->dealing.to_solvers(outside);
  std::vector<Panel<std::int32_t>> found(blocks.size());
  Total value = 0;
  const StopReason stopped = blocks.solve_each([&](std::size_t n) {
    const Panel<std::int32_t> present = present_potentials(n);
    const MarketPrices prices = sells ? MarketPrices{.sell = std::move(price[n]), .buy = present}
                                      : MarketPrices{.sell = present, .buy = std::move(price[n])};
    MarketResult result =
        solve_with_market(blocks.instance(n), prices, present,
                          {.stop = control_.stop, .workspace = blocks.workspace(n)});
    found[n] = std::move(result.potentials);
    value += dual_value(blocks.instance(n), found[n]);
    return result.stopped;
  });
  if (stopped != StopReason::none) return stopped;
  share_changes(found);
  bound_ = ranks_.sum(value);
  directions_ = directions_.subspan(1);
  return StopReason::none;
}

/// Those of the members of an own block.
Panel<std::int32_t> RegionalCoupling::present_potentials(std::size_t n) const {
  const std::span<const FacilityId> members = blocks_->blocks.members(n);
  Panel<std::int32_t> rows(static_cast<std::int32_t>(members.size()), share_.periods);
  FacilityId place{0};
  for (const FacilityId i : members) {
    std::ranges::copy(outside_prices_.potentials(i), rows.row(place).begin());
    ++place;
  }
  return rows;
}

/// Changed potentials of own blocks go to all ranks, as facility, period and value.
void RegionalCoupling::share_changes(const std::vector<Panel<std::int32_t>>& of_blocks) {
  std::vector<std::int32_t> changes;
  for (std::size_t n = 0; n < of_blocks.size(); ++n) {
    FacilityId place{0};
    for (const FacilityId i : blocks_->blocks.members(n)) {
      const std::span<const Worth> present = outside_prices_.potentials(i);
      for (Period t{0}; t.value() < share_.periods; ++t) {
        const std::int32_t value = of_blocks[n](place, t);
        if (value == present[static_cast<std::size_t>(t.value())]) continue;
        changes.insert(changes.end(), {i.value(), t.value(), value});
      }
      ++place;
    }
  }
  const std::vector<std::int32_t> all = ranks_.gather_all(std::span<const std::int32_t>(changes));
  for (std::size_t n = 0; n < all.size(); n += 3) {
    outside_prices_.change(FacilityId(all[n]), Period(all[n + 1]), static_cast<Worth>(all[n + 2]));
  }
}

}  // namespace surgeflow::lagrangian
