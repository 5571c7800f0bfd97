// SPDX-License-Identifier: Apache-2.0
// Orders for tests, stated and drawn.
#pragma once

#include <algorithm>

#include "support/random_instance.hpp"
#include "surgeflow/model/orders.hpp"

namespace surgeflow::test {

[[nodiscard]] inline Order shipped(OrderKind kind, FacilityId i, FacilityId j, Period t,
                                   Count devices) {
  return {.kind = kind,
          .origin = i,
          .destination = j,
          .first = t,
          .last = t,
          .devices = devices,
          .line = 0};
}

[[nodiscard]] inline Order kept(FacilityId i, Period first, Period last, Count devices) {
  return {.kind = OrderKind::keep,
          .origin = i,
          .destination = {},
          .first = first,
          .last = last,
          .devices = devices,
          .line = 0};
}

/// How many orders there are at most, and of how many devices each.
struct RandomOrdersOptions {
  std::int32_t most_orders = 8;
  std::int32_t most_devices = 3;
};

/// Orders of every kind about facilities and lanes drawn at random, whether they can be obeyed or
/// not.
[[nodiscard]] inline Orders random_orders(const Instance& instance, RandomDraws& draws,
                                          const RandomOrdersOptions& options = {}) {
  Orders orders{.file = "orders.csv", .list = {}};
  const auto facility = [&] { return FacilityId(draws.between(0, instance.facilities() - 1)); };
  const auto period = [&] { return Period(draws.between(0, instance.periods() - 1)); };
  for (std::int32_t n = draws.between(1, options.most_orders); n > 0; --n) {
    const FacilityId i = facility();
    const FacilityId j = facility();
    const Period t = period();
    const std::int32_t transit = i == j ? 0 : instance.lanes().transit_periods(i, j);
    const bool arrives = transit > 0 && t.value() + transit < instance.periods();
    const auto add = [&](const Order& order) {
      const auto collides = [&](const Order& other) { return collide(order, other); };
      if (std::ranges::none_of(orders.list, collides)) orders.list.push_back(order);
    };
    switch (draws.between(0, 3)) {
      case 0:
        add({.kind = OrderKind::ban,
             .origin = i,
             .destination = {},
             .first = t,
             .last = std::max(t, period()),
             .devices = 0,
             .line = n});
        break;
      case 1:
        add(kept(i, t, std::max(t, period()), draws.between(1, options.most_devices)));
        break;
      default:
        if (!arrives) break;
        add(shipped(draws.happens(50) ? OrderKind::force : OrderKind::lock, i, j, t,
                    draws.between(1, options.most_devices)));
    }
  }
  return orders;
}

}  // namespace surgeflow::test
