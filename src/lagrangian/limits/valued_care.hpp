// SPDX-License-Identifier: Apache-2.0
// The greatest gain of one facility, where patients and idle devices gain by steps.
#pragma once

#include <cstdint>
#include <vector>

#include "lagrangian/limits/local_care.hpp"

namespace surgeflow::lagrangian {

/// The facility's part of the network is a flow along its own horizon: holding t -> t+1, of which
/// the steps have a capacity and a gain, and treating t -> t+P by steps. The flow is kept optimal:
/// no cycle of arcs that can carry more or less gains anything. A device more from t on then goes
/// along the path from t to the end that gains most, one fewer is taken from the path that costs
/// least, and the flow is optimal again (successive shortest paths). Both tables are the lengths of
/// these paths: arcs lead a few periods ahead or back, so that sweeps over the horizon in either
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
  [[nodiscard]] std::span<const Count> gains() const override { return gains_; }
  [[nodiscard]] std::span<const Count> losses() const override { return losses_; }
  [[nodiscard]] Total patients_lost(Period t) const override;
  void change(Period from, Count devices) override;

 private:
  /// Arcs of one kind, one from each period.
  struct Kind {
    std::int32_t periods = 1;
    bool treats = false;
    std::vector<Count> capacity;
    std::vector<std::int32_t> gain;
    std::vector<Count> flow;
  };
  /// An arc on a path, along it or against it.
  struct Leg {
    std::size_t kind = 0;
    std::int32_t tail = 0;  ///< the period that the arc leaves
    bool against = false;
  };

  void add_kind(std::int32_t periods, bool treats, std::span<const Count> capacity,
                std::span<const std::int32_t> gain);
  void add_treat_kinds(const Instance& instance, FacilityId i);
  void keep_those_with_beds(const ValuedCare& a_device_for_every_bed);
  [[nodiscard]] std::int32_t target(const Kind& kind, std::int32_t t) const;
  void push(Period from, Count devices);
  template <class Visit>
  void for_each_leg_to(Period from, Visit&& visit) const;
  void measure_ahead();
  void measure_behind();
  void move(const Leg& leg, Count devices);
  [[nodiscard]] Count room(const Leg& leg) const;

  std::int32_t end_;  ///< of the horizon
  std::vector<Kind> kinds_;
  std::size_t first_treat_ = 0;
  Total value_ = 0;
  Total patients_ = 0;
  std::vector<Count> gains_;   ///< by the best path to the end
  std::vector<Count> losses_;  ///< by the cheapest path from the end
  std::vector<Leg> next_;      ///< the first leg of the one
  std::vector<Leg> last_;      ///< the last leg of the other
};

}  // namespace surgeflow::lagrangian
