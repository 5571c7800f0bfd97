// SPDX-License-Identifier: Apache-2.0
// The regional relaxation: regions joined by prices instead of shipments.
//
// Problem. Patients only (what a lane costs counts later): maximise treated patients over the
// time-expanded network of all facilities. Its dual is to minimise
//   D(v) = sum_it supply_it v_it + sum_it d_it max(0, 1 + v_i,t+P - v_it)
//   over v_it >= v_i,t+1 >= 0 and v_it >= v_j,t+s_ij for every lane,
// and D(v) bounds the patients that any plan can treat, at every moment.
//
// What is dualised. Devices that come to a region from outside: the balance of (j, u) then holds
// with imports bought at the price v_ju, and who exports from (i, t) is paid the price at the place
// of arrival. Each region solves a min-cost flow of its own, with its own lanes and a market
// (surgeflow/flow/market.hpp), and the sum of the regions' optima is D of the joined potentials.
//
// Method: block descent on D, never a subgradient.
//  1. Coarse start. Blocks of four near facilities become one facility each: demand and supply
//     added up, lanes as fast as the fastest between members. That is a relaxation, and its optimal
//     potentials, copied to the members, are feasible for D at the same value.
//  2. Down: every region buys at its present potentials and sells at the best that lanes to outside
//     bring there, so that its new potentials lie between; together they are feasible.
//     Up: every region sells at its present potentials and buys at the least that outside asks.
//     Regions are solved at the same time, and the bound never gets worse.
//  3. Descent stalls where several regions would have to move together, and goes on with another
//     partition (schedule.hpp).
//
// Cost of a step: the prices (outside_prices.hpp), on the ranks that hold the lanes, and the
// regional solves. Changed potentials go to all ranks. Memory: potentials of all facilities on
// every rank, 2 bytes a node; lane rows, demand and supply of own facilities.
//
// On 3,142 US counties (180 days, all lanes) the coarse start is 0.05 % above the optimum, a step
// down and one up on the states 0.02 %, cut into small blocks or not; one more up on other small
// blocks 0.01 %, on 5 large ones 0.004 %. Small blocks leave the polish no more to do than large
// ones, and keep many ranks busy.
//
// Tried with little gain, on the counties with states and with ten regions, and on a synthetic case
// of 3,142 facilities:
//  - a step down on any later partition: nothing on the counties, half of what the step up gains on
//    the synthetic case;
//  - between the regions and 5 blocks further steps on 300 to 33 compact blocks, which stall, or on
//    20, 16 or 10: at most 0.01 % less in the end;
//  - scattered blocks, since prices then come from neighbours anyway.
// The coarse start is solved for patients alone: with moves it takes half as long again on the
// counties and ten times as long on the synthetic case, for the same bound.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "comm/communicator.hpp"
#include "lagrangian/blocks.hpp"
#include "lagrangian/outside_prices.hpp"
#include "lagrangian/partition.hpp"
#include "lagrangian/relaxation.hpp"
#include "lagrangian/share.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {

enum class Direction { down, up };

class RegionalCoupling final : public Relaxation {
 public:
  /// Collective. `clusters` are those of outside_prices.hpp; all arguments must outlive it.
  RegionalCoupling(const Share& share, const Partition& clusters, const SolveControl& control,
                   const comm::Communicator& ranks)
      : share_(share), control_(control), ranks_(ranks), outside_prices_(share, clusters) {}

  [[nodiscard]] std::string_view dualised() const override {
    return "what comes to a region from the others";
  }
  [[nodiscard]] std::int64_t multipliers() const override {
    return std::int64_t{share_.facilities} * share_.periods;
  }
  /// Solves the regions of the present partition, in the next direction. Stopped, it changes
  /// nothing.
  [[nodiscard]] StopReason step() override;
  [[nodiscard]] bool exhausted() override { return directions_.empty(); }
  [[nodiscard]] Total bound() const override { return bound_; }

  /// Collective: begins with the coarse start.
  void start(const Partition& coarse);
  /// Collective: begins with potentials that are feasible, the same on all ranks.
  void start_from(const Panel<std::int32_t>& potentials);
  /// The steps to come: on the blocks of a partition, which must outlive them.
  void descend_on(const Partition& partition, std::span<const Direction> directions);
  /// Gives back what the blocks keep from step to step, so that sweeps have the room.
  void rest() { blocks_.reset(); }
  /// Of the last step.
  [[nodiscard]] Direction direction() const { return direction_; }

  /// The multipliers: potentials of all facilities, on all ranks.
  [[nodiscard]] Panel<std::int32_t> potentials() const;
  /// Collective, before it rests: what the blocks of the last step took.
  [[nodiscard]] BlockSeconds seconds() const { return blocks_->blocks.seconds(); }

 private:
  /// The blocks of the present partition, once a step needs them.
  struct DealtBlocks {
    DealtBlocks(const Share& share, const Partition& partition, const comm::Communicator& ranks);
    Dealing dealing;
    Blocks blocks;
  };

  [[nodiscard]] Panel<std::int32_t> present_potentials(std::size_t n) const;
  void share_changes(const std::vector<Panel<std::int32_t>>& of_blocks);

  const Share& share_;
  const SolveControl& control_;
  const comm::Communicator& ranks_;
  OutsidePrices outside_prices_;  ///< hold the potentials
  Total bound_ = 0;
  const Partition* partition_ = nullptr;
  std::span<const Direction> directions_;
  Direction direction_ = Direction::down;
  std::optional<DealtBlocks> blocks_;
};

}  // namespace surgeflow::lagrangian
