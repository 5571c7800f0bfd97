// SPDX-License-Identifier: Apache-2.0
// Plans with the shipments that a person orders, and orders that no plan can obey.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/orders.hpp"

namespace surgeflow {

/// Adds the shipments that are ordered to a plan of with_orders(instance, orders).
[[nodiscard]] Plan with_ordered(Plan plan, const Orders& orders);

/// A plan without the shipments that are ordered.
struct FreePlan {
  Plan plan;
  /// Orders whose devices the plan does not send, by their place in the list. Nothing is taken
  /// from the plan for them.
  std::vector<std::size_t> missing;
};
[[nodiscard]] FreePlan without_ordered(Plan plan, const Orders& orders);

/// The same instance where these shipments are decided too; they must be possible. Steps of sending
/// and closed lanes are not looked at.
[[nodiscard]] Instance committed(const Instance& instance, std::span<const Shipment> shipments);

/// What commitments take as patients who keep their device to the end, and nobody else: whoever is
/// treated is provided for.
[[nodiscard]] Instance provision_problem(const Instance& instance);

/// Where devices are short first, and how many there.
struct Shortage {
  FacilityId facility;
  Period period;
  Total devices = 0;
};

/// How far commitments can be provided, and by which shipments.
struct Provision {
  std::vector<Shipment> shipments{};
  std::optional<Shortage> shortage{};
};
[[nodiscard]] Provision find_provision(const Instance& instance, int threads = 1);

/// A plan that treats nobody and provides what commitments take; nothing where none can.
[[nodiscard]] std::optional<Plan> provide_commitments(const Instance& instance, int threads = 1);

/// As `solve`. What commitments take can be missing from the plan of a solve that was stopped: it
/// is then one that provides it and treats nobody. Throws std::invalid_argument where none can.
[[nodiscard]] SolveResult solve_or_provide(const Instance& instance, const SolveControl& control);

/// Of `orders` orders that can not all be obeyed the fewest, none of which can be left out, as
/// `possible` says of any of them, given by their place in the list, ascending. Divides the list
/// (U. Junker, QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems,
/// AAAI 2004).
[[nodiscard]] std::vector<std::size_t> smallest_conflict(
    std::size_t orders, const std::function<bool(std::span<const std::size_t>)>& possible);
[[nodiscard]] Orders chosen_from(const Orders& orders, std::span<const std::size_t> places);

/// Orders that no plan obeys together, none of which can be left out, and where devices are short.
struct OrderConflict {
  std::vector<std::size_t> orders;  ///< by their place in the list, ascending
  FacilityId facility;
  Period period;
  Total short_devices = 0;  ///< there
};

/// Nothing where a plan can obey all of them. A flow problem for each set that is tried.
[[nodiscard]] std::optional<OrderConflict> find_conflict(const Instance& instance,
                                                         const Orders& orders, int threads = 1);

}  // namespace surgeflow
