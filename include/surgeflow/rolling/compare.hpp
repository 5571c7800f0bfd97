// SPDX-License-Identifier: Apache-2.0
// Yesterday's orders against today's: what stays, what changes, and what one device on each is
// worth now.
//
// An order is a lane and the period of departure. It is kept where as many devices go, changed
// where more or fewer do, dropped where none do, and new where none did. Two things say why:
//
//   worth        of one more device usable at the destination on arrival, less that of one idle at
//                the origin on departure and the lane's cost, by the potentials of today's plan.
//                Zero for what is carried; below zero it is what a device on it would lose today
//                (complementary slackness).
//   there, here  patients treated more at the destination, and at the origin, by this change alone,
//                where all other orders of yesterday leave as they stood and nothing else is
//                shipped. The potentials can not say it of a new order: in the optimum it is worth
//                nothing more. Single changes do not add up to what all of them gain together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::rolling {

enum class Change { kept, changed, dropped, added };
[[nodiscard]] std::string_view name_of(Change change);

/// What one device gains: patients (in parts, where gains are counted so) before movement.
struct Worth {
  std::int64_t patients = 0;
  std::int64_t moves = 0;
  auto operator<=>(const Worth&) const = default;
};

struct OrderChange {
  Period depart;
  FacilityId origin;
  FacilityId destination;
  Count before = 0;
  Count now = 0;
  Count frozen = 0;  ///< of `now`, those that the plan may not change
  Worth worth{};     ///< zero where the lane is gone or too long
  Total there = 0;   ///< patients treated more at the destination by the change alone
  Total here = 0;    ///< likewise at the origin

  [[nodiscard]] Change change() const;
  bool operator==(const OrderChange&) const = default;
};

struct OrderLists {
  std::span<const Shipment> before;  ///< as they stood in yesterday's plan
  std::span<const Shipment> now;     ///< with the frozen ones
  std::span<const Shipment> frozen;
};

/// `unchanged` is today's instance with all orders of before frozen that are possible; `potentials`
/// are those of today's plan. Ordered like shipments.
[[nodiscard]] std::vector<OrderChange> compare(const OrderLists& orders, const Instance& unchanged,
                                               const Potentials& potentials);

/// Orders and devices on them, by what became of them.
struct ChangeCounts {
  Total kept = 0;
  Total changed = 0;
  Total dropped = 0;
  Total added = 0;
  Total devices_before = 0;
  Total devices_surviving = 0;  ///< of those, on the same lane in the same period

  /// Orders of yesterday.
  [[nodiscard]] Total before() const { return kept + changed + dropped; }
  bool operator==(const ChangeCounts&) const = default;
};
[[nodiscard]] ChangeCounts count(std::span<const OrderChange> changes);

/// What a device on an order may not lose.
enum class Tightness { patients, patients_and_moves };
/// Of `orders`, those on which a device loses nothing by these potentials of an optimal plan. No
/// others are in any plan that is optimal in patients, or in both.
[[nodiscard]] std::vector<Shipment> tight_orders(std::span<const Shipment> orders,
                                                 const Instance& instance,
                                                 const Potentials& potentials, Tightness tightness);

}  // namespace surgeflow::rolling
