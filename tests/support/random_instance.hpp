// SPDX-License-Identifier: Apache-2.0
// Random instances of the base model for tests and benches: the same options, the same instance.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "surgeflow/core/random.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::test {

/// Successive draws from counter-based random numbers.
class RandomDraws {
 public:
  explicit RandomDraws(std::uint64_t seed, std::uint32_t stream = 0)
      : key_{.seed = seed, .stream = stream} {}

  /// Uniform in [least, most].
  [[nodiscard]] std::int32_t between(std::int32_t least, std::int32_t most) {
    const auto choices = static_cast<std::uint64_t>(std::int64_t{most} - least + 1);
    return least + static_cast<std::int32_t>(random_below(key_, counter_++, choices));
  }
  [[nodiscard]] bool happens(std::int32_t percent) { return between(0, 99) < percent; }

 private:
  RandomKey key_;
  std::uint64_t counter_ = 0;
};

enum class LaneCosts {
  unit,    ///< no cost table: 1 for every lane
  varied,  ///< a table with 0..`most_lane_cost`
};

/// What a random instance looks like. All ranges are inclusive.
struct RandomInstanceOptions {
  std::uint64_t seed = 1;
  std::int32_t facilities = 8;
  std::int32_t periods = 20;
  std::int32_t most_devices = 6;       ///< at the start, per facility
  std::int32_t supplied_percent = 70;  ///< facilities that start with devices
  std::int32_t most_demand = 4;        ///< patients per facility and period
  std::int32_t demand_percent = 40;    ///< periods of a facility's surge with new patients
  std::int32_t surge_percent = 60;     ///< of the horizon; each facility's surge starts by itself
  std::int32_t arrival_percent = 5;
  std::int32_t most_arrivals = 3;
  std::int32_t least_in_processing = 1;
  std::int32_t most_in_processing = 1;
  std::int32_t least_turnaround = 3;
  std::int32_t most_turnaround = 8;
  std::int32_t lane_percent = 80;
  std::int32_t most_transit = 4;
  std::int32_t far_lane_percent = 0;  ///< lanes that take up to 255 periods
  LaneCosts lane_costs = LaneCosts::unit;
  std::int32_t most_lane_cost = 50;
  std::int32_t closed_percent = 0;  ///< pairs whose lane is closed for one or two stretches
};

/// Stretches of any length, also beyond the lanes' last arrival, some of which overlap.
inline void close_random_lanes(const RandomInstanceOptions& options, LaneTable& lanes) {
  RandomDraws draws(options.seed, 4);
  std::vector<ClosedLane> closed;
  for (FacilityId i{0}; i.value() < options.facilities; ++i) {
    for (FacilityId j{0}; j.value() < options.facilities; ++j) {
      if (i == j || !draws.happens(options.closed_percent)) continue;
      for (std::int32_t n = draws.between(1, 2); n > 0; --n) {
        const std::int32_t first = draws.between(0, options.periods - 1);
        closed.push_back({i, j, Period(first), Period(draws.between(first, options.periods - 1))});
      }
    }
  }
  lanes.set_closed(std::move(closed));
}

/// Lanes are directed and drawn for each ordered pair, so transit times are asymmetric.
[[nodiscard]] inline LaneTable random_lanes(const RandomInstanceOptions& options) {
  RandomDraws draws(options.seed, 1);
  LaneTable lanes(options.facilities);
  if (options.lane_costs == LaneCosts::varied) lanes.allocate_costs(0);
  for (FacilityId i{0}; i.value() < options.facilities; ++i) {
    for (std::size_t j = 0; j < lanes.row(i).size(); ++j) {
      if (j == static_cast<std::size_t>(i.value()) || !draws.happens(options.lane_percent))
        continue;
      const bool far = draws.happens(options.far_lane_percent);
      lanes.row(i)[j] =
          static_cast<std::uint8_t>(draws.between(1, far ? 255 : options.most_transit));
      if (lanes.has_costs()) lanes.cost_row(i)[j] = draws.between(0, options.most_lane_cost);
    }
  }
  if (options.closed_percent > 0) close_random_lanes(options, lanes);
  return lanes;
}

/// The numbers of a random instance, still open to changes by a test.
[[nodiscard]] inline InstanceData random_instance_data(const RandomInstanceOptions& options) {
  RandomDraws draws(options.seed);
  RandomDraws lags(options.seed, 3);
  InstanceData data;
  data.demand = Panel<Count>(options.facilities, options.periods);
  data.arrivals = Panel<Count>(options.facilities, options.periods);
  for (std::int32_t i = 0; i < options.facilities; ++i) {
    const bool supplied = draws.happens(options.supplied_percent);
    data.devices.push_back(supplied ? draws.between(0, options.most_devices) : 0);
    data.turnaround_periods.push_back(
        draws.between(options.least_turnaround, options.most_turnaround));
    data.in_processing_periods.push_back(
        lags.between(options.least_in_processing, options.most_in_processing));
  }
  const std::int32_t surge = std::max(1, options.periods * options.surge_percent / 100);
  for (FacilityId i{0}; i.value() < options.facilities; ++i) {
    const std::int32_t start = draws.between(0, options.periods - surge);
    for (Count& demand : data.demand.row(i).subspan(static_cast<std::size_t>(start),
                                                    static_cast<std::size_t>(surge))) {
      if (draws.happens(options.demand_percent)) demand = draws.between(0, options.most_demand);
    }
  }
  for (Count& arrivals : data.arrivals.values()) {
    if (draws.happens(options.arrival_percent)) arrivals = draws.between(0, options.most_arrivals);
  }
  data.lanes = random_lanes(options);
  return data;
}

/// Options drawn at random over everything the base model allows, up to the given size: lanes from
/// none to all, some too far for the horizon, no supply, no demand, arrivals with lags of 0..3,
/// turnarounds longer than the horizon, every kind of lane cost, lanes closed for a time.
[[nodiscard]] inline RandomInstanceOptions varied_options(std::uint64_t seed,
                                                          std::int32_t most_facilities = 30,
                                                          std::int32_t most_periods = 40) {
  RandomDraws draws(seed, 2);
  RandomInstanceOptions options;
  options.seed = seed;
  options.facilities = draws.between(2, most_facilities);
  options.periods = draws.between(1, most_periods);
  options.most_devices = draws.happens(5) ? 0 : draws.between(1, 10);
  options.supplied_percent = draws.between(10, 100);
  options.most_demand = draws.happens(5) ? 0 : draws.between(1, 8);
  options.demand_percent = draws.between(5, 100);
  options.surge_percent = draws.between(10, 100);
  options.arrival_percent = draws.happens(50) ? draws.between(1, 20) : 0;
  options.most_arrivals = draws.between(1, 4);
  options.least_in_processing = 0;
  options.most_in_processing = draws.between(0, 3);
  options.least_turnaround = draws.between(1, 6);
  options.most_turnaround =
      draws.happens(15) ? 2 * options.periods + 6 : options.least_turnaround + draws.between(0, 6);
  options.lane_percent = draws.happens(10) ? 0 : draws.between(5, 100);
  options.most_transit = draws.between(1, 6);
  options.far_lane_percent = draws.happens(30) ? draws.between(1, 40) : 0;
  options.lane_costs = draws.happens(50) ? LaneCosts::varied : LaneCosts::unit;
  options.most_lane_cost = draws.happens(10) ? 0 : 50;
  options.closed_percent = draws.happens(40) ? draws.between(1, 60) : 0;
  return options;
}

[[nodiscard]] inline Instance random_instance(const RandomInstanceOptions& options) {
  return Instance(random_instance_data(options));
}

}  // namespace surgeflow::test
