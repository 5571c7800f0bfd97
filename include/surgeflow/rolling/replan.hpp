// SPDX-License-Identifier: Apache-2.0
// Among the best plans of today, one that keeps what was ordered yesterday.
//
// Patients count first and movement second, for today's plan as for any other; yesterday's orders
// only decide among plans that are equal in both. An order can be part of a best plan only if its
// lane is worth what it costs by the potentials of the optimum, so those are committed, as far as
// they are possible together, and the rest is planned again. Where that is as good as before, its
// plan is taken. Costs a second solve, and none where the first plan carries these orders already.
// Limits: all such orders together, or none of them; and an order is not kept where that costs a
// single movement.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/rolling/history.hpp"
#include "surgeflow/rolling/stocks.hpp"

namespace surgeflow::rolling {

/// Yesterday's orders as they look this morning; all ordered like shipments, with periods from
/// today on.
struct OpenOrders {
  std::vector<Shipment> stated;    ///< as they stood
  std::vector<Shipment> possible;  ///< what can be kept of them
  std::vector<Shipment> frozen;    ///< of these, what is not to be changed
};

/// `orders` count periods from today on; those of the first `frozen_periods` are frozen.
[[nodiscard]] OpenOrders look_at_orders(const Case& today, const LaneTable& lanes,
                                        std::vector<Shipment> orders, std::int32_t frozen_periods);

/// The same instance where these orders are decided too; they must be possible.
[[nodiscard]] Instance committed(const Instance& instance, std::span<const Shipment> orders);

using Solve = std::function<SolveResult(const Instance&)>;

/// A plan of `instance`, whose commitments hold the frozen orders, with the value of `best`: either
/// its plan or one that carries more of the open orders.
[[nodiscard]] Plan keep_orders(const Case& today, const Instance& instance, const OpenOrders& open,
                               const SolveResult& best, const Solve& solve);

/// What a plan changes, and what that is good for. `plan` ships beside the frozen orders.
[[nodiscard]] ReplanRecord record_changes(const Instance& instance, const OpenOrders& open,
                                          const Plan& plan, const Potentials& potentials,
                                          const Solve& solve);

}  // namespace surgeflow::rolling
