// SPDX-License-Identifier: Apache-2.0
// Random cases in the middle of their plan: devices are lent, on patients and in trucks.
#pragma once

#include <utility>
#include <vector>

#include "lagrangian/limits/limited.hpp"
#include "rolling/rolling_case.hpp"
#include "support/ruled_case.hpp"
#include "surgeflow/rolling/execute.hpp"
#include "surgeflow/rolling/today.hpp"

namespace surgeflow::test {

/// The rest of steps, from a period on.
template <class Step, class Each>
void cut_steps(std::vector<Step>& steps, Each Step::*each, Period first) {
  for (Step& step : steps) {
    step.width = rolling::panel_from(step.width, first);
    step.*each = rolling::panel_from(step.*each, first);
  }
}

/// What is left of a case once a plan within its limits was carried out up to `passed`, which what
/// is left of the plan obeys.
[[nodiscard]] inline RuledCase amid_wave(InstanceData data, Limits limits, Period passed) {
  const Instance instance(data);
  const SolveResult planned = lagrangian::solve_within_limits(instance, limits, {.gap = 0.05}, {});
  const rolling::OpenPlan open{instance, planned.plan, {}};
  const rolling::Execution done = rolling::execute(open, passed, {});
  Case whole = case_of(data);
  whole.limits = limits;
  Case today = rolling::case_from(whole, passed, done.state);
  data.devices = today.devices;
  data.arrivals = today.arrivals;
  data.commitments = today.returning;
  data.demand = rolling::panel_from(data.demand, passed);
  cut_steps(data.treat_steps, &GainStep::gain, passed);
  cut_steps(data.hold_steps, &GainStep::gain, passed);
  cut_steps(data.send_steps, &CostStep::cost, passed);
  if (limits.no_worse_off) {
    today.limits.promised =
        rolling::promised_patients(whole, passed, {done.demand, done.treated}, data.demand);
  }
  return {Instance(std::move(data)), std::move(today.limits)};
}

}  // namespace surgeflow::test
