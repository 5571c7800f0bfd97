// SPDX-License-Identifier: Apache-2.0
// A plan that the root holds, dealt out to the ranks whose facilities it is about.
#pragma once

#include "comm/communicator.hpp"
#include "flow/plan_rows.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::lagrangian {

/// What is dealt out; it counts on the root.
struct WholePlan {
  const Instance* instance = nullptr;  ///< of its lanes it need know those of the shipments alone
  const Plan* plan = nullptr;
  const Potentials* potentials = nullptr;
};

/// Collective: the rows of own facilities. The root's messages are of bounded size, and every rank
/// follows the balance of its own facilities.
[[nodiscard]] PlanRows deal_plan(const WholePlan& whole, const comm::Communicator& ranks);

}  // namespace surgeflow::lagrangian
