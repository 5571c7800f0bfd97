// SPDX-License-Identifier: Apache-2.0
// Builds the instances of blocks, and times their solves.
#include "lagrangian/blocks.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "lagrangian/freed_memory.hpp"
#include "surgeflow/core/processor_time.hpp"

namespace surgeflow::lagrangian {
namespace {

/// To ask for less again takes longer than a small block's solve.
constexpr std::size_t kWorthReturning = std::size_t{32} << 20;

Instance make_block(const Dealing& dealing, std::int32_t block, LaneTable lanes,
                    Panel<Count> demand, Panel<Count> supply) {
  const std::span<const FacilityId> members = dealing.partition().members(block);
  InstanceData data{.devices = std::vector<Count>(members.size(), 0),
                    .turnaround_periods = {},
                    .in_processing_periods = std::vector<std::int32_t>(members.size(), 0),
                    .demand = std::move(demand),
                    .arrivals = {},
                    .lanes = std::move(lanes),
                    .commitments = std::move(supply)};
  data.arrivals = Panel<Count>(data.demand.facilities(), data.demand.periods());
  for (const FacilityId i : members) {
    data.turnaround_periods.push_back(
        dealing.share().turnaround_periods[static_cast<std::size_t>(i.value())]);
  }
  return Instance(std::move(data));
}

}  // namespace

StopReason agreed(StopReason own, const comm::Communicator& ranks) {
  return static_cast<StopReason>(ranks.maximum(static_cast<std::int32_t>(own)));
}

StopCondition stop_with_root(const StopCondition& own, const comm::Communicator& ranks) {
  using Clock = StopCondition::Clock;
  constexpr auto kNever = std::numeric_limits<Clock::rep>::max();
  const auto deadline = own.deadline();
  // Time left, since clocks of other machines begin elsewhere.
  const Clock::rep left =
      ranks.broadcast_value(deadline ? Clock::duration(*deadline - Clock::now()).count() : kNever);
  if (left == kNever) return own.with_deadline({});
  return ranks.is_root() ? own : own.with_deadline(Clock::now() + Clock::duration(left));
}

Blocks::Blocks(const Dealing& dealing, const Panel<Count>& supply, const comm::Communicator& ranks)
    : dealing_(&dealing), ranks_(&ranks) {
  std::vector<LaneTable> lanes = dealing.lanes_to_solvers();
  std::vector<Panel<Count>> demand = dealing.to_solvers(dealing.share().demand);
  std::vector<Panel<Count>> supplies = dealing.to_solvers(supply);
  ranks.all_or_none([&] {
    for (std::size_t n = 0; n < lanes.size(); ++n) {
      instances_.push_back(std::make_unique<Instance>(
          make_block(dealing, dealing.own_blocks()[n], std::move(lanes[n]), std::move(demand[n]),
                     std::move(supplies[n]))));
      workspaces_.push_back(std::make_unique<Workspace>());
    }
  });
}

StopReason Blocks::solve_each(const std::function<StopReason(std::size_t)>& solve) {
  seconds_.assign(size(), 0.0);
  StopReason stopped = StopReason::none;
  ranks_->all_or_none([&] {
    for (std::size_t n = 0; n < size() && stopped == StopReason::none; ++n) {
      const double start = thread_processor_seconds();
      stopped = solve(n);
      seconds_[n] = thread_processor_seconds() - start;
    }
    return_freed_memory(kWorthReturning);
  });
  return agreed(stopped, *ranks_);
}

BlockSeconds Blocks::seconds() const {
  BlockSeconds own;
  for (const double seconds : seconds_) {
    own.sum += seconds;
    own.slowest = std::max(own.slowest, seconds);
  }
  BlockSeconds total;
  for (const BlockSeconds& of_rank : ranks_->gather_value(own)) total.join(of_rank);
  return total;
}

}  // namespace surgeflow::lagrangian
