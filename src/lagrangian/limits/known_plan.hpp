// SPDX-License-Identifier: Apache-2.0
// An earlier plan as one of a related instance, to begin a search with.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// Plans that ship as `known` does: one that gains most by that, and one that treats whom `known`
/// treats as far as they are there. Limits are not looked at. None where its shipments can not
/// leave as they stand: a lane is gone or closed, or devices are not there.
[[nodiscard]] std::vector<Plan> plans_that_ship_like(const Plan& known, const Instance& instance);

/// One of them that obeys limits, if there is one, and what it gains.
class KnownPlan {
 public:
  void note(const Plan& known, const Instance& instance,
            const std::function<bool(const Plan&)>& obeys,
            const std::function<Total(const Plan&)>& worth_of);

  [[nodiscard]] bool is_there() const { return plan_.has_value(); }
  /// It must be there.
  [[nodiscard]] const Plan& plan() const { return plan_.value(); }
  /// 0 where it is not.
  [[nodiscard]] Total value() const { return value_; }

 private:
  std::optional<Plan> plan_;
  Total value_ = 0;
};

}  // namespace surgeflow::lagrangian
