// SPDX-License-Identifier: Apache-2.0
// The network of one item: what it may give to whom, as steps of treating.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "surgeflow/model/items.hpp"

namespace surgeflow::lagrangian {

/// Those who may be given the item, and what one of them gains.
struct Offer {
  Panel<Count> width;        ///< patients or units [facility, period]
  Panel<std::int64_t> gain;  ///< [facility, period]; those who gain nothing are left out
};

enum class Lending {
  as_stated,  ///< with the instance's steps of sending
  free,       ///< without them: what leaves is priced
};

/// What is made of the instance's own steps.
struct OwnSteps {
  std::int64_t scale = 1;  ///< idle devices gain so many times what its steps say
  Lending lending = Lending::as_stated;
};

/// What one patient given a treatment gains, in 1 / resolution of the set [facility, period].
[[nodiscard]] Panel<std::int64_t> gains_of(const ItemSet& set, std::size_t treatment);

/// At every place those come first who gain most, the earlier offer where they gain the same.
class ItemSteps {
 public:
  /// `item` gives all but the demand.
  ItemSteps(const Instance& item, const std::vector<Offer>& offers, const OwnSteps& own = {});

  /// The greatest gain in it is a plan that gives the item to those who gain most.
  [[nodiscard]] const Instance& instance() const { return instance_; }
  /// What each offer gets of all that is given out.
  [[nodiscard]] std::vector<Panel<Count>> split(const Panel<Count>& given) const;

 private:
  /// An offer at a place.
  struct Rank {
    std::size_t offer = 0;
    Count width = 0;
  };

  [[nodiscard]] static std::vector<Rank> ranked(const std::vector<Offer>& offers,
                                                std::size_t place);
  [[nodiscard]] static Instance with_steps(const Instance& item, const std::vector<Offer>& offers,
                                           const OwnSteps& own, std::vector<Rank>& ranks);

  std::size_t offers_;
  std::vector<Rank> ranks_;  ///< in the order of the steps [place, step]; of width 0 beyond them
  Instance instance_;
};

}  // namespace surgeflow::lagrangian
