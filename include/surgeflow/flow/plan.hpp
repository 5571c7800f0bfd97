// SPDX-License-Identifier: Apache-2.0
// A sharing plan, and everything that follows from it.
#pragma once

#include <compare>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow {

/// `quantity` devices leave `origin` in `depart`; they can be used at `destination` in
/// depart + s_ij.
struct Shipment {
  Period depart;
  FacilityId origin;
  FacilityId destination;
  Count quantity = 0;
  auto operator<=>(const Shipment&) const = default;
};

/// The decisions: y_it and x_ijt. Stocks follow from the balance.
struct Plan {
  Panel<Count> treated;             ///< y_it [facility, period]
  std::vector<Shipment> shipments;  ///< x_ijt > 0, ordered by depart, origin, destination
  bool operator==(const Plan&) const = default;
};

/// What happens at each facility when a plan is carried out; all [facility, period].
struct PlanTrace {
  Panel<Total> idle;      ///< I_it at the end of the period; negative where the plan is impossible
  Panel<Total> in_use;    ///< devices on patients or being cleaned, y_i,t-P+1 .. y_it
  Panel<Count> unmet;     ///< d_it - y_it
  Panel<Count> sent;      ///< devices leaving
  Panel<Count> received;  ///< devices arriving
};

/// Value of a plan in the order in which it counts: patients first, movement second.
struct PlanValue {
  /// Patients treated; where gains have steps or parts, what they and idle devices gain in parts of
  /// a patient.
  Total treated = 0;
  Total movement = 0;  ///< sum of c_ij x_ijt, and of what leaving costs
  bool operator==(const PlanValue&) const = default;
  /// More patients, or as many with less movement.
  [[nodiscard]] bool better_than(const PlanValue& other) const {
    return treated != other.treated ? treated > other.treated : movement < other.movement;
  }
};

/// Follows the balance equation through the horizon. Shipments must name facilities and periods of
/// the instance and existing lanes that arrive within the horizon; otherwise std::invalid_argument.
[[nodiscard]] PlanTrace trace_plan(const Instance& instance, const Plan& plan);

/// Whether a plan obeys the balance: what is shipped is there and can travel, who is treated has
/// come, and no number is negative. Steps of sending are not looked at.
[[nodiscard]] bool is_possible(const Instance& instance, const Plan& plan);

[[nodiscard]] PlanValue value_of(const Instance& instance, const Plan& plan);

/// What so many devices gain as idle ones, by the instance's steps of holding.
[[nodiscard]] Total gain_of_holding(const Instance& instance, const Panel<Total>& devices);

[[nodiscard]] Total patients_treated(const Plan& plan);

/// Total devices shipped.
[[nodiscard]] Total units_shipped(const Plan& plan);

/// The worth of one more idle device at (i, t), as a pair in lexicographic order: patients it would
/// save (in parts of a patient where gains are counted so), then movement it would save (negative
/// where saving those patients costs movement). With the sink worth (0, 0) these are the dual
/// variables of the base model.
struct Potentials {
  Panel<std::int32_t> patients;  ///< [facility, period]
  Panel<std::int64_t> moves;     ///< [facility, period], in units of lane cost
  bool operator==(const Potentials&) const = default;
};

}  // namespace surgeflow
