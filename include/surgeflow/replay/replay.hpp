// SPDX-License-Identifier: Apache-2.0
// A whole wave, day by day: what each way of sharing would have come to.
//
// Every policy starts from the same devices and meets the same patients; it differs in what leaves
// on which morning, and none but foresight knows more than what has come until then. In each period
// trucks and given-back devices come in, shipments leave, and patients who come are treated as far
// as devices are idle (rolling/execute.hpp).
//
//   none          nothing is shipped
//   nearest, within_72h, proportional     see simple_rules.hpp
//   plan          every `every` periods what is left of the horizon is planned by the outlook of
//   the
//                 morning, with the orders of before frozen or kept (rolling/replan.hpp)
//   foresight     the exact plan of what truly came, without the case's rules, limits and orders:
//   no policy treats more
//
// Rules of the case (a reserve, say, for what no forecast knows), its limits and a person's orders
// bind `plan` alone. Within limits no order of the plan is frozen or kept, and every morning starts
// from nothing. A person's orders that no plan can obey on a morning, as things came, are left out
// that morning: the last one of a smallest conflict, until the others can be obeyed.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "surgeflow/core/panel.hpp"
#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/replay/outlook.hpp"

namespace surgeflow::replay {

enum class Policy { none, proportional, nearest, within_72h, plan, foresight };
[[nodiscard]] std::string_view name_of(Policy policy);
/// In the order of the enumeration.
[[nodiscard]] std::vector<Policy> all_policies();

struct Wave {
  Case whole;  ///< facilities, devices and horizon
  LaneTable lanes;
  Panel<Count> truth;  ///< patients who came [facility, period]
  Outlook outlook;
};

struct Options {
  std::int32_t every = 1;  ///< periods from one plan to the next
  std::int32_t frozen_periods = 1;
  Total change_cost = 1;
  StopCondition stop{};  ///< asked every morning, and after every solve
};

/// What became of the orders that were open when a day was planned.
struct Survival {
  Total mornings = 0;    ///< with open orders
  Total devices = 0;     ///< on open orders, all mornings together
  Total surviving = 0;   ///< of those, on the same lane in the same period afterwards
  Total frozen = 0;      ///< devices on frozen orders
  Total frozen_cut = 0;  ///< of those, not there to leave
};

struct Outcome {
  Policy policy = Policy::none;
  Panel<Count> unmet;  ///< patients without a device [facility, period]
  Total patients = 0;
  Total without = 0;  ///< sum of `unmet`
  Total devices_moved = 0;
  Total shipments = 0;
  Survival survival{};        ///< of Policy::plan
  Total orders_left_out = 0;  ///< a person's, all mornings together
  Total limits_left_out = 0;  ///< of return or of what is away, likewise
  /// Other than none: the days are not played to their end, and the rest is not to be used.
  StopReason stopped = StopReason::none;
};

/// How mornings are planned; all obey the same stop condition.
struct Planner {
  /// Proves plans, or searches for them within limits.
  std::function<SolveResult(const Instance&, const Limits&, const WarmStart*)> solve;
  /// Asked where there are limits: orders that can not be obeyed together within them, by their
  /// place in the list; nothing where all can.
  std::function<std::vector<std::size_t>(const Instance&, const Limits&, const Orders&)>
      find_conflict{};
  /// Likewise: the limits without those that no plan can keep, because devices that must be
  /// somewhere can not be there in time.
  std::function<Limits(const Instance&, const Limits&)> keepable{};
};

/// Plays one policy. The same on any number of threads.
[[nodiscard]] Outcome play(const Wave& wave, Policy policy, const Options& options,
                           const Planner& planner);

}  // namespace surgeflow::replay
