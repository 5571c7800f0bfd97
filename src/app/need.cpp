// SPDX-License-Identifier: Apache-2.0
// Sums of rates times sizes.
#include "app/need.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "app/need_rates.hpp"
#include "app/words.hpp"
#include "surgeflow/core/error.hpp"
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
  const auto times =
      static_cast<double>(std::min(rates::kTransitTimesATile, size.max_transit_periods));
  return size.nodes() * (costs ? rates::kCostedNodeBytes : rates::kSolverNodeBytes) +
         static_cast<std::int64_t>(static_cast<double>(size.pairs()) * times *
                                   rates::kLaneTilePairBytes);
}

}  // namespace

CaseSize size_of(const CaseStatement& statement) {
  CaseSize size;
  size.facilities = std::min<std::int64_t>(std::ssize(statement.facilities), kMaxFacilities);
  size.periods = std::clamp<std::int64_t>(statement.periods, 0, kMaxPeriods);
  size.stated_lanes = std::ssize(statement.lanes);
  size.max_transit_periods = std::clamp<std::int64_t>(
      statement.max_periods.value_or(kMaxTransitPeriods), 0, kMaxTransitPeriods);
  if (statement.movement != Movement::units) size.lane_costs = LaneCosts::own;
  if (statement.transit_model == TransitModel::table) size.lane_source = LaneSource::table;
  return size;
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

void require_memory(const CaseSize& size, std::optional<std::int64_t> available_bytes) {
  const std::int64_t peak = memory_need(size).peak;
  if (!available_bytes || peak <= *available_bytes) return;
  throw SystemError(fmt::format(
      "not enough memory: {} over {} need about {}, and this machine has {} available; plan fewer "
      "facilities or periods, drop long lanes with transit.max_periods = 1 or 2, or use a machine "
      "(a job's limit) with more memory",
      counted(size.facilities, "facility", "facilities"),
      counted(size.periods, "period", "periods"), bytes_in_words(peak),
      bytes_in_words(*available_bytes)));
}

}  // namespace surgeflow::app
