// SPDX-License-Identifier: Apache-2.0
// Pools: stocks without a place, and what they can not have.
#include <fmt/format.h>

#include <string_view>
#include <unordered_set>

#include "model/case_checks.hpp"

namespace surgeflow::checks {
namespace {

class PoolCheck {
 public:
  PoolCheck(const CaseStatement& statement, Findings& findings)
      : statement_(statement), findings_(findings) {
    for (const FacilityRecord& record : statement.facilities) {
      if (record.lead_periods) pools_.insert(record.id);
    }
  }

  void run() {
    if (pools_.empty()) return;
    for (const FacilityRecord& record : statement_.facilities) {
      if (record.lead_periods) check_pool(record);
    }
    for (const CountRecord& count : statement_.demand) {
      if (count.quantity <= 0 || !pools_.contains(count.facility)) continue;
      refuse_patients(statement_.demand_file, count.line, "patients");
    }
    for (const LaneRecord& lane : statement_.lanes) check_lane(lane);
  }

 private:
  void check_pool(const FacilityRecord& pool) {
    const std::int64_t longest = statement_.max_periods.value_or(255);
    if (*pool.lead_periods < 1 || *pool.lead_periods > longest) {
      findings_.at_facility(pool, "lead_periods",
                            {fmt::format("{}", *pool.lead_periods), fmt::format("1 to {}", longest),
                             "state the periods from the order until the device can be used, or "
                             "empty the cell where the facility has a place"});
    }
    if (statement_.movement == Movement::cost) {
      findings_.at_facility(pool, "lead_periods",
                            {"a pool where movement is cost", "\"units\" or \"distance\"",
                             "empty the cell and state its lanes with their costs instead"});
    }
    if (pool.hospitalized.value_or(0.0) > 0.0) {
      refuse_patients(statement_.facilities_file, pool.line, "hospitalized");
    }
  }

  void refuse_patients(const std::string& file, std::int64_t line, std::string column) {
    findings_.at_line(file, line, std::move(column),
                      {"patients of a pool", "facilities that have a place",
                       "remove them, or empty the facility's cell lead_periods"});
  }

  void check_lane(const LaneRecord& lane) {
    for (const std::string* end : {&lane.origin, &lane.destination}) {
      if (!pools_.contains(*end)) continue;
      findings_.at_line(statement_.lanes_file, lane.line,
                        end == &lane.origin ? "origin" : "destination",
                        {fmt::format("{} is a pool", in_quotes(*end)),
                         "lanes between facilities that have a place",
                         "remove the line: a pool sends to all of its region in lead_periods, and "
                         "nobody sends to it"});
    }
  }

  const CaseStatement& statement_;
  Findings& findings_;
  std::unordered_set<std::string_view> pools_;
};

}  // namespace

void check_pools(const CaseStatement& statement, Findings& findings) {
  PoolCheck(statement, findings).run();
}

}  // namespace surgeflow::checks
