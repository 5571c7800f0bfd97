// SPDX-License-Identifier: Apache-2.0
// The base problem as numbers: what a solver and the certificate see.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/core/panel.hpp"
#include "surgeflow/model/lane_table.hpp"
#include "surgeflow/model/steps.hpp"

namespace surgeflow {

/// Numbers of an instance before they are checked.
struct InstanceData {
  std::vector<Count> devices;                       ///< k_i [facility], >= 0
  std::vector<std::int32_t> turnaround_periods;     ///< P_i [facility], >= 1
  std::vector<std::int32_t> in_processing_periods;  ///< until arrivals are usable [facility], >= 0
  Panel<Count> demand;                              ///< d_it [facility, period], >= 0
  Panel<Count> arrivals;                            ///< a_it [facility, period], >= 0
  LaneTable lanes;
  /// What shipments that are already decided bring to a facility (> 0) or take from it (< 0)
  /// [facility, period]; empty where there are none. Some plan must be able to provide what they
  /// take.
  Panel<Count> commitments = {};
  /// Gains are counted in so many parts of a patient.
  std::int32_t resolution = 1;
  /// What y_it patients gain; widths add up to d_it. Empty: each gains `resolution`.
  std::vector<GainStep> treat_steps = {};
  /// What I_it devices gain that are idle at the end of a period; those beyond gain nothing.
  std::vector<GainStep> hold_steps = {};
  /// What the sum over j of x_ijt devices costs that leave a facility in a period, beside their
  /// lanes; no more leave than all widths. Empty: nothing, and any number.
  std::vector<CostStep> send_steps = {};
};

/// An immutable, checked instance of the base model:
///
///   k_i [t = 0] + I_i,t-1 + a_i,t-lag_i + y_i,t-P + sum_j x_j,i,t-s_ji = I_it + y_it + sum_j x_ijt
///
/// with 0 <= y_it <= d_it, all variables non-negative integers; first as many patients treated as
/// possible (sum of y), then as little movement as possible (sum of c_ij x_ijt). With steps: first
/// the greatest gain of patients and idle devices, then the least cost of lanes and of leaving.
class Instance {
 public:
  /// Throws InputError where shapes disagree, a number is out of range, or a sum that a plan can
  /// reach would leave its integer type.
  explicit Instance(InstanceData data);

  /// The numbers as they were checked.
  [[nodiscard]] const InstanceData& data() const { return data_; }
  [[nodiscard]] std::int32_t facilities() const { return data_.demand.facilities(); }
  [[nodiscard]] std::int32_t periods() const { return data_.demand.periods(); }

  [[nodiscard]] Count devices(FacilityId i) const { return data_.devices[index(i)]; }
  [[nodiscard]] std::int32_t turnaround_periods(FacilityId i) const {
    return data_.turnaround_periods[index(i)];
  }
  [[nodiscard]] std::int32_t in_processing_periods(FacilityId i) const {
    return data_.in_processing_periods[index(i)];
  }
  [[nodiscard]] const Panel<Count>& demand() const { return data_.demand; }
  [[nodiscard]] const Panel<Count>& arrivals() const { return data_.arrivals; }
  [[nodiscard]] const LaneTable& lanes() const { return data_.lanes; }
  /// Tells of lanes whose rows are not held; see LaneTable.
  void set_known_lanes(std::vector<KnownLane> lanes) {
    data_.lanes.set_known_lanes(std::move(lanes));
  }
  void drop_lane_rows() { data_.lanes.drop_rows(); }
  /// The same with other lanes between the same facilities; throws like the constructor.
  [[nodiscard]] Instance with_lanes(LaneTable lanes) const;
  /// The same with other patients, all alike; for instances without steps of treating.
  [[nodiscard]] Instance with_demand(Panel<Count> demand) const;
  /// The same where any number may leave at no cost of its own.
  [[nodiscard]] Instance without_send_steps() const;
  [[nodiscard]] bool has_commitments() const { return data_.commitments.facilities() > 0; }
  /// Empty where there are none.
  [[nodiscard]] const Panel<Count>& commitments() const { return data_.commitments; }

  [[nodiscard]] std::int32_t resolution() const { return data_.resolution; }
  [[nodiscard]] std::span<const GainStep> treat_steps() const { return data_.treat_steps; }
  [[nodiscard]] std::span<const GainStep> hold_steps() const { return data_.hold_steps; }
  [[nodiscard]] std::span<const CostStep> send_steps() const { return data_.send_steps; }
  /// Whether anything but patients, all alike, gains, or leaving costs.
  [[nodiscard]] bool has_steps() const {
    return !treat_steps().empty() || !hold_steps().empty() || !send_steps().empty();
  }

  /// Devices that become usable at i in t from outside: k_i in period 0, arrivals after the lag,
  /// and commitments, which alone can make it negative.
  [[nodiscard]] Count supply(FacilityId i, Period t) const;

  [[nodiscard]] Total total_demand() const { return total_demand_; }
  /// Starting devices, all arrivals that become usable within the horizon, and commitments.
  [[nodiscard]] Total total_supply() const { return total_supply_; }
  /// All devices that ever come, those counted twice that commitments take and bring: no more are
  /// there at any time.
  [[nodiscard]] Total most_devices() const { return most_devices_; }
  /// No plan moves more than this: each device ships at most once a period.
  [[nodiscard]] Total movement_limit() const { return movement_limit_; }

 private:
  [[nodiscard]] static std::size_t index(FacilityId i) {
    return static_cast<std::size_t>(i.value());
  }

  InstanceData data_;
  Total total_demand_ = 0;
  Total total_supply_ = 0;
  Total most_devices_ = 0;
  Total movement_limit_ = 0;
};

}  // namespace surgeflow
