// SPDX-License-Identifier: Apache-2.0
// The relaxation of ties: one priced network for each item, prices moved by a bundle.
//
// At fixed prices of carriers, contested patients, used units, lending and presence the programme
// of surgeflow/model/items.hpp falls into one network for each tied item, in which a patient gains
// less by what the treatment costs and a lane costs what the carriers charge, with gates where that
// is not the same for all lanes (gate_network.hpp). Each is solved from the potentials and flows of
// the one before.
//
// The bundle moves in coordinates of price_space.hpp: joint ones for all facilities first; when
// these promise nothing more, each facility gets its own, from there on.
//
// Prices are whole units of 1 / resolution of a gain, from coarse to fine, as those of limits are
// (limits/priced_limits.hpp). A patient and a unit are never worth more than the patient who
// gains most, so that no price needs to go beyond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "lagrangian/items/gate_network.hpp"
#include "lagrangian/items/price_space.hpp"
#include "lagrangian/items/tie_multipliers.hpp"
#include "lagrangian/limits/bundle.hpp"
#include "lagrangian/relaxation.hpp"
#include "surgeflow/flow/priced.hpp"

namespace surgeflow::lagrangian {

class PricedItems final : public Relaxation {
 public:
  /// Set and control must outlive it.
  PricedItems(const ItemSet& set, std::int64_t most_steps, const SolveControl& control);

  [[nodiscard]] std::string_view dualised() const override { return "ties between items"; }
  [[nodiscard]] std::int64_t multipliers() const override {
    return static_cast<std::int64_t>(multipliers_.size());
  }
  /// One priced solve of every tied item.
  [[nodiscard]] StopReason step() override;
  [[nodiscard]] bool exhausted() override;
  /// What tied items can gain, in parts of a patient; all that treatments could gain before the
  /// first step.
  [[nodiscard]] Total bound() const override { return bound_; }
  /// Of the bound; potentials of tied items only.
  [[nodiscard]] const TieProof& proof() const { return proof_; }
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  [[nodiscard]] std::int64_t resolution() const { return resolution_; }

  /// The optima at the prices last tried, which may go beyond the ties.
  [[nodiscard]] const ItemPlans& plans() const { return plans_; }
  [[nodiscard]] const std::vector<Panel<std::int64_t>>& potentials() const { return potentials_; }
  [[nodiscard]] const TiePrices& prices() const { return prices_; }

 private:
  using Multipliers = std::vector<std::int64_t>;

  [[nodiscard]] double unit() const { return static_cast<double>(resolution_ * set_.resolution); }
  [[nodiscard]] StopReason solve_item(std::size_t item, std::int64_t& amount);
  [[nodiscard]] PricedResult priced(std::size_t item, const Instance& steps);
  void keep_proof(Total bound);
  void tell_bundle(std::int64_t amount);
  [[nodiscard]] bool choose_multipliers();
  [[nodiscard]] bool next_multipliers();
  [[nodiscard]] bool can_refine() const { return finest_ >= 2 * resolution_; }
  void refine();
  [[nodiscard]] bool part_facilities();
  [[nodiscard]] std::vector<double> in_patients(const Multipliers& units) const;
  [[nodiscard]] Multipliers rounded(const std::vector<double>& patients) const;

  const ItemSet& set_;
  const SolveControl& control_;
  std::int64_t most_steps_;
  TieMultipliers ties_;
  std::vector<Panel<Total>> most_used_;  ///< [item]; empty where it is not used
  std::int64_t most_gain_;               ///< of one patient
  std::int64_t coarsest_;
  std::int64_t finest_;
  std::int64_t resolution_;
  bool joint_ = true;                ///< one price for all facilities
  std::vector<Total> first_slack_;   ///< what plans at no prices leave of the ties
  std::optional<PriceSpace> space_;  ///< from the first step on
  Multipliers multipliers_;
  Multipliers best_multipliers_;  ///< in units of best_resolution_
  std::int64_t best_resolution_ = 1;
  bool chosen_ = true;  ///< whether they are to be tried next
  bool exhausted_ = false;
  Bundle bundle_{{}};
  std::vector<Workspace> workspaces_;                ///< [item]
  std::vector<std::unique_ptr<GateNetwork>> gates_;  ///< [item]; null where all lanes cost alike
  ItemPlans plans_;
  std::vector<Panel<std::int64_t>> potentials_;
  TiePrices prices_;
  Total bound_ = 0;
  TieProof proof_;
  std::int64_t steps_ = 0;
  int fruitless_ = 0;  ///< steps since the bound last fell
};

}  // namespace surgeflow::lagrangian
