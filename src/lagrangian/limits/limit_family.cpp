// SPDX-License-Identifier: Apache-2.0
// Which limits there are, and what they have in common.
#include "lagrangian/limits/limit_family.hpp"

#include <algorithm>
#include <stdexcept>

#include "lagrangian/limits/bed_limit.hpp"
#include "lagrangian/limits/dispatch_limit.hpp"
#include "lagrangian/limits/lending_limit.hpp"
#include "lagrangian/limits/own_patients.hpp"
#include "lagrangian/limits/presence_limit.hpp"
#include "lagrangian/limits/reserve_cover.hpp"

namespace surgeflow::lagrangian {

Families make_families(const Instance& instance, const Limits& limits) {
  if (limits.floors) throw std::invalid_argument("floors of groups are kept by the fairest plan");
  Families families;
  if (limits.dispatch) {
    families.push_back(std::make_unique<DispatchLimit>(instance, limits));
  }
  if (limits.count_present()) {
    families.push_back(std::make_unique<PresenceLimit>(instance, limits));
  }
  if (!instance.send_steps().empty()) {
    families.push_back(std::make_unique<LendingLimit>(instance));
  }
  if (!limits.staffed_beds.empty()) {
    families.push_back(std::make_unique<BedLimit>(instance, limits));
  }
  if (limits.no_worse_off) families.push_back(std::make_unique<OwnPatients>(instance, limits));
  if (limits.backup_periods > 0 && !instance.hold_steps().empty()) {
    families.push_back(std::make_unique<ReserveCover>(instance, limits));
  }
  return families;
}

Panel<std::int64_t> as_panel(std::span<const std::int64_t> multipliers, const Instance& instance) {
  Panel<std::int64_t> panel(instance.facilities(), instance.periods());
  std::ranges::copy(multipliers, panel.values().begin());
  return panel;
}

std::vector<Total> slack_of(const Families& families, const Plan& plan) {
  return joined(families, [&](const LimitFamily& family) { return family.slack(plan); });
}

Total excess_of(std::span<const Total> slack) {
  Total excess = 0;
  for (const Total left : slack) excess += std::max<Total>(0, -left);
  return excess;
}

LimitPrices stated(const Families& families, std::span<const std::int64_t> multipliers,
                   std::int64_t resolution) {
  LimitPrices prices{.resolution = resolution};
  for_each_part(families, multipliers,
                [&](const LimitFamily& family, auto part) { family.state(part, prices); });
  return prices;
}

LimitPrices without_prices(const Families& families) {
  std::size_t count = 0;
  for (const auto& family : families) count += family->multipliers();
  return stated(families, std::vector<std::int64_t>(count, 0), 1);
}

std::vector<FacilityId> facilities_beyond(const std::vector<Total>& slack,
                                          const Instance& instance) {
  std::vector<FacilityId> facilities;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const auto row =
        slack.begin() + static_cast<std::ptrdiff_t>(place(i, Period(0), instance.periods()));
    if (std::any_of(row, row + instance.periods(), [](Total left) { return left < 0; })) {
      facilities.push_back(i);
    }
  }
  return facilities;
}

}  // namespace surgeflow::lagrangian
