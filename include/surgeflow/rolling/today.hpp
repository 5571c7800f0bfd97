// SPDX-License-Identifier: Apache-2.0
// The case of a morning: where all devices are, what is forecast from then on, and what was
// promised.
//
// A re-plan starts from the devices that are idle, and from commitments: devices on patients, in
// trucks and in processing become usable when they do. A frozen order is one that is forced
// (model/orders.hpp): its devices leave as ordered, and what a plan ships beside comes on top of
// that. What is frozen must be possible: an order of which the origin has less, even if it treated
// nobody from now on, is cut to what it has, in the order of departure; one of whose lane and
// period a person's order speaks is left out.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/rolling/stocks.hpp"

namespace surgeflow::rolling {

/// Orders that depart in `first` or later, with periods counted from it.
[[nodiscard]] std::vector<Shipment> open_orders(std::span<const Shipment> orders, Period first);

/// Those that depart before `end`.
[[nodiscard]] std::vector<Shipment> departing_before(std::span<const Shipment> orders, Period end);

/// A case from period `first` on, with the devices where they are. Limits and rules stay those of
/// the devices that facilities had at the start of the whole case; a date of return that has passed
/// is left out, and so are a person's orders for periods that have.
[[nodiscard]] Case case_from(const Case& whole, Period first, const State& state);

/// The columns of `panel` from `first` on.
[[nodiscard]] Panel<Count> panel_from(const Panel<Count>& panel, Period first);

/// What can be kept of `orders`, ordered like shipments, where facilities start from `today` and
/// treat nobody; an order whose lane is gone, or that would arrive after the horizon, or of whose
/// lane and period a person's order speaks, is cut to nothing. Orders of which nothing is left are
/// left out.
[[nodiscard]] std::vector<Shipment> possible_orders(const Case& today, const LaneTable& lanes,
                                                    std::span<const Shipment> orders);

/// Today as numbers, without orders. `fleets` are the devices that facilities had at the start of
/// the whole case, by which the rules go.
[[nodiscard]] Instance instance_of(const Case& today, const std::vector<Count>& fleets,
                                   Panel<Count> demand, LaneTable lanes);

/// What has happened since the first plan of a chain [facility, period].
struct Past {
  Panel<Count> demand;
  Panel<Count> treated;
};

/// Patients whom each facility is still to treat, so that it treats as many from the start of the
/// chain to the horizon as it would with its own devices and nothing shipped [facility]. `whole` is
/// the case with the devices of the start, `first` today's period of it.
[[nodiscard]] std::vector<Total> promised_patients(const Case& whole, Period first,
                                                   const Past& past, const Panel<Count>& forecast);

/// Adds frozen orders, which must be possible, to those of a person.
[[nodiscard]] Orders with_frozen(Orders orders, std::span<const Shipment> frozen);

/// Orders that can not be obeyed together, by their place in the list; nothing where all can.
using FindConflict = std::function<std::vector<std::size_t>(const Orders&)>;

/// Whether a person's orders may be left out.
enum class PersonsOrders { stay, give_way };

/// As many orders of a person and frozen ones as can be obeyed together: of those that contradict
/// each other the last gives way, a frozen one before a person's. A frozen one keeps as many
/// devices as it can, a person's is left out as a whole, or where it stays its conflicts do.
/// `frozen` is what is left of it.
[[nodiscard]] Orders obeyable_orders(const Orders& stated, std::vector<Shipment>& frozen,
                                     PersonsOrders person, const FindConflict& find_conflict);

}  // namespace surgeflow::rolling
