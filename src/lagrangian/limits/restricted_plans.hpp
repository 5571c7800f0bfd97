// SPDX-License-Identifier: Apache-2.0
// Optima of restrictions: each solved again and asked for more until every facility is within its
// limits, or nobody is left to ask.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/restriction.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {

/// A plan with the potentials of the network that found it, in which it may be the optimum.
struct Proposal {
  Plan plan;
  Panel<std::int64_t> potentials;
  Total excess = 0;  ///< beyond the limits, all together
};

class RestrictedPlans {
 public:
  /// Whether others must provide for commitments decides nothing but whether plans may be missing.
  enum class Commitments { none_taken, provided_for };

  /// Instance, limits and families must outlive it.
  RestrictedPlans(const Instance& instance, const Limits& limits, const Families& families,
                  Commitments commitments, const StopCondition& stop);

  /// From here on restrictions are made of `plannable`, which must outlive them: the instance with
  /// its reserve divided.
  void plan_with(const Instance& plannable) { plannable_ = &plannable; }
  /// The next network starts from this optimum.
  void start_from(WarmStart near) { near_ = std::move(near); }

  /// Each of these gives nothing where commitments can not be provided for.
  /// Facilities that turn out to be worse off ask for those whom they would treat alone.
  [[nodiscard]] std::optional<Proposal> asking_for_own(Guidance guidance);
  /// They ask first for those whom the plan treats, if these are enough.
  [[nodiscard]] std::optional<Proposal> near(const Plan& plan, Guidance guidance);
  /// The best plan of a neighbourhood of a plan, by the numbers drawn for the round.
  [[nodiscard]] std::optional<Proposal> around(const Plan& plan, std::uint32_t round);

 private:
  /// Where facilities turn out to be worse off, though they asked so many times before; false where
  /// there is nothing left but to ask strictly.
  using Repair =
      std::function<bool(const std::vector<FacilityId>& worse, int times, Guidance& guidance)>;
  [[nodiscard]] std::optional<Proposal> solve(Guidance guidance, const Repair& repair);
  [[nodiscard]] bool repair_at(std::vector<FacilityId> worse, const Repair& repair,
                               std::vector<int>& times, Guidance& guidance) const;

  const Instance& instance_;
  const Limits& limits_;
  const Families& families_;
  Commitments commitments_;
  const StopCondition& stop_;
  const Instance* plannable_;
  WarmStart near_;  ///< the last network's optimum; the next one's is near
};

}  // namespace surgeflow::lagrangian
