// SPDX-License-Identifier: Apache-2.0
// The multipliers of ties as one row of numbers, and what they charge.
//
// Order: carriers by period, then patients of contested items by tier, then units of used items,
// then lending of items that have a limit, then what must be there of items with limits on what is
// away, then beds; all but the first by facility and period.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/flow/item_plans.hpp"

namespace surgeflow::lagrangian {

class TieMultipliers {
 public:
  /// The set must outlive it.
  explicit TieMultipliers(const ItemSet& set);

  [[nodiscard]] std::size_t size() const { return room_.size(); }
  /// What a plan that ships and treats nothing leaves of each tie.
  [[nodiscard]] const std::vector<Total>& room() const { return room_; }
  /// What plans leave of each tie, negative where they go beyond: the slope of the bound.
  [[nodiscard]] std::vector<Total> slack(const ItemPlans& plans) const;
  /// Multipliers of one tie, by period, or by facility and period.
  struct Block {
    std::size_t first = 0;
    std::size_t size = 0;
    /// Units: what they are worth now they are worth before, since they can wait.
    bool falling = false;
    /// Devices that leave or are there: one that may leave earlier can be worth many patients.
    bool of_devices = false;
    /// What each facility has is its own, whatever it is worth elsewhere; so are patients who wait
    /// for its beds.
    bool by_facility = false;
    /// A device is charged the sum of all that are not before it leaves.
    bool summed = false;
    /// A first step moves a multiplier, or its fall, by at most one patient over this.
    double caution = 1.0;
  };
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }
  [[nodiscard]] std::size_t periods() const { return static_cast<std::size_t>(set_.periods()); }
  /// Lowers those that are beyond what anything is worth where a patient counts `most_gain`.
  void cap(std::span<std::int64_t> multipliers, std::int64_t most_gain) const;
  [[nodiscard]] TiePrices as_prices(std::span<const std::int64_t> multipliers,
                                    std::int64_t resolution) const;

 private:
  const ItemSet& set_;
  std::vector<Total> room_;
  std::vector<Block> blocks_;
};

/// What one patient of a treatment is charged for it [facility, period].
[[nodiscard]] Panel<std::int64_t> costs_of(const ItemSet& set, const TiePrices& prices,
                                           std::size_t treatment);

/// What a device or unit of the item is charged for leaving, whatever lane it takes [facility,
/// period].
[[nodiscard]] Panel<std::int64_t> charges_of(const ItemSet& set, const TiePrices& prices,
                                             std::size_t item);

/// What one that arrives earns for being there [facility, period].
[[nodiscard]] Panel<std::int64_t> earnings_of(const ItemSet& set, const TiePrices& prices,
                                              std::size_t item);

/// Loads of a plan of one item [period].
[[nodiscard]] std::vector<Total> loads_of(const ItemSet& set, const Carrier& carrier,
                                          std::size_t item, const Plan& plan);

/// Units that an item gives to treatments of others.
[[nodiscard]] Panel<Total> units_given(const ItemSet& set, const ItemPlans& plans,
                                       std::size_t item);

}  // namespace surgeflow::lagrangian
