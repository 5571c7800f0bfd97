// SPDX-License-Identifier: Apache-2.0
// Most patients, or the greatest gain where they are weighed, with every group keeping its floor.
#pragma once

#include <cstdint>
#include <vector>

#include "lagrangian/fair/fair_level.hpp"

namespace surgeflow::lagrangian {

/// What multipliers of floors prove: no plan that keeps them gains more than `bound`.
struct FloorProof {
  Total bound = 0;
  std::vector<std::int64_t> multipliers{};  ///< [group], in 1 / unit of what gains are counted in
  std::int64_t unit = 1;
  Panel<std::int32_t> potentials{};  ///< likewise
};

class FairPatientSearch {
 public:
  /// `network` is of the plan's instance, `unlimited` what that proves without floors.
  FairPatientSearch(FairWork& work, WeightedGroups& network, FloorProof unlimited);

  /// Until bound and plan meet, or neither improves.
  SearchEnd run();
  [[nodiscard]] const FloorProof& proof() const { return best_; }

 private:
  [[nodiscard]] Total gain_of(const Plan& plan) const;
  [[nodiscard]] Total gain() const { return gain_of(work_.plan.plan()); }
  [[nodiscard]] bool done() const;
  [[nodiscard]] std::vector<std::int64_t> rounded(const std::vector<double>& patients) const;
  bool try_multipliers(const std::vector<std::int64_t>& multipliers);
  void note_bound(const std::vector<std::int64_t>& multipliers, const PricedResult& priced);
  void tell_bundle(const std::vector<std::int64_t>& multipliers, const PricedResult& priced);
  [[nodiscard]] bool refine();
  void price();
  bool exchange(std::uint32_t round);
  void look_for_plans();

  /// Units of the multipliers in a patient.
  [[nodiscard]] double patient() const { return static_cast<double>(unit_ * resolution_); }

  FairWork& work_;
  WeightedGroups& network_;
  std::int64_t resolution_;
  Bundle bundle_;
  std::int64_t unit_;
  FloorProof best_;
  std::int64_t fruitless_ = 0;
  SearchEnd end_;
};

}  // namespace surgeflow::lagrangian
