// SPDX-License-Identifier: Apache-2.0
// What a kind of limit has to say about itself to be priced and obeyed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
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
  /// Whether one device more may be sent, as far as this limit is concerned.
  [[nodiscard]] virtual bool may_send(const Hop& hop) const = 0;
  /// Whether one device may be taken back: others may have been sent because it came.
  [[nodiscard]] virtual bool may_take_back(const Hop& hop) const = 0;
  /// Notes `quantity` devices more, or fewer where it is negative.
  virtual void note(const Hop& hop, Count quantity) = 0;
};

/// Limits of one kind: inequalities over shipments, each with a multiplier of at least 0. To add a
/// kind is to write one such class and to make it in make_families. Devices leaving (i,t) and
/// arriving at (j,u) are what a multiplier can put a price on, so that the priced problem stays a
/// network.
class LimitFamily {
 public:
  virtual ~LimitFamily() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual std::size_t multipliers() const = 0;
  /// Multipliers to start from, in 1 / resolution patient; `most` is more than any device is worth.
  [[nodiscard]] virtual std::vector<std::int64_t> start(std::int64_t most) const = 0;
  /// Adds to lanes what the multipliers charge.
  virtual void charge(std::span<const std::int64_t> multipliers, LanePrices& prices) const = 0;
  /// What a plan leaves of each limit, negative where it goes beyond: the slope of the bound.
  [[nodiscard]] virtual std::vector<Total> slack(const Plan& plan) const = 0;
  /// What nothing shipped leaves of each limit: the bound's constant is the sum of multiplier times
  /// this.
  [[nodiscard]] virtual std::vector<Total> room() const = 0;
  /// Puts the multipliers where a plan file and the certificate look for them.
  virtual void state(std::span<const std::int64_t> multipliers, LimitPrices& prices) const = 0;
  /// Nothing shipped yet.
  [[nodiscard]] virtual std::unique_ptr<Ledger> open_ledger() const = 0;
};

/// The families that the limits ask for, in a fixed order. The instance must outlive them.
[[nodiscard]] std::vector<std::unique_ptr<LimitFamily>> make_families(const Instance& instance,
                                                                      const Limits& limits);

}  // namespace surgeflow::lagrangian
