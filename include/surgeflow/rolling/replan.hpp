// SPDX-License-Identifier: Apache-2.0
// Among the plans of today that treat most, one that keeps what was ordered yesterday.
//
// Patients count first, for today's plan as for any other. Beside them a device that stays on its
// order may cost so much movement: the price of a change. Sets of orders are committed, the rest is
// planned again, and the first set is kept that costs no patient and no more movement than that:
//
//   1. all orders that are possible together;
//   2. those whose lanes are worth what they cost in patients by the potentials of the optimum:
//      under complementary slackness no other order is in a plan that treats most;
//   3. of these, those that are worth what they cost in movement too.
//
// Where none is, today's optimum is taken as it is. Costs up to three solves beside the first, each
// warm, and none where the first plan carries all orders already.
// Limits: a set is kept as a whole, so that one order too many costs others their place.
#pragma once

#include <functional>
#include <optional>
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

/// `orders` count periods from today on; those of the first `frozen_periods` are frozen. Beside
/// what possible_orders cuts, no more leaves than the lending limits of `instance`, today without
/// orders, let leave beside a person's orders.
[[nodiscard]] OpenOrders look_at_orders(const Case& today, const Instance& instance,
                                        std::vector<Shipment> orders, std::int32_t frozen_periods);

/// What can be kept of the orders beside those that are frozen.
[[nodiscard]] std::vector<Shipment> beside_frozen(const OpenOrders& open);

using Solve = std::function<SolveResult(const Instance&)>;

/// A plan of `instance`, in which the frozen orders are given
/// (with_orders), that treats as many as `best`:
/// either its plan, or one that carries more of the open orders, with at most `change_cost` more
/// movement for each device more that travels as ordered.
[[nodiscard]] Plan keep_orders(const Case& today, const Instance& instance, const OpenOrders& open,
                               const SolveResult& best, Total change_cost, const Solve& solve);

/// The most patients whom plans of an instance treat in which all orders are committed; nothing
/// where none is known.
using MostTreated = std::function<std::optional<Total>(const Instance&)>;

/// What a plan changes, and what that is good for. `plan` ships beside the frozen
/// orders, which are given in `instance`; of limits staffed beds count for the
/// orders as they stood.
[[nodiscard]] ReplanRecord record_changes(const Instance& instance, const OpenOrders& open,
                                          const Plan& plan, const Potentials& potentials,
                                          const MostTreated& most_treated,
                                          const Limits& limits = {});

}  // namespace surgeflow::rolling
