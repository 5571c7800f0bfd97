// SPDX-License-Identifier: Apache-2.0
// The relaxation of limits: multipliers priced on lanes, moved by a bundle.
//
// Prices. What the families' multipliers charge is added to lanes; the priced problem is solved
// from the potentials and flows of the one before. Multipliers are whole units of 1 / resolution
// patient. Coarse units give few different potentials, and the priced problem is solved by whole
// words of facilities; fine ones cost the bound less in rounding. They start coarse and are refined
// when the bound no longer falls.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "lagrangian/limits/bundle.hpp"
#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/relaxed_network.hpp"
#include "lagrangian/relaxation.hpp"
#include "surgeflow/flow/priced.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {

/// What multipliers prove.
struct Proof {
  Total bound = 0;                        ///< in the unit of gains
  std::vector<std::int64_t> multipliers;  ///< in the unit of `prices`
  LimitPrices prices;
  Potentials potentials;  ///< in the unit of `prices`, without moves
};

class PricedLimits final : public Relaxation {
 public:
  /// Begins with `unlimited`, the optimum of the relaxed network, and multipliers at a plan that is
  /// `near` the one that is looked for. Network, families and control must outlive it.
  PricedLimits(const RelaxedNetwork& network, const Families& families,
               const SolveResult& unlimited, const Plan& near, std::int64_t most_steps,
               const SolveControl& control);

  [[nodiscard]] std::string_view dualised() const override {
    return "limits that couple lanes or days";
  }
  [[nodiscard]] std::int64_t multipliers() const override {
    return static_cast<std::int64_t>(multipliers_.size());
  }
  /// One priced solve.
  [[nodiscard]] StopReason step() override;
  [[nodiscard]] bool exhausted() override;
  [[nodiscard]] Total bound() const override { return best_.bound; }

  [[nodiscard]] const Proof& proof() const { return best_; }  ///< of the bound
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  [[nodiscard]] std::int64_t resolution() const { return resolution_; }
  /// The optimum at the last multipliers, which may go beyond the limits, and its potentials.
  [[nodiscard]] const Plan& plan() const { return priced_.plan; }
  [[nodiscard]] const Panel<std::int64_t>& potentials() const { return priced_.potentials; }
  /// By how much it exceeds limits, all together.
  [[nodiscard]] Total excess() const { return excess_of(slack_); }

 private:
  using Multipliers = std::vector<std::int64_t>;

  [[nodiscard]] LanePrices charged() const;
  [[nodiscard]] Multipliers start(const Plan& near) const;
  [[nodiscard]] Multipliers most() const;
  /// What the multipliers add to the value of a priced plan, in units of prices.
  [[nodiscard]] std::int64_t constant() const;
  [[nodiscard]] std::int64_t finest() const;
  /// Units of the prices in a patient.
  [[nodiscard]] double patient() const {
    return static_cast<double>(resolution_ * instance_.resolution());
  }
  [[nodiscard]] std::vector<double> in_patients(const Multipliers& units) const;
  [[nodiscard]] Multipliers rounded(const std::vector<double>& patients) const;
  [[nodiscard]] bool choose_multipliers();
  void tell_bundle(std::int64_t bound);
  [[nodiscard]] LimitPrices prices() const;
  void keep_proof(Total bound, const PricedResult& priced);
  void refine();

  const RelaxedNetwork& network_;
  const Instance& instance_;  ///< the network's
  const Families& families_;
  const SolveControl& control_;
  std::int64_t most_steps_;
  Workspace workspace_;
  std::int64_t resolution_;  ///< of gains
  std::vector<Total> room_;  ///< what nothing shipped leaves of each limit
  Multipliers multipliers_;
  bool chosen_ = true;  ///< whether they are to be tried next
  bool exhausted_ = false;
  Bundle bundle_;
  PricedResult priced_;       ///< the last
  std::vector<Total> slack_;  ///< what its plan leaves of each limit
  Proof best_;
  std::int64_t steps_ = 0;
  int fruitless_ = 0;  ///< steps since the bound last fell
};

}  // namespace surgeflow::lagrangian
