// SPDX-License-Identifier: Apache-2.0
// A plan that obeys every limit, changed one device at a time.
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/local_care.hpp"

namespace surgeflow::lagrangian {

/// One device on one lane, and back by the day on which loans must be back, where it is lent and
/// not given.
struct Move {
  Hop out;
  std::optional<Hop> back = {};
};

/// Starts with what provides for commitments, if they take devices, and nothing else shipped.
/// Facilities may be worse off then; no change makes others so, or these worse. Every change is
/// exact: what a device that goes from (i,t) to (j,u) adds is the gain of j from u on less the loss
/// of i from t on, the two being different facilities. A loan changes each of them twice, and what
/// it adds is known once it was tried. Changes can be undone.
class ShippingPlan {
 public:
  /// `provision` treats nobody, and keeps all limits of lanes and of presence.
  ShippingPlan(const Instance& instance, const Limits& limits, const Families& families,
               std::span<const Shipment> provision = {});

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  /// All that is gained, in parts of a patient.
  [[nodiscard]] Total value() const { return value_; }

  /// How a device may leave (i,t), and what that costs i.
  enum class Leaving { no, on_loan, for_good };
  struct Departure {
    FacilityId origin;
    Period depart;
    Leaving how = Leaving::no;
    Count loss = 0;
  };
  [[nodiscard]] Departure departure(FacilityId i, Period t) const;
  /// What the device adds on its way to j, of a loan as far as can be told before; kNothing where
  /// there is no such move. For those that may leave.
  [[nodiscard]] Count profit(const Departure& from, FacilityId j) const;
  static constexpr Count kNothing = -LocalCare::kImpossible;
  /// Where the device adds most, of equals the first; nothing where it adds nothing anywhere.
  struct Destination {
    FacilityId facility;
    Count profit = 0;
  };
  [[nodiscard]] std::optional<Destination> best_destination(const Departure& from) const;
  /// Makes `best_destination` see sooner where nothing is added, after many changes.
  void measure_most_gains();
  /// The move itself; nothing where it can not be made, or not within the horizon.
  [[nodiscard]] std::optional<Move> move(const Departure& from, FacilityId j) const;
  /// What taking it back would add, where it is no loan.
  [[nodiscard]] Count profit_of_taking_back(const Hop& hop) const {
    return gain(hop.origin, hop.depart) - loss(hop.destination, hop.arrive);
  }

  /// False, and nothing is changed, where a limit, or the patients of a facility that must not be
  /// worse off, forbid it.
  bool send(const Move& move);
  /// Likewise.
  bool take_back(const Move& move);

  /// Makes again what was just taken back.
  void put_back(const Move& move);

  /// Every move that was made, and how often; by departure, origin, destination.
  struct Made {
    Move move;
    Count devices = 0;
  };
  [[nodiscard]] std::vector<Made> moves() const;
  [[nodiscard]] Plan plan() const;

  /// Marks the present state; `undo` goes back to the last mark.
  void mark() { journal_.clear(); }
  void undo();

 private:
  /// On one lane in one period; a loan leaves for home in `back`.
  struct Key {
    Period depart;
    FacilityId origin;
    FacilityId destination;
    std::optional<Period> back = {};
    auto operator<=>(const Key&) const = default;
  };

  template <class Tag>
  static std::size_t index(Index<Tag> number) {
    return static_cast<std::size_t>(number.value());
  }
  [[nodiscard]] Leaving leaving(FacilityId i, Period t) const;
  [[nodiscard]] std::optional<Hop> hop(FacilityId i, FacilityId j, Period t) const;
  [[nodiscard]] std::optional<Hop> hop_back(const Hop& out) const;
  [[nodiscard]] Count gain(FacilityId j, Period u) const {
    return gains_[index(u) * static_cast<std::size_t>(instance_->facilities()) + index(j)];
  }
  [[nodiscard]] Count loss(FacilityId i, Period t) const {
    return care_[index(i)]->losses()[index(t)];
  }
  [[nodiscard]] bool ledgers_allow(const Hop& hop) const;
  [[nodiscard]] bool lane_allows(const Hop& hop) const;
  [[nodiscard]] bool may_take_back(const Hop& hop) const;
  [[nodiscard]] bool can_do_without(FacilityId i, Period t) const;
  /// Patients of the two facilities of a hop before it is made or taken back.
  struct Before {
    Total origin = 0;
    Total destination = 0;
  };
  [[nodiscard]] Before before(const Hop& hop) const;
  [[nodiscard]] bool lacks_patients(FacilityId i, Total before) const;
  [[nodiscard]] bool does_harm(const Hop& hop, const Before& before) const;
  void apply(const Move& move, Count devices);
  [[nodiscard]] std::vector<Count> supply_of(FacilityId i) const;
  void note_in_ledgers(const Hop& hop, Count devices);
  void note(const Move& move, Count devices);
  void change(FacilityId i, Period from, Count devices);
  void publish_gains(FacilityId i);
  [[nodiscard]] std::optional<Destination> best_for_good(const Departure& from) const;

  const Instance* instance_;
  std::optional<Period> return_by_;
  std::vector<std::unique_ptr<Ledger>> ledgers_;
  bool differs_by_lane_ = false;  ///< whether any of them does
  std::vector<std::unique_ptr<LocalCare>> care_;
  std::vector<Count> gains_;           ///< [period, facility]
  std::vector<Count> most_gains_;      ///< [period] at least those of every facility
  std::vector<Total> least_patients_;  ///< [facility]; empty where anyone may be worse off
  std::map<Key, Count> made_;
  Total value_ = 0;
  std::vector<Made> journal_;
};

}  // namespace surgeflow::lagrangian
