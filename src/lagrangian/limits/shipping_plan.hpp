// SPDX-License-Identifier: Apache-2.0
// A plan that obeys every limit, changed one device at a time.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/local_care.hpp"

namespace surgeflow::lagrangian {

/// Starts with nothing shipped. Every change is exact: what a device that goes from (i,t) to (j,u)
/// adds to the patients treated is the gain of j from u on less the loss of i from t on, the two
/// being different facilities. Changes can be undone.
class ShippingPlan {
 public:
  ShippingPlan(const Instance& instance, std::span<const std::unique_ptr<LimitFamily>> families);

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  [[nodiscard]] Total treated() const { return treated_; }
  /// The hop on a lane; its arrival may be after the horizon.
  [[nodiscard]] Hop hop(FacilityId i, FacilityId j, Period t) const;

  /// Whether a device is there and all limits let it leave.
  [[nodiscard]] bool may_leave(FacilityId i, Period t) const;
  /// Whether it may go where the hop goes.
  [[nodiscard]] bool may_send(const Hop& hop) const;
  [[nodiscard]] Count profit(const Hop& hop) const {
    return gain(hop.destination, hop.arrive) - loss(hop.origin, hop.depart);
  }
  void send(const Hop& hop) { move(hop, 1); }

  [[nodiscard]] bool may_take_back(const Hop& hop) const;
  [[nodiscard]] Count profit_of_taking_back(const Hop& hop) const {
    return gain(hop.origin, hop.depart) - loss(hop.destination, hop.arrive);
  }
  void take_back(const Hop& hop) { move(hop, -1); }

  [[nodiscard]] Count gain(FacilityId j, Period u) const {
    return gains_[index(u) * static_cast<std::size_t>(instance_->facilities()) + index(j)];
  }
  /// Of all facilities in a period.
  [[nodiscard]] std::span<const Count> gains(Period u) const {
    const auto n = static_cast<std::size_t>(instance_->facilities());
    return std::span(gains_).subspan(index(u) * n, n);
  }
  [[nodiscard]] Count loss(FacilityId i, Period t) const {
    return care_[index(i)].losses()[index(t)];
  }

  /// What is shipped, by departure, origin and destination.
  [[nodiscard]] std::vector<Shipment> shipments() const;
  [[nodiscard]] Plan plan() const;

  /// Marks the present state; `undo` goes back to the last mark.
  void mark() { journal_.clear(); }
  void undo();

 private:
  template <class Tag>
  static std::size_t index(Index<Tag> number) {
    return static_cast<std::size_t>(number.value());
  }
  void move(const Hop& hop, Count devices);
  void apply(const Hop& hop, Count devices);
  void change(FacilityId i, Period from, Count devices);
  void publish_gains(FacilityId i);

  struct Lane {
    Period depart;
    FacilityId origin;
    FacilityId destination;
    auto operator<=>(const Lane&) const = default;
  };
  struct Entry {
    Hop hop;
    Count devices = 0;
  };

  const Instance* instance_;
  std::vector<std::unique_ptr<Ledger>> ledgers_;
  std::vector<LocalCare> care_;
  std::vector<Count> gains_;  ///< [period, facility]
  std::map<Lane, Count> shipped_;
  Total treated_ = 0;
  std::vector<Entry> journal_;
};

}  // namespace surgeflow::lagrangian
