// SPDX-License-Identifier: Apache-2.0
// What orders take up of the limits of a claim.
#pragma once

#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"
#include "surgeflow/model/orders.hpp"

namespace surgeflow::flow::certificate {

/// The claim for plans of `ordered`, which are without what is ordered: its bound is of these.
/// Counted from the orders, and from what the two instances supply.
[[nodiscard]] LimitClaim beside_orders(LimitClaim claim, const Instance& instance,
                                       const Instance& ordered, const Orders& orders);

}  // namespace surgeflow::flow::certificate
