// SPDX-License-Identifier: Apache-2.0
// Lines of demand and of arrivals: facility, period, quantity, and their sums.
#include <fmt/format.h>

#include <numeric>

#include "model/case_checks.hpp"
#include "model/period_reading.hpp"
#include "model/repetitions.hpp"

namespace surgeflow::checks {
namespace {

/// A line of which everything is in order; nothing, and findings, for any other.
std::optional<PlacedCount> place_count(const StatedCounts& stated, const CountRecord& record,
                                       const std::optional<Horizon>& horizon, FacilityIndex& index,
                                       Findings& findings) {
  const auto facility = index.find(record.facility);
  if (!facility) {
    findings.at_line(stated.file, record.line, "facility",
                     {fmt::format("{} is no facility", in_quotes(record.facility)),
                      "an id of the facilities' file", index.remedy_for_unknown(record.facility)});
  }
  const PeriodReading period = horizon ? read_period(*horizon, record.period) : PeriodReading{};
  if (horizon && !period.period) {
    findings.at_line(stated.file, record.line, "period",
                     {fmt::format("{} {}", in_quotes(record.period), period.problem),
                      allowed_periods(*horizon), "correct it, or change [horizon]"});
  }
  const bool in_range = record.quantity >= 0 && record.quantity <= kMaxTotal;
  if (!in_range) {
    findings.at_line(stated.file, record.line, stated.quantity,
                     {fmt::format("{}", record.quantity), fmt::format("0 to {}", kMaxTotal),
                      fmt::format("correct the number of {}", stated.quantity)});
  }
  if (!facility || !period.period || !in_range) return std::nullopt;
  return PlacedCount{*facility, *period.period, static_cast<Count>(record.quantity), record.line};
}

void check_repetitions(const StatedCounts& stated, const std::vector<PlacedCount>& counts,
                       const FacilityIndex& index, Findings& findings) {
  std::vector<KeyedLine> keyed;
  keyed.reserve(counts.size());
  for (const PlacedCount& count : counts) {
    keyed.push_back({count.facility.value(), count.period.value(), count.line});
  }
  for (const Repetition& repetition : find_repetitions(std::move(keyed))) {
    findings.at_line(stated.file, repetition.line, "period",
                     {fmt::format("{} in period {} is there already, in line {}",
                                  in_quotes(index.id(FacilityId(repetition.first_key))),
                                  repetition.second_key, repetition.first_line),
                      "one line for a facility and period", "join the two lines"});
  }
}

Total sum_of(const std::vector<PlacedCount>& counts) {
  Total sum = 0;
  for (const PlacedCount& count : counts) sum += count.quantity;
  return sum;
}

}  // namespace

std::vector<PlacedCount> check_counts(const StatedCounts& stated,
                                      const std::optional<Horizon>& horizon, FacilityIndex& index,
                                      Findings& findings) {
  std::vector<PlacedCount> counts;
  counts.reserve(stated.records.size());
  for (const CountRecord& record : stated.records) {
    const auto count = place_count(stated, record, horizon, index, findings);
    if (count) counts.push_back(*count);
  }
  check_repetitions(stated, counts, index, findings);
  return counts;
}

void check_totals(const CaseStatement& statement, const std::vector<Count>& devices,
                  const std::vector<std::vector<PlacedCount>>& to_come,
                  const std::vector<PlacedCount>& demand, Findings& findings) {
  const Total start = std::accumulate(devices.begin(), devices.end(), Total{0});
  Total arriving = 0;
  for (const std::vector<PlacedCount>& table : to_come) arriving += sum_of(table);
  if (start + arriving > kMaxTotal) {
    findings.at_line(statement.facilities_file, 0, "devices",
                     {fmt::format("{} devices at the start and {} to come", start, arriving),
                      fmt::format("at most {} together", kMaxTotal), "correct the numbers"});
  }
  const Total patients = sum_of(demand);
  if (patients > kMaxTotal) {
    findings.at_line(statement.demand_file, 0, "patients",
                     {fmt::format("{} patients in all", patients),
                      fmt::format("at most {}", kMaxTotal), "correct the numbers"});
  }
}

Panel<Count> panel_of(const std::vector<PlacedCount>& counts, std::int32_t facilities,
                      std::int32_t periods) {
  Panel<Count> panel(facilities, periods);
  for (const PlacedCount& count : counts) panel(count.facility, count.period) = count.quantity;
  return panel;
}

}  // namespace surgeflow::checks
