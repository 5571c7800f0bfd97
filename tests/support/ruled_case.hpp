// SPDX-License-Identifier: Apache-2.0
// Random cases with limits and rules together, small enough for an integer programming solver.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "support/random_instance.hpp"
#include "support/random_steps.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow::test {

struct RuledCase {
  Instance instance;
  Limits limits;
};

[[nodiscard]] inline InstanceData numbers_of_case(std::uint64_t seed, RandomDraws& draws,
                                                  std::int32_t closed_percent = 0) {
  RandomInstanceOptions options{.seed = seed,
                                .facilities = draws.between(3, 7),
                                .periods = draws.between(8, 20),
                                .most_devices = draws.between(2, 6),
                                .supplied_percent = 80,
                                .most_demand = draws.between(2, 5),
                                .demand_percent = 70,
                                .least_turnaround = 2,
                                .most_turnaround = 5,
                                .most_transit = 2,
                                .closed_percent = closed_percent};
  return random_instance_data(options);
}

/// The limits by number: a dispatch limit, an away limit, a date of return, staffed beds, nobody
/// worse off; then weighted patients, reserves, lending limits.
inline void add_rule(std::int32_t number, InstanceData& data, Limits& limits, RandomDraws& draws) {
  const std::int32_t periods = data.demand.periods();
  switch (number) {
    case 0:
      limits.dispatch = draws.between(0, 3);
      break;
    case 1:
      limits.away_millionths = draws.between(0, kWholeShare);
      break;
    case 2:
      limits.return_by = Period(draws.between(periods / 2, periods - 1));
      break;
    case 3:
      limits.staffed_beds.clear();
      for (const Count devices : data.devices) {
        limits.staffed_beds.push_back(draws.between(1, devices + 2));
      }
      break;
    case 4:
      limits.no_worse_off = true;
      break;
    case 5:
      if (data.resolution == 1) data.resolution = 10;
      if (data.treat_steps.empty()) add_treat_steps(data, draws);
      break;
    case 6:
      if (data.resolution == 1) data.resolution = 10;
      if (data.hold_steps.empty()) add_hold_steps(data, draws);
      break;
    default:
      if (data.send_steps.empty()) add_send_steps(data, draws);
  }
}

/// At random so many devices of each facility are on patients from before, and become free one by
/// one.
inline void begin_amid_care(InstanceData& data, Limits& limits, RandomDraws& draws) {
  const std::int32_t facilities = data.demand.facilities();
  const std::int32_t periods = data.demand.periods();
  limits.fleet = data.devices;
  limits.in_care = Panel<Count>(facilities, periods);
  if (data.commitments.facilities() == 0) data.commitments = limits.in_care;
  for (FacilityId i{0}; i.value() < facilities; ++i) {
    Count& idle = data.devices[static_cast<std::size_t>(i.value())];
    for (Count busy = draws.between(0, idle); busy > 0; --busy, --idle) {
      const Period free(draws.between(0, std::min(periods - 1, 6)));
      ++data.commitments(i, free);
      for (Period t{0}; t < free; ++t) ++limits.in_care(i, t);
    }
  }
}

/// "43: dispatch, own patients"
[[nodiscard]] inline std::string in_words(std::uint64_t seed, const RuledCase& ruled) {
  const auto& [instance, limits] = ruled;
  std::string words = fmt::format("{}:", seed);
  const auto add = [&](bool stated, const char* word) {
    if (stated) words += fmt::format(" {}", word);
  };
  add(limits.dispatch.has_value(), "dispatch");
  add(limits.away_millionths.has_value(), "away");
  add(limits.return_by.has_value(), "return");
  add(!limits.staffed_beds.empty(), "beds");
  add(!limits.promised.empty(), "promised");
  add(limits.no_worse_off, "own");
  add(!instance.treat_steps().empty(), "weights");
  add(!instance.hold_steps().empty(), "reserve");
  add(limits.backup_periods > 0, "covered");
  add(limits.in_care.facilities() > 0, "in care");
  add(!instance.send_steps().empty(), "lending");
  add(!instance.lanes().closed().empty(), "closed");
  return words;
}

/// The greatest gain of any plan within the limits, by CBC; -1 where it finds none.
[[nodiscard]] inline Total greatest_gain(const Instance& instance, double cost) {
  if (std::isnan(cost)) return -1;
  const auto weight = static_cast<double>(instance.movement_limit() + 1);
  return static_cast<Total>(std::ceil(-cost / weight));
}

}  // namespace surgeflow::test
