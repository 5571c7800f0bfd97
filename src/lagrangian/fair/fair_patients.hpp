// SPDX-License-Identifier: Apache-2.0
// Most patients with every group keeping its floor.
#pragma once

#include <cstdint>
#include <vector>

#include "lagrangian/fair/fair_level.hpp"

namespace surgeflow::lagrangian {

/// What multipliers of floors prove: no plan that keeps them treats more than `bound`.
struct FloorProof {
  Total bound = 0;
  std::vector<std::int64_t> multipliers{};  ///< [group], in 1 / unit patient
  std::int64_t unit = 1;
  Panel<std::int32_t> potentials{};  ///< in 1 / unit patient
};

class FairPatientSearch {
 public:
  /// `unlimited` is what the base problem proves without floors.
  FairPatientSearch(FairWork& work, FloorProof unlimited);

  /// Until bound and plan meet, or neither improves.
  SearchEnd run();
  [[nodiscard]] const FloorProof& proof() const { return best_; }

 private:
  [[nodiscard]] Total treated() const;
  [[nodiscard]] bool done() const;
  [[nodiscard]] std::vector<std::int64_t> rounded(const std::vector<double>& patients) const;
  bool try_multipliers(const std::vector<std::int64_t>& multipliers);
  void note_bound(const std::vector<std::int64_t>& multipliers, const PricedResult& priced);
  void tell_bundle(const std::vector<std::int64_t>& multipliers, const PricedResult& priced);
  void price();
  bool exchange(std::uint32_t round);
  void look_for_plans();

  FairWork& work_;
  Bundle bundle_;
  std::int64_t unit_;
  FloorProof best_;
  std::int64_t fruitless_ = 0;
  SearchEnd end_;
};

}  // namespace surgeflow::lagrangian
