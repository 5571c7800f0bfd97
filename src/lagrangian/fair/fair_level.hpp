// SPDX-License-Identifier: Apache-2.0
// The largest smallest share of those who are not settled yet: its bound, and a plan near it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lagrangian/fair/fair_plan.hpp"
#include "lagrangian/fair/fairest.hpp"
#include "lagrangian/fair/weighted_groups.hpp"
#include "lagrangian/limits/bundle.hpp"

namespace surgeflow::lagrangian {

/// What all levels work on.
struct FairWork {
  const FairOptions& options;
  const SolveControl& control;
  PatientFloors& floors;
  std::vector<std::int32_t>& level_of;  ///< [group]; kOpen where it is not settled
  FairPlan& plan;
  const Instance& alike;    ///< the plan's, but that patients count one each and nothing else does
  WeightedGroups& network;  ///< of that
  static constexpr std::int32_t kOpen = -1;
};

/// What a search ended with.
struct SearchEnd {
  StopReason stopped = StopReason::none;
  std::int64_t prices = 0;  ///< weighted solves
};

class FairLevelSearch {
 public:
  /// Of the groups that are open now.
  explicit FairLevelSearch(FairWork& work);

  /// The level's proof to begin with, instead of none.
  void begin_with(FairLevel proof);
  /// Until bound and plan meet, or neither improves.
  SearchEnd run();
  /// The best bound, and the smallest share of the plan.
  [[nodiscard]] FairLevel level() const;
  /// Open groups that have weight in the proof: who keeps the others from more.
  [[nodiscard]] std::vector<std::int32_t> bottleneck() const;
  [[nodiscard]] const std::vector<std::int32_t>& open() const { return open_; }

 private:
  using Weights = std::vector<std::int64_t>;

  [[nodiscard]] TreatedShare smallest() const;
  [[nodiscard]] bool done() const;
  [[nodiscard]] Weights rounded(std::span<const double> shares) const;
  [[nodiscard]] Weights by_shares(double steepness) const;
  [[nodiscard]] std::int64_t kept(const Weights& weights) const;
  [[nodiscard]] std::int64_t all_of_open(const Weights& weights) const;
  bool try_weights(const Weights& weights);
  void note_bound(const Weights& weights, const PricedResult& priced);
  void tell_bundle(const Weights& weights, const PricedResult& priced);
  [[nodiscard]] bool refine();
  void price();
  void look_for_plans();

  FairWork& work_;
  std::vector<std::int32_t> open_;
  std::vector<std::int32_t> order_;  ///< the groups by multiplier: open ones first
  Total open_demand_ = 0;
  Bundle bundle_;
  std::vector<double> trial_;
  Weights tried_;
  std::int64_t unit_;
  FairLevel best_;
  bool proved_ = false;  ///< whether there is a best one
  std::int64_t fruitless_ = 0;
  SearchEnd end_;
};

}  // namespace surgeflow::lagrangian
