// SPDX-License-Identifier: Apache-2.0
// The greatest gain of one facility, where patients and idle devices gain by steps.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "lagrangian/limits/local_care.hpp"

namespace surgeflow::lagrangian {

/// The facility's part of the network is a flow along its own horizon: holding t -> t+1 and
/// treating t -> t+P, by steps that have a capacity and a gain. The flow is kept optimal: no cycle
/// of arcs that can carry more or less gains anything. A device more from t on then goes along the
/// path from t to the end that gains most, one fewer is taken from the path that costs least, and
/// the flow is optimal again (successive shortest paths). Both tables are the lengths of these
/// paths: arcs lead a few periods ahead or back, so that sweeps over the horizon in either
/// direction find them, a handful in most cases.
///
/// Staffed beds bound devices in use, which no arc counts: beforehand only those patients are kept
/// whom a device for every bed would treat, those who gain most. That is always possible, and it
/// can leave out more than it must.
class ValuedCare final : public LocalCare {
 public:
  ValuedCare(const Instance& instance, FacilityId i, std::span<const Count> supply,
             std::span<const Count> beds = {});

  [[nodiscard]] Total value() const override { return value_; }
  [[nodiscard]] Total patients() const override { return patients_; }
  [[nodiscard]] Count treated(Period t) const override;
  [[nodiscard]] std::span<const Count> gains() const override {
    return std::span(ahead_).first(losses_.size());
  }
  [[nodiscard]] std::span<const Count> losses() const override { return losses_; }
  [[nodiscard]] Total patients_lost(Period t) const override;
  void change(Period from, Count devices) override;

 private:
  /// Steps from each period that gain less the later they are taken, side by side.
  struct Step {
    std::vector<Count> capacity;
    std::vector<std::int32_t> gain;
    std::vector<Count> flow;
  };
  /// A step from each period, and its gain.
  struct Margin {
    std::vector<std::size_t> step;
    std::vector<Count> gain;
  };
  /// Arcs t -> t + periods. Steps are taken in their order.
  struct Arcs {
    Arcs(std::int32_t periods, std::int32_t end);

    std::int32_t periods;
    std::vector<Step> steps;
    Margin more;  ///< which takes a device more; kNone where none has room
    Margin last;  ///< which has the last device; kNone where there is none
  };
  /// An arc on a path, along it or against it.
  struct Leg {
    bool treats = false;
    bool against = false;
    std::int32_t tail = 0;  ///< the period that the arc leaves
  };

  static constexpr Count kNone = std::numeric_limits<Count>::min();

  static void add_step(std::span<const Count> capacity, std::span<const std::int32_t> gain,
                       Arcs& arcs);
  void add_treatments(const Instance& instance, FacilityId i);
  void keep_those_with_beds(const ValuedCare& a_device_for_every_bed);
  static void note_margins(std::int32_t t, Arcs& arcs);
  [[nodiscard]] const Arcs& arcs_of(const Leg& leg) const { return leg.treats ? treat_ : hold_; }
  [[nodiscard]] std::int32_t target(const Leg& leg) const;
  void push(Period from, Count devices);
  template <class Visit>
  void for_each_leg_to(Period from, Visit&& visit) const;
  void measure_ahead();
  void measure_behind();
  void move(const Leg& leg, Count devices);
  [[nodiscard]] Count room(const Leg& leg) const;

  std::int32_t end_;  ///< of the horizon
  Arcs hold_;
  Arcs treat_;
  Total value_ = 0;
  Total patients_ = 0;
  std::vector<Count> ahead_;   ///< the longest path to the end; as many periods beyond it as needed
  std::vector<Count> behind_;  ///< the longest path from the end, likewise
  std::vector<Count> losses_;
  std::vector<Leg> next_;  ///< the first leg of the one
  std::vector<Leg> last_;  ///< the last leg of the other
};

}  // namespace surgeflow::lagrangian
