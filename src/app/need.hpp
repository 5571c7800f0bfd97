// SPDX-License-Identifier: Apache-2.0
// What planning a case takes in memory and time, estimated before anything large is made.
#pragma once

#include <cstdint>

#include "surgeflow/model/statement.hpp"

namespace surgeflow::app {

enum class LaneCosts { alike, own };  ///< every lane costs 1, or what the table of costs says
enum class LaneSource { distances, table };
enum class Finish { proof, gap };  ///< where a plan by regions ends

/// What decides how much a case takes.
struct CaseSize {
  std::int64_t facilities = 0;
  std::int64_t periods = 0;
  std::int64_t stated_lanes = 0;  ///< lines of a table
  std::int64_t max_transit_periods = 255;
  LaneCosts lane_costs = LaneCosts::alike;
  LaneSource lane_source = LaneSource::distances;
  /// Facilities of the planner's largest region where ranks plan by regions; 0 where the root holds
  /// all lanes from the first.
  std::int64_t largest_region = 0;
  Finish finish = Finish::proof;

  [[nodiscard]] bool is_spread() const { return largest_region > 0; }
  [[nodiscard]] std::int64_t nodes() const { return facilities * periods; }
  [[nodiscard]] std::int64_t pairs() const { return facilities * facilities; }
};

/// Numbers beyond the limits of a case are cut to them: such a case is refused anyway.
[[nodiscard]] CaseSize size_of(const CaseStatement& statement);

/// Bytes by what holds them. They are not all held at once: `peak` is the most at a time.
struct MemoryNeed {
  std::int64_t input = 0;    ///< facilities, lanes, demand, arrivals
  std::int64_t solver = 0;   ///< while the plan is sought
  std::int64_t answer = 0;   ///< plan and potentials
  std::int64_t writing = 0;  ///< the plan file, made in memory
  std::int64_t peak = 0;
};

/// Where one rank holds all lanes; rank_need.hpp tells of ranks that each hold their own.
[[nodiscard]] MemoryNeed memory_need(const CaseSize& size);

/// Tiles of lanes between so many pairs, as a solver keeps them.
[[nodiscard]] std::int64_t lane_tile_bytes(const CaseSize& size, std::int64_t pairs);

/// Roughly how long planning takes on one core, from reading to writing. Cases of one size differ,
/// hence a range.
struct TimeNeed {
  double least_seconds = 0.0;
  double most_seconds = 0.0;
};

[[nodiscard]] TimeNeed time_need(const CaseSize& size);

}  // namespace surgeflow::app
