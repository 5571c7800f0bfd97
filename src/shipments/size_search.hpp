// SPDX-License-Identifier: Apache-2.0
// Which shipments are sent where none may be small: by a dive, or by branch and bound.
//
// A ship arc on which fewer devices leave than the minimum is closed, or has to take as many as the
// minimum. Both are changes of bounds, after which the network is optimal again, so that what each
// costs is known before one is chosen.
//
// The dive takes the cheaper of the two, for the smallest shipments first, until none is small.
//
// The tree branches on the small shipment whose two sides cost most. A side that is worth no more
// than the best plan so far is not entered, the other is then taken without branching; for every
// arc, small or not, both sides are tried before a node is branched on, so that most arcs are
// decided at the root. Where the tree is exhausted no plan within the minimum gains more. It is
// entered a second time for less movement at the same gain.
#pragma once

#include <cstdint>
#include <optional>

#include "shipments/design_network.hpp"
#include "surgeflow/core/stop.hpp"

namespace surgeflow::shipments {

class SizeSearch {
 public:
  /// Both must outlive it.
  SizeSearch(DesignNetwork& network, Count minimum, const StopCondition& stop)
      : network_(network), minimum_(minimum), stop_(stop) {}

  /// Whether the network's flow has no small shipment now; otherwise there is no such flow, or the
  /// search was stopped.
  [[nodiscard]] bool dive();

  /// From a flow without small shipments: closes those without which all that is gained stays, and
  /// movement grows by less than `price`; nothing: by any number.
  void thin_out(std::optional<Total> price);

  /// Only what is worth more is looked for.
  void know(const Plan& plan, Worth worth) {
    best_.plan = plan;
    best_worth_ = worth;
  }

  struct Best {
    std::optional<Plan> plan;  ///< nothing where none is known
    bool exhausted = false;    ///< no plan within the minimum gains more
  };
  /// Sends what the plan sends, and nothing else; whether that is possible.
  [[nodiscard]] bool adopt(const Plan& plan);
  /// Takes so many arcs at most; the network is as before then.
  [[nodiscard]] Best branch(std::int64_t effort);

 private:
  using Ship = DesignNetwork::Ship;
  enum class Aim { gain, worth };
  /// Of one arc's two sides what each would be worth; nothing where it is impossible.
  struct Sides {
    std::optional<Worth> closed;
    std::optional<Worth> filled;
  };

  [[nodiscard]] bool is_small(Ship n) const {
    return network_.sent(n) > 0 && network_.sent(n) < minimum_;
  }
  [[nodiscard]] std::vector<Ship> smallest_first(Count most) const;
  [[nodiscard]] bool decide(Ship n);
  [[nodiscard]] std::optional<Worth> worth_if_closed(Ship n);
  [[nodiscard]] std::optional<Worth> worth_if_filled(Ship n);
  [[nodiscard]] bool is_promising(const std::optional<Worth>& worth) const;
  [[nodiscard]] bool is_over() const;
  void explore();
  [[nodiscard]] bool settle_decided();
  [[nodiscard]] bool settle_decided(Ship n, bool& changed);
  struct Branching {
    Ship ship = -1;
    Sides sides;
  };
  [[nodiscard]] Branching choose();
  void enter(Ship n, bool fill);
  void note_best();

  DesignNetwork& network_;
  Count minimum_;
  const StopCondition& stop_;
  Aim aim_ = Aim::gain;
  Best best_;
  Worth best_worth_{.gain = -1, .saved = 0};
  std::int64_t last_visit_ = 0;
  bool stopped_ = false;
};

}  // namespace surgeflow::shipments
