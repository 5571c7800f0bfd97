// SPDX-License-Identifier: Apache-2.0
// The network in which limits are priced: without what only they, or their multipliers, ask for,
// but with what they imply for every single facility.
#pragma once

#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// Steps of sending are left out: the lending limit is priced; so are those of holding where others
/// cover the reserve. Where more devices must be at a
/// facility than its patients could use, the rest are idle; holding so many earns a bonus, of which
/// all is taken off the bound again. Before its own wave a facility has hardly any patients, and
/// that is when it would lend: this bounds much better than prices alone, which move one facility
/// and period at a time.
class RelaxedNetwork {
 public:
  RelaxedNetwork(const Instance& instance, const Limits& limits);

  [[nodiscard]] const Instance& instance() const { return relaxed_; }
  /// For every device and period, in units of gain; 0 where nothing is implied.
  [[nodiscard]] std::int32_t bonus() const { return bonus_; }
  /// The bonus times all that must be idle: to be taken off any value.
  [[nodiscard]] Total asked() const { return asked_; }

 private:
  std::int32_t bonus_ = 0;
  Total asked_ = 0;
  Instance relaxed_;
};

}  // namespace surgeflow::lagrangian
