// SPDX-License-Identifier: Apache-2.0
// Counts what leaves, what is away, what is in use, and what each facility treats.
#include "flow/certificate/limit_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "flow/certificate/worth.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::flow::certificate {
namespace {

/// Shipments that leave and arrive at places of the instance.
template <class Visit>
void for_each_possible(const Instance& instance, const Plan& plan, Visit&& visit) {
  const auto known = [&](FacilityId i) {
    return i.value() >= 0 && i.value() < instance.facilities();
  };
  for (const Shipment& shipment : plan.shipments) {
    if (!known(shipment.origin) || !known(shipment.destination) || shipment.depart.value() < 0) {
      continue;
    }
    const int transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
    const std::int32_t arrive = shipment.depart.value() + transit;
    if (transit == 0 || arrive >= instance.periods()) continue;
    visit(shipment, Period(arrive));
  }
}

void check_dispatch(const Instance& instance, Count limit, const Plan& plan, Findings& findings) {
  std::vector<Wide> sent(static_cast<std::size_t>(instance.periods()), 0);
  for_each_possible(instance, plan, [&](const Shipment& shipment, Period) {
    sent[static_cast<std::size_t>(shipment.depart.value())] += shipment.quantity;
  });
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    const Wide here = sent[static_cast<std::size_t>(t.value())];
    if (here <= limit) continue;
    findings.add("dispatch limit", [&] {
      return fmt::format("period {}: {} devices leave, {} more than the {} allowed",
                         findings.period(t), here, here - limit, limit);
    });
  }
}

void check_present(const Instance& instance, const Limits& limits, const Plan& plan,
                   Findings& findings) {
  Panel<Total> change(instance.facilities(), instance.periods());
  for_each_possible(instance, plan, [&](const Shipment& shipment, Period arrive) {
    change(shipment.origin, shipment.depart) -= shipment.quantity;
    change(shipment.destination, arrive) += shipment.quantity;
  });
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const Count fleet = limits.fleet_of(i, instance.devices(i));
    Total present = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      present += instance.supply(i, t) + change(i, t);
      const Count least = limits.least_at(i, t, instance.devices(i));
      if (present >= least) continue;
      const bool returning = limits.return_by == t;
      findings.add(returning ? "return limit" : "away limit", [&] {
        return fmt::format("{}: {} of {} devices are there, {} fewer than must {}",
                           findings.at(i, t), present + limits.in_care_at(i, t), fleet,
                           least - present, returning ? "be back" : "stay");
      });
    }
  }
}

void check_beds(const Instance& instance, const Limits& limits, const Plan& plan,
                Findings& findings) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total in_use = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      in_use += plan.treated(i, t);
      const std::int32_t done = t.value() - instance.turnaround_periods(i);
      if (done >= 0) in_use -= plan.treated(i, Period(done));
      const Total more = in_use - *limits.beds_at(i, t);
      if (more <= 0) continue;
      findings.add("staffed beds limit", [&] {
        return fmt::format("{}: {} devices in use, {} more than the {} staffed beds",
                           findings.at(i, t), in_use + limits.in_care_at(i, t), more,
                           limits.staffed_beds[static_cast<std::size_t>(i.value())]);
      });
    }
  }
}

/// Devices on patients from before become free by what the instance supplies.
void check_in_care(const Instance& instance, const Limits& limits, Findings& findings) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{1}; t.value() < instance.periods(); ++t) {
      const Count freed = limits.in_care_at(i, Period(t.value() - 1)) - limits.in_care_at(i, t);
      const Count supplied = instance.supply(i, t) - limits.ordered_at(i, t);
      if (freed >= 0 && freed <= supplied) continue;
      findings.add("devices in care", [&] {
        return fmt::format(
            "{}: {} devices on patients from before the start become free, and {} come",
            findings.at(i, t), freed, supplied);
      });
    }
  }
}

/// With nothing shipped: each period as many as come and devices, and staffed beds, are free. No
/// more could be treated (without_sharing.cpp).
Total treated_alone(const Instance& instance, const Limits& limits, FacilityId i) {
  const std::span<const Count> demand = instance.demand().row(i);
  std::vector<Total> treated;
  Total sum = 0;
  Total idle = 0;
  Total in_use = 0;
  for (std::int32_t t = 0; t < instance.periods(); ++t) {
    const std::int32_t done = t - instance.turnaround_periods(i);
    const Total free_again = done >= 0 ? treated[static_cast<std::size_t>(done)] : 0;
    in_use -= free_again;
    idle += instance.supply(i, Period(t)) - limits.ordered_at(i, Period(t)) + free_again;
    const Total beds = limits.beds_at(i, Period(t)).value_or(kMaxTotal);
    const Total now = std::max<Total>(
        0, std::min({idle, beds - in_use, Total{demand[static_cast<std::size_t>(t)]}}));
    idle -= now;
    in_use += now;
    sum += now;
    treated.push_back(now);
  }
  return sum;
}

void check_own_patients(const Instance& instance, const Limits& limits, const Plan& plan,
                        Findings& findings) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Total treated = 0;
    for (const Count patients : plan.treated.row(i)) treated += patients;
    const Total least = least_treated(instance, limits, i);
    if (treated >= least) continue;
    findings.add("no worse off limit", [&] {
      return fmt::format("{}: {} patients treated, {} fewer than {}", findings.facility(i), treated,
                         least - treated,
                         limits.promised.empty() ? "with nothing shipped" : "it is owed");
    });
  }
}

void check_floors(const Instance& instance, const PatientFloors& floors, const Plan& plan,
                  Findings& findings) {
  std::vector<Total> treated(floors.least.size(), 0);
  std::vector<FacilityId> first(floors.least.size(), FacilityId(-1));
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::int32_t group = floors.group[static_cast<std::size_t>(i.value())];
    if (group == PatientFloors::kNoGroup) continue;
    const auto g = static_cast<std::size_t>(group);
    if (first[g].value() < 0) first[g] = i;
    for (const Count patients : plan.treated.row(i)) treated[g] += patients;
  }
  for (std::size_t g = 0; g < treated.size(); ++g) {
    if (treated[g] >= floors.least[g]) continue;
    findings.add("floor limit", [&] {
      return fmt::format("group {}{}: {} patients treated, {} fewer than the group keeps", g,
                         first[g].value() < 0 ? "" : ", of " + findings.facility(first[g]),
                         treated[g], floors.least[g] - treated[g]);
    });
  }
}

}  // namespace

bool floors_fit(const Instance& instance, const PatientFloors& floors) {
  const auto groups = static_cast<std::int32_t>(floors.least.size());
  return std::ssize(floors.group) == instance.facilities() &&
         std::ranges::all_of(floors.group, [&](std::int32_t group) {
           return group >= PatientFloors::kNoGroup && group < groups;
         });
}

Count least_idle_at(const Instance& instance, const Limits& limits, FacilityId i, Period t) {
  const Count least = limits.least_at(i, t, instance.devices(i));
  Total in_use = 0;
  const std::int32_t first = std::max(0, t.value() - instance.turnaround_periods(i) + 1);
  for (Period u{first}; u <= t && in_use < least; ++u) in_use += instance.demand()(i, u);
  in_use = std::min<Total>(in_use, limits.beds_at(i, t).value_or(kMaxTotal));
  return static_cast<Count>(std::max<Total>(0, least - in_use));
}

Total least_treated(const Instance& instance, const Limits& limits, FacilityId i) {
  const Total alone = treated_alone(instance, limits, i);
  if (limits.promised.empty()) return alone;
  const Total promised = limits.promised[static_cast<std::size_t>(i.value())];
  return std::max<Total>(0, std::min(promised, alone));
}

void check_limits(const Instance& instance, const Limits& limits, const Plan& plan,
                  Findings& findings) {
  if (limits.in_care.facilities() > 0) check_in_care(instance, limits, findings);
  if (limits.dispatch) check_dispatch(instance, *limits.dispatch, plan, findings);
  if (limits.count_present()) check_present(instance, limits, plan, findings);
  const Panel<Count>& treated = plan.treated;
  if (treated.facilities() != instance.facilities() || treated.periods() != instance.periods()) {
    return;
  }
  if (!limits.staffed_beds.empty()) check_beds(instance, limits, plan, findings);
  if (limits.no_worse_off) check_own_patients(instance, limits, plan, findings);
  if (!limits.floors) return;
  if (floors_fit(instance, *limits.floors))
    return check_floors(instance, *limits.floors, plan, findings);
  findings.add("floor limit", [&] {
    return fmt::format("{} groups that are not the facilities'", limits.floors->least.size());
  });
}

}  // namespace surgeflow::flow::certificate
