// SPDX-License-Identifier: Apache-2.0
// Counts what can be counted cheaply, and estimates the rest.
#include "app/dry_run.hpp"

#include <fmt/format.h>

#include <cmath>

#include "app/need.hpp"
#include "app/rank_need.hpp"
#include "app/words.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::app {
namespace {

/// What only a checked case tells.
struct CaseContent {
  transit::LaneCount lanes;
  Total patients = 0;
  Total devices = 0;
};

/// Starting devices and the arrivals that can be used within the horizon.
Total devices_of(const Case& planning_case) {
  Total devices = 0;
  for (std::size_t n = 0; n < planning_case.devices.size(); ++n) {
    const FacilityId i(static_cast<std::int32_t>(n));
    const std::int32_t last =
        planning_case.horizon.periods - planning_case.in_processing_periods[n];
    devices += planning_case.devices[n];
    for (Period t{0}; t.value() < last; ++t) devices += planning_case.arrivals(i, t);
  }
  return devices;
}

CaseContent content_of(const Case& planning_case, const DryRunLimits& limits) {
  CaseContent content;
  content.lanes = transit::count_lanes(
      planning_case.facilities, planning_case.transit, planning_case.horizon.periods,
      {.most_pairs = limits.most_pairs, .threads = limits.threads});
  const Panel<Count> patients = epidemic::forecast_patients(planning_case, limits.threads);
  for (const Count count : patients.values()) content.patients += count;
  content.devices = devices_of(planning_case);
  return content;
}

std::string counts_in_words(const CaseSize& size, const std::optional<CaseContent>& content) {
  std::string text =
      fmt::format("facilities   {}\nperiods      {}\nnodes        {}\n", grouped(size.facilities),
                  grouped(size.periods), grouped(size.nodes()));
  if (!content) {
    return text + "lanes, patients and devices are not counted: that alone would take long\n";
  }
  const char* bound =
      content->lanes.precision == transit::LaneCount::Precision::exact ? "" : "at most ";
  return text +
         fmt::format("lanes        {}{}\nship arcs    {}{}\npatients     {}\ndevices      {}\n",
                     bound, grouped(content->lanes.lanes), bound, grouped(content->lanes.ship_arcs),
                     grouped(content->patients), grouped(content->devices));
}

std::string parts_in_words(const MemoryNeed& need) {
  return fmt::format("  input      {}\n  solver     {}\n  answer     {}\n  writing    {}\n",
                     bytes_in_words(need.input), bytes_in_words(need.solver),
                     bytes_in_words(need.answer), bytes_in_words(need.writing));
}

std::string ranks_in_words(const CaseSize& size, std::int64_t ranks) {
  const RankNeed need = rank_need(size, ranks);
  std::string text = fmt::format("  root       {}\n", bytes_in_words(need.root));
  if (ranks > 1) {
    text += fmt::format("  others     {} each, {}\n", bytes_in_words(need.other),
                        counted(ranks - 1, "rank", "ranks"));
  }
  return text + fmt::format("  proof      {} on the root{}\n", bytes_in_words(need.proof),
                            size.finish == Finish::gap ? ", if the gap is not reached before" : "");
}

std::string memory_in_words(const CaseSize& size, const std::vector<Machine>& machines) {
  const MachineNeed need = need_of_fullest(size, machines);
  const std::optional<std::int64_t> available = need.machine.available_bytes;
  std::string text = fmt::format("memory       about {} at the peak", bytes_in_words(need.bytes));
  if (size.is_spread()) {
    text += fmt::format(" for {} on one machine", counted(need.machine.ranks, "rank", "ranks"));
  }
  if (available) text += fmt::format(", {} available", bytes_in_words(*available));
  text += '\n';
  text += size.is_spread() ? ranks_in_words(size, ranks_on(machines))
                           : parts_in_words(memory_need(size));
  if (!need.is_met()) {
    text += "The case is too large for this machine: planning it would be refused.\n";
  }
  return text;
}

std::string time_in_words(const CaseSize& size) {
  const TimeNeed need = time_need(size);
  const std::string least = seconds_in_words(need.least_seconds);
  const std::string most = seconds_in_words(need.most_seconds);
  if (least == most) return fmt::format("time         roughly {}\n", most);
  return fmt::format("time         roughly {} to {} on one core\n", least, most);
}

}  // namespace

std::string size_in_words(const CaseStatement& statement, const DryRunLimits& limits,
                          const std::vector<Machine>& machines) {
  const CaseSize size = size_of(statement);
  std::optional<CaseContent> content;
  if (size.nodes() <= limits.most_nodes) content = content_of(check_case(statement), limits);
  return counts_in_words(size, content) + memory_in_words(size, machines) + time_in_words(size);
}

}  // namespace surgeflow::app
