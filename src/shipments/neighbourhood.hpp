// SPDX-License-Identifier: Apache-2.0
// A few facilities of a plan, all else as it is.
#pragma once

#include <cstdint>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::shipments {

/// The problem of some facilities among themselves. What they send to others and get from them is
/// decided: commitments, for which steps of leaving are used up, the cheapest first.
class Neighbourhood {
 public:
  /// Throws like Instance where the plan can not be carried out. The instance must outlive it.
  Neighbourhood(const Instance& whole, const Plan& plan, std::vector<FacilityId> members);

  [[nodiscard]] const Instance& instance() const { return instance_; }
  /// The members' part of the plan.
  [[nodiscard]] const Plan& own() const { return own_; }
  /// Puts another part in its place.
  void put_back(const Plan& own, Plan& plan) const;

 private:
  [[nodiscard]] bool is_own(const Shipment& shipment) const {
    return place_of(shipment.origin) >= 0 && place_of(shipment.destination) >= 0;
  }
  [[nodiscard]] std::int32_t place_of(FacilityId i) const {
    return place_[static_cast<std::size_t>(i.value())];
  }
  template <class T>
  [[nodiscard]] Panel<T> rows_of(const Panel<T>& of_all) const;
  [[nodiscard]] LaneTable lanes_of(const LaneTable& of_all) const;
  [[nodiscard]] InstanceData numbers(const Instance& whole, const Plan& plan);
  void commit(const Instance& whole, const Shipment& shipment, InstanceData& data) const;

  std::vector<FacilityId> members_;
  std::vector<std::int32_t> place_;  ///< [facility] among the members, -1: it is none
  Plan own_;
  Instance instance_;
};

}  // namespace surgeflow::shipments
