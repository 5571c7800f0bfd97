// SPDX-License-Identifier: Apache-2.0
// A plan on its way to the fairest one, changed cycle by cycle; integers decide.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lagrangian/fair/plan_cycles.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/fairness.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

/// What a change must do to be made.
enum class Aim {
  fairer,     ///< raise the smallest share that it changes, or leave it and raise the next ...
  more_gain,  ///< gain more: by weights and reserves of the instance, else patients
};

/// Settled groups keep their floors whatever is changed.
class FairPlan {
 public:
  /// `floors.group` says who belongs together; all floors of it are 0 to begin with. What is given
  /// must outlive it.
  FairPlan(const Instance& instance, const PatientFloors& floors, Plan plan);

  [[nodiscard]] const Instance& instance() const { return *instance_; }
  [[nodiscard]] const Plan& plan() const { return plan_; }
  [[nodiscard]] const std::vector<Total>& treated() const { return treated_; }  ///< [group]
  [[nodiscard]] const std::vector<Total>& demand() const { return demand_; }    ///< [group]
  [[nodiscard]] TreatedShare share(std::int32_t group) const;
  /// Whether all floors are kept by so many treated.
  [[nodiscard]] bool keeps_floors(std::span<const Total> treated) const;

  /// Takes over what another plan does better, cycle by cycle, as long as any is left; whether
  /// anything was.
  bool move_towards(const Plan& other, Aim aim);
  /// Takes over a whole plan.
  void replace(Plan plan);

 private:
  [[nodiscard]] bool may_change(std::span<const GroupChange> changes) const;
  [[nodiscard]] bool is_fairer(std::span<const GroupChange> changes) const;

  const Instance* instance_;
  const PatientFloors* floors_;
  Plan plan_;
  std::vector<Total> demand_;
  std::vector<Total> treated_;
};

}  // namespace surgeflow::lagrangian
