// SPDX-License-Identifier: Apache-2.0
// Cases of which only the numbers matter.
#pragma once

#include <utility>

#include "support/random_instance.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::test {

/// A case of the numbers of an instance, whose days start on 2020-03-31.
[[nodiscard]] inline Case case_of(const InstanceData& data) {
  Case made;
  made.horizon = {*parse_date("2020-03-31"), data.demand.periods(), 24};
  made.facilities.resize(data.devices.size());
  made.devices = data.devices;
  made.turnaround_periods = data.turnaround_periods;
  made.in_processing_periods = data.in_processing_periods;
  made.arrivals = data.arrivals;
  made.stated_demand = data.demand;
  return made;
}

/// Everything that the base model allows. Lanes are open: those of a case are closed by its orders.
[[nodiscard]] inline RandomInstanceOptions open_options(std::uint64_t seed,
                                                        std::int32_t most_facilities,
                                                        std::int32_t most_periods) {
  RandomInstanceOptions options = varied_options(seed, most_facilities, most_periods);
  options.closed_percent = 0;
  return options;
}

[[nodiscard]] inline SolveResult solved(const Instance& instance) { return solve(instance); }

}  // namespace surgeflow::test
