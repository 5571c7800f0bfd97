// SPDX-License-Identifier: Apache-2.0
// Sums of rates times sizes.
#include "app/need.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

#include "app/need_rates.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::app {
namespace {

constexpr std::int64_t kMaxTransitPeriods = 255;

std::int64_t lane_table_bytes(const CaseSize& size) {
  const bool costs = size.lane_costs == LaneCosts::own;
  return size.pairs() * (rates::kTransitPairBytes + (costs ? rates::kLaneCostPairBytes : 0));
}

std::int64_t solver_bytes(const CaseSize& size) {
  const bool costs = size.lane_costs == LaneCosts::own;
  return size.nodes() * (costs ? rates::kCostedNodeBytes : rates::kSolverNodeBytes) +
         lane_tile_bytes(size, size.pairs());
}

/// Facilities of the largest region, as check_regions makes them: by label, or as many of near
/// facilities as are asked for.
std::int64_t largest_region_of(const CaseStatement& statement) {
  const std::int64_t facilities = std::ssize(statement.facilities);
  const std::int64_t most = std::max<std::int64_t>(facilities, 1);
  const auto of_number = [&](std::int64_t regions) {
    return (most - 1) / std::clamp<std::int64_t>(regions, 1, most) + 1;
  };
  if (statement.regions) return of_number(*statement.regions);
  std::map<std::string_view, std::int64_t> members;
  for (const FacilityRecord& record : statement.facilities) ++members[record.solver_region];
  if (facilities == 0 || members.contains("")) {
    return of_number(facilities / rates::kFacilitiesPerRegion);
  }
  return std::ranges::max_element(members, {}, [](const auto& region) { return region.second; })
      ->second;
}

/// Without limits, which are searched on one rank.
bool is_spread(const CaseStatement& statement) {
  return statement.method == Method::lagrangian && !statement.dispatch_limit &&
         !statement.away_limit && statement.return_by.empty() && !statement.no_worse_off &&
         statement.rules.backup_periods.value_or(0) == 0 && statement.fair_by.empty() &&
         std::ranges::none_of(statement.facilities, [](const FacilityRecord& record) {
           return record.staffed_beds.has_value();
         });
}

}  // namespace

CaseSize size_of(const CaseStatement& statement) {
  CaseSize size;
  size.facilities = std::min<std::int64_t>(std::ssize(statement.facilities), kMaxFacilities);
  size.periods = std::clamp<std::int64_t>(statement.periods, 0, kMaxPeriods);
  size.stated_lanes = std::ssize(statement.lanes);
  size.max_transit_periods = std::clamp<std::int64_t>(
      statement.max_periods.value_or(kMaxTransitPeriods), 0, kMaxTransitPeriods);
  if (statement.movement != Movement::units || !statement.partners.empty())
    size.lane_costs = LaneCosts::own;
  if (statement.transit_model == TransitModel::table) size.lane_source = LaneSource::table;
  if (is_spread(statement)) {
    size.largest_region = std::min<std::int64_t>(largest_region_of(statement), kMaxFacilities);
  }
  if (statement.gap > 0.0) size.finish = Finish::gap;
  return size;
}

std::int64_t lane_tile_bytes(const CaseSize& size, std::int64_t pairs) {
  const auto times =
      static_cast<double>(std::min(rates::kTransitTimesATile, size.max_transit_periods));
  return static_cast<std::int64_t>(static_cast<double>(pairs) * times * rates::kLaneTilePairBytes);
}

MemoryNeed memory_need(const CaseSize& size) {
  MemoryNeed need;
  need.input = size.facilities * rates::kFacilityBytes +
               size.stated_lanes * rates::kStatedLaneBytes + size.nodes() * rates::kInputNodeBytes +
               lane_table_bytes(size);
  need.solver = solver_bytes(size);
  need.answer = size.nodes() * rates::kAnswerNodeBytes;
  need.writing = size.nodes() * rates::kWritingNodeBytes;
  // Lanes from distances are computed again by whoever reads the file.
  if (size.lane_source == LaneSource::table) need.writing += lane_table_bytes(size);
  need.peak = rates::kProgramBytes + need.input + need.answer + std::max(need.solver, need.writing);
  return need;
}

TimeNeed time_need(const CaseSize& size) {
  const double ships = static_cast<double>(size.pairs()) * static_cast<double>(size.periods);
  const double reading = static_cast<double>(size.stated_lanes) * rates::kStatedLaneSeconds;
  const bool costs = size.lane_costs == LaneCosts::own;
  return {rates::kLeastStartSeconds + reading +
              ships * (costs ? rates::kLeastCostedShipSeconds : rates::kLeastShipSeconds),
          rates::kMostStartSeconds + reading +
              ships * (costs ? rates::kMostCostedShipSeconds : rates::kMostShipSeconds)};
}

}  // namespace surgeflow::app
