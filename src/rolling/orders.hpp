// SPDX-License-Identifier: Apache-2.0
// Lists of orders: one a lane and period, ordered like shipments.
#pragma once

#include <initializer_list>
#include <span>
#include <vector>

#include "surgeflow/flow/plan.hpp"

namespace surgeflow::rolling {

/// The period from which the devices can be used; the lane must be there.
[[nodiscard]] Period arrival_of(const LaneTable& lanes, const Shipment& shipment);

/// All in one, quantities of the same lane and period added up.
[[nodiscard]] std::vector<Shipment> merged(std::initializer_list<std::span<const Shipment>> orders);

/// The lane and period alone, to compare by.
[[nodiscard]] Shipment without_quantity(Shipment shipment);

}  // namespace surgeflow::rolling
