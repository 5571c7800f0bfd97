// SPDX-License-Identifier: Apache-2.0
// A plan against what truly came: who was treated, what left, and where the devices are then.
//
// In every period, at every facility, in this order:
//
//   1. What becomes usable joins the idle devices: trucks, devices that patients give back, new
//   ones.
//   2. Today's orders leave, in the order of their destinations, as far as the stock reaches. They
//      were promised to others, and the plan has weighed them against the patients who wait here.
//      Where it is known what left, that leaves.
//   3. As many patients are treated as came and as devices are idle. Where the plan let patients go
//      without a device and kept some idle nevertheless, it had a use for these: they are kept.
//   4. A count of the idle devices takes the place of what the books say, and the difference is
//      written down.
//
// Under the demand that the plan expected, with nothing counted, this is the plan. Costs one pass
// over facilities and periods.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/rolling/stocks.hpp"

namespace surgeflow::rolling {

/// Devices counted idle at the end of a period.
struct StockCount {
  FacilityId facility;
  Period period;
  Count devices = 0;
};

/// What was seen of the periods that have passed; what is not given went as planned.
struct Actuals {
  std::optional<Panel<Count>> demand{};    ///< patients who came [facility, passed period]
  std::optional<Panel<Count>> arrivals{};  ///< new devices [facility, passed period]
  /// All shipments that left, in any order.
  std::optional<std::vector<Departure>> departures{};
  std::vector<StockCount> counts{};
};

/// Where the books of a facility did not agree with what was seen.
struct Reconciliation {
  enum class Source : std::uint8_t {
    stock_count,  ///< idle devices were counted
    departures,   ///< more left than there were
  };
  FacilityId facility;
  Period period;
  Source source = Source::stock_count;
  Total expected = 0;  ///< idle devices by the books; negative where more left than there were
  Count used = 0;      ///< what the plan goes on with
  bool operator==(const Reconciliation&) const = default;
};

/// An order of which less left than planned.
struct ShortOrder {
  Shipment order;
  Count left = 0;
};

/// All [facility, passed period].
struct Execution {
  Panel<Count> demand;
  Panel<Count> treated;
  Panel<Total> idle;  ///< at the end of the period
  Panel<Count> sent;
  Panel<Count> received;  ///< usable from trucks
  std::vector<Departure> departures;
  std::vector<ShortOrder> short_orders;
  std::vector<Reconciliation> reconciliations;
  State state;  ///< at the start of the first period that has not passed
};

/// A plan as it is carried out.
struct OpenPlan {
  const Instance& instance;               ///< without orders
  const Plan& plan;                       ///< with all that is ordered
  std::span<const ComingDevices> coming;  ///< what the instance holds as commitments
};

/// The commitments of an instance, as devices of which no more is known.
[[nodiscard]] std::vector<ComingDevices> stated_devices(const Instance& instance);

/// Follows the first `passed` periods. `Actuals` must have the shape and the facilities of the
/// instance, and periods before `passed`; otherwise std::invalid_argument.
[[nodiscard]] Execution execute(const OpenPlan& plan, Period passed, const Actuals& actuals);

}  // namespace surgeflow::rolling
