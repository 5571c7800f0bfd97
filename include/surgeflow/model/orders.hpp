// SPDX-License-Identifier: Apache-2.0
// A person's word: lanes that are banned, shipments that are forced or locked, stock that is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/core/index.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow {

enum class OrderKind {
  ban,    ///< nothing leaves the origin for the destination in the periods first..last
  force,  ///< at least so many devices leave in `first`
  lock,   ///< exactly so many devices leave in `first`
  keep,   ///< at least so many devices are idle at the origin at the end of each of first..last
};

/// One line of orders.csv, checked.
struct Order {
  OrderKind kind = OrderKind::ban;
  std::optional<FacilityId> origin;       ///< nothing: every facility
  std::optional<FacilityId> destination;  ///< nothing: every facility; of `keep` there is none
  Period first;
  Period last;
  Count devices = 0;  ///< 0 for `ban`
  std::int64_t line = 0;

  bool operator==(const Order&) const = default;
  /// Whether devices leave by it.
  [[nodiscard]] bool ships() const {
    return (kind == OrderKind::force || kind == OrderKind::lock) && devices > 0;
  }
};

/// Whether an order names the facilities that its kind needs, two different ones where it names
/// two.
[[nodiscard]] bool names_its_ends(const Order& order);

/// Whether two orders speak of the same shipment or stock: of a lane in a period two that ship, or
/// one that ships and a ban; of a facility in a period two that keep.
[[nodiscard]] bool collide(const Order& one, const Order& other);

/// Orders, of which no two collide, and the file that they stand in, for messages.
struct Orders {
  std::string file;
  std::vector<Order> list;

  bool operator==(const Orders&) const = default;
  [[nodiscard]] bool empty() const { return list.empty(); }
};

/// The name of a kind as orders.csv has it, and back.
[[nodiscard]] const char* name_of(OrderKind kind);
[[nodiscard]] std::optional<OrderKind> order_kind(std::string_view name);

/// The instance in which orders are given, so that the problem stays a network:
///
///   ban    its lanes are closed in its periods;
///   force  a commitment takes the devices from the origin and brings them to the destination; more
///          may be sent;
///   lock   likewise, and the lane is closed in that period;
///   keep   a commitment takes the devices in `first` and brings them back after `last`.
///
/// What is forced, locked or kept takes up the cheapest steps of sending and the first of holding,
/// also of those whom it covers by the limits. Its plans are without the shipments that are
/// ordered. Throws InputError, with file and line, where an order's lane does not exist, arrives
/// too late or may not send so many.
[[nodiscard]] Instance with_orders(const Instance& instance, const Orders& orders,
                                   const Limits& limits = {});

/// The limits for plans of with_orders(instance, orders, limits): what is ordered counts in them as
/// all that is planned does, beside what other orders have taken up of them already. Throws as
/// with_orders.
[[nodiscard]] Limits within_orders(Limits limits, const Instance& instance, const Orders& orders);

}  // namespace surgeflow
