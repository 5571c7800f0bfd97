// SPDX-License-Identifier: Apache-2.0
// What a day can change in a case that has been planned, for solving again.
#pragma once

#include <string>
#include <vector>

#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::bench {

/// A changed instance, and the earlier answer in its facilities and periods.
struct Change {
  std::string name;
  InstanceData data;
  WarmStart start;
};

/// "demand": a tenth more patients, rounded up, at every hundredth facility.
/// "stock": three devices more or fewer, in turn, at ten facilities.
/// "day": a day later; the last day's demand goes on. The earlier plan's shipments of the day that
///   is over are taken as orders for the first, as the program takes them.
/// `periods_a_day` is what a day has.
[[nodiscard]] std::vector<Change> changes_of(const InstanceData& data, const SolveResult& earlier,
                                             std::int32_t periods_a_day);

}  // namespace surgeflow::bench
