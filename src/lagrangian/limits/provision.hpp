// SPDX-License-Identifier: Apache-2.0
// What is committed, as by orders, provided within limits.
//
// Let a plan provide what commitments take and keep the limits of dispatch, absence, return and
// lending. Have its patients go without, and their devices idle: no limit of these is exceeded that
// was not, since a device in use counts for none of them but for being there. So it is enough to
// look at plans that treat nobody. In these the devices that must be at a facility are idle there,
// and asked for as any commitment is: without a dispatch limit a flow problem says whether all can
// be provided, and where not. With one, what is provided is maximised within it, as patients are
// who keep their device to the end (limited.hpp): the plan may provide all, and the bound may prove
// that none does.
#pragma once

#include <optional>
#include <span>

#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/ordered.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::lagrangian {

struct ProvisionWithin {
  /// Treats nobody, provides all that is taken; nothing where none was found.
  std::optional<Plan> plan{};
  bool proved_impossible = false;
  std::optional<Shortage> shortage{};  ///< where devices are short first
  /// A period in which more are ordered to leave than may; nothing is short then.
  std::optional<Period> crowded{};
};

/// Limits of beds and of patients whom facilities treat alone are not looked at. Same input, same
/// result, unless it is stopped.
[[nodiscard]] ProvisionWithin provide_within(const Instance& instance, const Limits& limits,
                                             const StopCondition& stop = {}, int threads = 1);

/// Whether commitments take any devices, orders or more than comes at the same time, or devices
/// that must be somewhere are not there with nothing shipped: on loan since before the first
/// period.
[[nodiscard]] bool takes_devices(const Instance& instance, const Limits& limits);

/// The limits without those of return and then of absence, as far as nothing is found that provides
/// what they ask for, and without the one that nobody is worse off where a short search finds no
/// plan within it.
[[nodiscard]] Limits keepable_limits(const Instance& instance, Limits limits,
                                     const StopCondition& stop = {}, int threads = 1);

/// Shipments as if they were ordered.
[[nodiscard]] Orders as_orders(std::span<const Shipment> shipments);

}  // namespace surgeflow::lagrangian
