// SPDX-License-Identifier: Apache-2.0
// Integer plans that obey the ties, from priced plans and by changing one item at a time.
//
// The items are planned one after the other, each with what those before it have left:
//   treat    items with patients first, in their order, then those that only stand in. Each is
//            given the patients still untreated, but for those whom no device for every bed that
//            others leave would treat, and of every carrier its share of late priced plans. It is
//            solved alone (`place`): exactly where the carriers take that plan, otherwise by
//            insertion (limits/recovery.hpp), or where every plan obeys the limits of single
//            facilities (limits/restriction.hpp); in small sets lanes are closed in such networks
//            until carriers take their plans (fit_carriers.hpp);
//   supply   consumables go where treatments use them, in the same way;
//   cut      treatments that the units or beds at hand do not reach are taken off, first those that
//            gain least; units are set aside for the whole of a treatment;
//   top up   whoever can be treated with what is idle where they are, is.
// Of six plans three have an item leave room on carriers for the units that its devices use first,
// instead of keeping to its share.
// Mostly the patients of the first step count what they do at the prices, so that scarce units and
// contested patients go to those who need them; one time in three everyone does, one time all but
// the last item's patients, one time nobody.
//
// Plans are improved by placing each item again with all that the others leave, followed by supply,
// cut and top up; what is no better is undone. That is done with the best plan at the end, and of
// small sets with every one; of these some more plans are made in which carriers are divided at
// random (items.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "lagrangian/items/carrier_room.hpp"
#include "lagrangian/items/item_steps.hpp"
#include "lagrangian/items/tie_multipliers.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::lagrangian {

class ItemRecovery {
 public:
  /// Loads of each item on each carrier in each period [carrier][item][period].
  using Shares = std::vector<std::vector<std::vector<Total>>>;
  /// What a priced plan proposes.
  struct Proposal {
    const ItemPlans& plans;
    const std::vector<Panel<std::int64_t>>& potentials;  ///< [item]
    const TiePrices& prices;
    const Shares& shares;
  };

  /// Begins with nothing shipped. Set and control must outlive it.
  ItemRecovery(const ItemSet& set, const SolveControl& control);

  /// Makes plans of a proposal and keeps them if they are the best so far.
  void consider(const Proposal& proposal);
  /// Places every item again, until that gains nothing or `rounds` have passed.
  void improve(std::int64_t rounds, std::int64_t exchanges);

  /// Whether the set is searched thoroughly.
  [[nodiscard]] bool is_small() const { return is_small_; }
  /// Of tied items, in parts of a patient.
  [[nodiscard]] Total gain() const { return best_gain_; }
  /// Of all tied items; others have empty plans.
  [[nodiscard]] const ItemPlans& plans() const { return best_; }

 private:
  using Room = std::vector<std::vector<Total>>;  ///< [carrier][period]

  /// What a device loads on carriers: itself, or with what its first patient uses.
  enum class Loads { own, with_units };
  /// Where an item's plan starts from.
  struct Seed {
    const Plan& plan;
    const Panel<std::int64_t>& potentials;
    std::int64_t exchanges = 0;
    Loads loads = Loads::own;
    bool fit_carriers = false;  ///< by closing lanes as well
  };

  using SeedOf = std::function<Seed(std::size_t item)>;

  [[nodiscard]] ItemPlans nothing() const;
  [[nodiscard]] Total gain_of_tied(const ItemPlans& plans) const;
  [[nodiscard]] Count load_of(const Carrier& carrier, std::size_t item, Loads loads) const;
  [[nodiscard]] Room room_beside(const ItemPlans& plans, std::size_t item) const;
  [[nodiscard]] Panel<Count> untreated(const ItemPlans& plans, std::size_t treatment) const;
  void place_treating(ItemPlans& plans, std::size_t item, const Room& room, const Seed& seed,
                      const TiePrices* prices) const;
  void place_reachable(ItemPlans& plans, std::size_t item, const Room& room,
                       const Seed& seed) const;
  void place_supplying(ItemPlans& plans, std::size_t item, const Room& room,
                       const Seed& seed) const;
  void place(ItemPlans& plans, std::size_t item, const ItemSteps& steps, const Room& room,
             const Seed& seed) const;
  void complete(ItemPlans& plans, const SeedOf& seed_of) const;
  bool place_again(ItemPlans& plans, std::int64_t exchanges) const;
  [[nodiscard]] Plan planned(std::size_t item, const Instance& steps, const Room& room,
                             const Seed& seed) const;
  [[nodiscard]] std::vector<CarrierRoom> rooms_of(std::size_t item, const Room& room,
                                                  Loads loads) const;
  [[nodiscard]] std::vector<SolveResult> restricted(std::size_t item, const Instance& steps,
                                                    const std::vector<CarrierRoom>& rooms,
                                                    const Seed& seed) const;
  void keep_if_best(ItemPlans plans);

  const ItemSet& set_;
  const SolveControl& control_;
  bool is_small_;
  std::vector<std::size_t> treating_;   ///< items in the order in which they treat
  std::vector<std::size_t> supplying_;  ///< items that others use
  ItemPlans best_;
  Total best_gain_ = 0;
  std::int64_t considered_ = 0;
};

}  // namespace surgeflow::lagrangian
