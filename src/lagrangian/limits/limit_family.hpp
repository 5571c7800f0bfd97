// SPDX-License-Identifier: Apache-2.0
// What a kind of limit has to say about itself to be priced and obeyed.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/priced.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// One device on one lane: it leaves `origin` in `depart` and is at `destination` from `arrive` on.
struct Hop {
  FacilityId origin;
  FacilityId destination;
  Period depart;
  Period arrive;
};

/// What a limit still leaves while shipments are added and taken back one device at a time.
class Ledger {
 public:
  virtual ~Ledger() = default;
  /// Whether one device more may leave, wherever it goes: asked before destinations are looked at.
  [[nodiscard]] virtual bool may_leave(FacilityId origin, Period depart) const = 0;
  /// The same of one that comes back by the date on which loans must be back.
  [[nodiscard]] virtual bool may_lend(FacilityId origin, Period depart) const {
    return may_leave(origin, depart);
  }
  /// Whether some lanes may be open to a device that others are not.
  [[nodiscard]] virtual bool differs_by_lane() const { return false; }
  /// Whether the day on which it leaves has room for one more, whoever is there then.
  [[nodiscard]] virtual bool has_room(const Hop& /*hop*/) const { return true; }
  /// Whether one device more may be sent, as far as this limit is concerned.
  [[nodiscard]] virtual bool may_send(const Hop& hop) const = 0;
  /// Whether one device may be taken back: others may have been sent because it came.
  [[nodiscard]] virtual bool may_take_back(const Hop& hop) const = 0;
  /// Notes `quantity` devices more, or fewer where it is negative.
  virtual void note(const Hop& hop, Count quantity) = 0;
};

/// [facility, period] as one number.
[[nodiscard]] inline std::size_t place(FacilityId i, Period t, std::int32_t periods) {
  return static_cast<std::size_t>(i.value()) * static_cast<std::size_t>(periods) +
         static_cast<std::size_t>(t.value());
}

/// Facilities that go beyond a limit in any period, by what is left of it [facility, period].
[[nodiscard]] std::vector<FacilityId> facilities_beyond(const std::vector<Total>& slack,
                                                        const Instance& instance);

/// What families may look at to choose their first multipliers.
struct FirstPrices {
  std::int64_t resolution;  ///< units of multipliers in one of gains
  std::int64_t most;        ///< more than any device is worth, in units of multipliers
  const Plan& plan;         ///< one that may go beyond the limits
};

/// Limits of one kind: inequalities over a plan, each with a multiplier of at least 0. To add a
/// kind is to write one such class and to make it in make_families. Devices leaving (i,t), arriving
/// at (j,u) and treating from (i,t) on are what a multiplier can put a price on, so that the priced
/// problem stays a network.
///
/// A family may also be about quantities of its own, which no plan holds and which gain by
/// themselves: at given multipliers they take whatever is best for them (`gain`, `slope`). A soft
/// limit is one: as much of the quantity as the plan leaves room for, and no plan goes beyond it.
class LimitFamily {
 public:
  virtual ~LimitFamily() = default;
  [[nodiscard]] std::size_t multipliers() const { return room_.size(); }
  /// Multipliers to start from.
  [[nodiscard]] virtual std::vector<std::int64_t> start(const FirstPrices& /*first*/) const {
    return std::vector<std::int64_t>(room_.size(), 0);
  }
  /// Adds to lanes and patients what the multipliers charge.
  virtual void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const = 0;
  /// What a plan leaves of each limit, negative where it goes beyond.
  [[nodiscard]] virtual std::vector<Total> slack(const Plan& plan) const = 0;
  /// By how much the bound rises with each multiplier, where the plan is the priced one.
  [[nodiscard]] virtual std::vector<Total> slope(std::span<const std::int64_t> /*multipliers*/,
                                                 std::int64_t /*resolution*/,
                                                 const Plan& plan) const {
    return slack(plan);
  }
  /// What a plan that ships and treats nothing leaves of each limit: the bound's constant is the
  /// sum of multiplier times this, and of `gain`.
  [[nodiscard]] const std::vector<Total>& room() const { return room_; }
  /// What quantities of its own gain at most at these multipliers, in their units.
  [[nodiscard]] virtual std::int64_t gain(std::span<const std::int64_t> /*multipliers*/,
                                          std::int64_t /*resolution*/) const {
    return 0;
  }
  /// Multipliers beyond which nothing changes.
  [[nodiscard]] virtual std::vector<std::int64_t> most(std::int64_t /*resolution*/) const {
    return std::vector<std::int64_t>(room_.size(), std::numeric_limits<std::int64_t>::max());
  }
  /// Units of multipliers in one of gains, at most, where those of others are coarser.
  [[nodiscard]] virtual std::int64_t finest() const { return 1; }
  /// Puts the multipliers where a plan file and the certificate look for them.
  virtual void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const = 0;
  /// Nothing shipped yet; null where shipments need not be asked.
  [[nodiscard]] virtual std::unique_ptr<Ledger> open_ledger() const { return nullptr; }

 protected:
  /// One number for each multiplier.
  explicit LimitFamily(std::vector<Total> room) : room_(std::move(room)) {}

 private:
  std::vector<Total> room_;
};

/// Multipliers by facility and period.
[[nodiscard]] Panel<std::int64_t> as_panel(std::span<const std::int64_t> multipliers,
                                           const Instance& instance);

using Families = std::vector<std::unique_ptr<LimitFamily>>;

/// The families that the limits, and steps of sending, ask for, in a fixed order. The instance must
/// outlive them.
[[nodiscard]] Families make_families(const Instance& instance, const Limits& limits);

/// Calls `visit(family, multipliers)` with each family's part.
template <class Visit>
void for_each_part(const Families& families, std::span<const std::int64_t> multipliers,
                   Visit&& visit) {
  for (const auto& family : families) {
    visit(*family, multipliers.first(family->multipliers()));
    multipliers = multipliers.subspan(family->multipliers());
  }
}

/// The numbers of all families, one after the other.
template <class NumbersOf>
[[nodiscard]] std::vector<std::int64_t> joined(const Families& families, NumbersOf&& numbers_of) {
  std::vector<std::int64_t> all;
  for (const auto& family : families) {
    const std::vector<std::int64_t> part = numbers_of(*family);
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

/// What a plan leaves of all limits, family by family.
[[nodiscard]] std::vector<Total> slack_of(const Families& families, const Plan& plan);
/// By how much limits are exceeded, all together.
[[nodiscard]] Total excess_of(std::span<const Total> slack);
/// All multipliers as a plan file holds them.
[[nodiscard]] LimitPrices stated(const Families& families,
                                 std::span<const std::int64_t> multipliers,
                                 std::int64_t resolution);
/// The same of multipliers that are all 0.
[[nodiscard]] LimitPrices without_prices(const Families& families);

}  // namespace surgeflow::lagrangian
