// SPDX-License-Identifier: Apache-2.0
// The priced network of an item where what leaves is charged by lane.
//
// A priced solve (priced.hpp) charges what leaves a facility, whatever lane it takes. Where
// carriers count some lanes only, every facility has gates, one for each set of such carriers that
// any of its lanes counts for, and lanes start at their gates, which charge. A way through a gate
// must take as long as the lane, so that time runs twice as fine: periods t become 2t; what leaves
// i in 2t is at the gate in 2t + 1 and at j in 2t + 2 s. Prices that no device is worth keep
// facilities from sending at odd periods and gates at even ones. Waiting at a gate gains no more
// than waiting at the facility, so that plans of the one network are plans of the other, and
// potentials too:
//
//   v_i,2t >= v_g,2t+1 >= v_j,2t+2s - charge_ijt.
//
// Gates also charge what a device earns at its own facility (limits on what is away); it earns
// again where it arrives.
//
// Cost. Gates and halved periods make the network four to six times as large.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "surgeflow/flow/priced.hpp"
#include "surgeflow/model/items.hpp"

namespace surgeflow::lagrangian {

/// Whether any carrier that the item loads counts some lanes only.
[[nodiscard]] bool is_charged_by_lane(const ItemSet& set, std::size_t item);

class GateNetwork {
 public:
  /// The set must outlive it.
  GateNetwork(const ItemSet& set, std::size_t item);

  /// The optimum at prices of an item whose own steps are those of `steps`; like solve_priced, but
  /// `value` is what the potentials prove. Starts from the solve before.
  [[nodiscard]] PricedResult solve(const Instance& steps, const TiePrices& prices,
                                   const SolveControl& control);
  /// Prices are so many times as fine from now on.
  void refine(std::int64_t factor);

 private:
  /// Where lanes of one facility start that the same carriers count.
  struct Gate {
    FacilityId at;
    std::vector<std::size_t> carriers;
  };

  [[nodiscard]] bool arrives(FacilityId i, FacilityId j) const;
  [[nodiscard]] std::size_t place_of(FacilityId i, FacilityId j) const {
    return static_cast<std::size_t>(i.value()) * static_cast<std::size_t>(set_.facilities()) +
           static_cast<std::size_t>(j.value());
  }
  void add_lanes(FacilityId i, std::vector<KnownLane>& lanes);
  [[nodiscard]] FacilityId id_of(std::size_t gate) const {
    return FacilityId(set_.facilities() + static_cast<std::int32_t>(gate));
  }
  [[nodiscard]] std::int32_t places() const { return id_of(gates_.size()).value(); }
  template <class T>
  [[nodiscard]] Panel<T> spread(const Panel<T>& panel) const;
  [[nodiscard]] Instance with_gates(const Instance& steps) const;
  [[nodiscard]] LanePrices lane_prices(const TiePrices& prices) const;
  [[nodiscard]] Panel<std::int64_t> earnings(const TiePrices& prices) const;
  [[nodiscard]] Plan without_gates(const Plan& plan) const;

  const ItemSet& set_;
  std::size_t item_;
  std::vector<Gate> gates_;
  std::vector<std::size_t> gate_of_;  ///< of a lane [origin, destination]
  LaneTable lanes_;
  Plan plan_;  ///< of the network with gates, as the potentials
  Panel<std::int64_t> potentials_;
  Workspace workspace_;
};

}  // namespace surgeflow::lagrangian
