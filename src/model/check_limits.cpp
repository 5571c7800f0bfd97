// SPDX-License-Identifier: Apache-2.0
// Checks the limits that [rules] and facilities state.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/case_checks.hpp"
#include "model/period_reading.hpp"

namespace surgeflow::checks {
namespace {

class LimitCheck {
 public:
  LimitCheck(const CaseStatement& statement, const CheckedFacilities& facilities,
             const std::optional<Horizon>& horizon, Findings& findings)
      : statement_(statement), facilities_(facilities), horizon_(horizon), findings_(findings) {}

  Limits run() {
    check_dispatch();
    check_away();
    check_return();
    check_beds();
    check_backup();
    limits_.no_worse_off = statement_.no_worse_off;
    if (limits_.count_present()) leave_pools_out();
    if (limits_.any()) refuse_exact();
    return std::move(limits_);
  }

 private:
  void check_dispatch() {
    if (!statement_.dispatch_limit) return;
    const std::int64_t stated = *statement_.dispatch_limit;
    if (stated >= 0 && stated <= kMaxTotal) {
      limits_.dispatch = static_cast<Count>(stated);
      return;
    }
    findings_.at_key("rules.dispatch_limit",
                     {fmt::format("{}", stated), fmt::format("0 to {}", kMaxTotal),
                      "state how many devices may leave in one period, all lanes together"});
  }

  void check_away() {
    if (!statement_.away_limit) return;
    const double stated = *statement_.away_limit;
    if (stated >= 0.0 && stated <= 1.0) {
      limits_.away_millionths = static_cast<std::int32_t>(std::lround(stated * kWholeShare));
      return;
    }
    findings_.at_key("rules.away_limit",
                     {fmt::format("{}", stated), "0 to 1",
                      "state a share of a facility's devices: 0.25 for a quarter"});
  }

  void check_return() {
    if (statement_.return_by.empty() || !horizon_) return;
    if (statement_.return_by == "end") {
      limits_.return_by = Period(horizon_->periods - 1);
      return;
    }
    const PeriodReading reading = read_period(*horizon_, statement_.return_by);
    if (reading.period) {
      limits_.return_by = reading.period;
      return;
    }
    findings_.at_key(
        "rules.return_by",
        {fmt::format("{} {}", in_quotes(statement_.return_by), reading.problem),
         fmt::format("\"end\", or {}", allowed_periods(*horizon_)),
         "state the last day on which loans come back: a lender has its devices from then on"});
  }

  void check_beds() {
    const auto& records = statement_.facilities;
    const auto stated = [](const FacilityRecord& record) {
      return record.staffed_beds.has_value();
    };
    if (std::ranges::none_of(records, stated)) return;
    for (const FacilityRecord& record : records) {
      const std::int64_t beds = record.staffed_beds.value_or(kMaxTotal);
      if (beds < 0 || beds > kMaxTotal) {
        findings_.at_facility(record, "staffed_beds",
                              {fmt::format("{}", beds), fmt::format("0 to {}", kMaxTotal),
                               "state how many patients can be cared for at once, or leave the "
                               "cell empty"});
      }
      limits_.staffed_beds.push_back(
          static_cast<Count>(std::clamp<std::int64_t>(beds, 0, kMaxTotal)));
    }
  }

  /// That there is a reserve to cover is for the check of rules to say.
  void check_backup() {
    const std::int64_t stated = statement_.rules.backup_periods.value_or(0);
    if (stated >= 0 && stated <= kMaxPeriods) {
      limits_.backup_periods = static_cast<std::int32_t>(stated);
      return;
    }
    findings_.at_key("rules.backup_periods",
                     {fmt::format("{}", stated), fmt::format("0 to {}", kMaxPeriods),
                      "state how many periods idle devices may be away from the reserve that they "
                      "cover; 0: only a facility's own count"});
  }

  /// What a pool sends does not come back.
  void leave_pools_out() {
    const auto& facilities = facilities_.facilities;
    if (std::ranges::none_of(facilities, &Facility::is_pool)) return;
    for (std::size_t i = 0; i < facilities.size(); ++i) {
      limits_.fleet.push_back(facilities[i].is_pool() ? 0 : facilities_.devices[i]);
    }
  }

  void refuse_exact() {
    if (statement_.method != Method::exact) return;
    findings_.at_key(
        "solver.method",
        {"'exact' with limits in [rules], which no network can hold", "\"auto\" or \"lagrangian\"",
         "write solver.method = \"lagrangian\" for a plan within the limits, its bound "
         "and its gap, or remove the limits"});
  }

  const CaseStatement& statement_;
  const CheckedFacilities& facilities_;
  const std::optional<Horizon>& horizon_;
  Findings& findings_;
  Limits limits_;
};

}  // namespace

Limits check_limits(const CaseStatement& statement, const CheckedFacilities& facilities,
                    const std::optional<Horizon>& horizon, Findings& findings) {
  return LimitCheck(statement, facilities, horizon, findings).run();
}

}  // namespace surgeflow::checks
