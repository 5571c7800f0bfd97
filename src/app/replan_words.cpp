// SPDX-License-Identifier: Apache-2.0
// Sentences and short tables.
#include "app/replan_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/words.hpp"

namespace surgeflow::app {
namespace {

using rolling::Change;
using rolling::OrderChange;
using rolling::Reconciliation;

constexpr std::size_t kMostRows = 8;

std::string devices(Total number) { return counted(number, "device", "devices"); }
std::string orders(Total number) { return counted(number, "order", "orders"); }

std::string id_of(const Morning& morning, FacilityId i) {
  return morning.planning_case.facilities[static_cast<std::size_t>(i.value())].id;
}

template <class T>
Total sum_of(const Panel<T>& panel) {
  Total sum = 0;
  for (const T value : panel.values()) sum += value;
  return sum;
}

/// The first periods of the demand that was forecast for all.
Total forecast_of(const Morning& morning) {
  const std::int32_t passed = morning.execution.demand.periods();
  const Panel<Count>& all = morning.history.forecast;
  Total sum = 0;
  for (FacilityId i{0}; i.value() < all.facilities(); ++i) {
    for (const Count value : all.row(i).last(static_cast<std::size_t>(passed))) sum += value;
  }
  return sum;
}

std::string patients_in_words(const Morning& morning) {
  const rolling::Execution& execution = morning.execution;
  const Total came = sum_of(execution.demand);
  const Total treated = sum_of(execution.treated);
  std::string text = fmt::format(
      "In {} until {} {} came, where {} were expected; {} went without a device.\n",
      counted(execution.demand.periods(), "period", "periods"),
      format_date(morning.planning_case.horizon.start), counted(came, "patient", "patients"),
      grouped(forecast_of(morning)), grouped(came - treated));
  if (!morning.execution.short_orders.empty()) {
    Total missing = 0;
    for (const auto& order : execution.short_orders) missing += order.order.quantity - order.left;
    text +=
        fmt::format("{} left with fewer devices than ordered, or not at all: {} stayed.\n",
                    orders(static_cast<Total>(execution.short_orders.size())), devices(missing));
  }
  return text;
}

/// The chain's period of a row of this re-plan.
std::string date_of(const Morning& morning, Period t) {
  const std::int32_t before = morning.history.past.periods - morning.execution.demand.periods();
  return morning.history.past.label(Period(before + t.value()));
}

std::string reconciliation_in_words(const Morning& morning) {
  const std::vector<Reconciliation>& rows = morning.execution.reconciliations;
  if (rows.empty()) return {};
  Total difference = 0;
  for (const Reconciliation& row : rows) difference += row.used - row.expected;
  std::string text = fmt::format(
      "The books were wrong in {}; the plan goes on with what was seen, {} {} in all:\n",
      counted(static_cast<Total>(rows.size()), "place", "places"),
      devices(difference < 0 ? -difference : difference), difference < 0 ? "fewer" : "more");
  text += fmt::format("  {:<12} {:<18} {:>8} {:>8} {:>6}  {}\n", "facility", "end of", "expected",
                      "used", "", "seen by");
  for (std::size_t n = 0; n < std::min(rows.size(), kMostRows); ++n) {
    const Reconciliation& row = rows[n];
    text +=
        fmt::format("  {:<12} {:<18} {:>8} {:>8} {:>+6}  {}\n", id_of(morning, row.facility),
                    date_of(morning, row.period), row.expected, row.used, row.used - row.expected,
                    row.source == Reconciliation::Source::stock_count ? "a count of idle devices"
                                                                      : "more devices that left");
  }
  if (rows.size() > kMostRows) text += fmt::format("  and {} more\n", rows.size() - kMostRows);
  return text;
}

std::string state_in_words(const Morning& morning) {
  Total on_patients = 0, in_trucks = 0, others = 0, idle = 0;
  for (const rolling::ComingDevices& row : morning.coming) {
    if (row.where == rolling::Where::on_patients) {
      on_patients += row.devices;
    } else if (row.where == rolling::Where::in_trucks) {
      in_trucks += row.devices;
    } else {
      others += row.devices;
    }
  }
  for (const Count here : morning.execution.state.idle) idle += here;
  std::string text = fmt::format("{} idle, {} on patients, {} in trucks", devices(idle),
                                 grouped(on_patients), grouped(in_trucks));
  if (others > 0) text += fmt::format(", {} still to become usable", grouped(others));
  return text + ".\n";
}

std::string survival_in_words(const rolling::ChangeCounts& counts) {
  std::string text = fmt::format("Orders: {} kept, {} changed, {} dropped, {} new", counts.kept,
                                 counts.changed, counts.dropped, counts.added);
  if (counts.devices_before > 0) {
    text += fmt::format("; {} of {} ordered before still travel as ordered",
                        grouped(counts.devices_surviving), devices(counts.devices_before));
  }
  return text + ".\n";
}

std::string frozen_in_words(const Morning& morning, const DayPlan& plan) {
  Total kept = 0, cut = 0;
  for (const Shipment& order : morning.orders.frozen) kept += order.quantity;
  for (const Shipment& order : morning.orders.stated) {
    if (order.depart.value() < plan.record.frozen_periods) cut += order.quantity;
  }
  cut -= kept;
  if (morning.orders.frozen.empty() && cut == 0) return {};
  std::string text =
      fmt::format("Frozen: {} with {} leave in the next {} as ordered",
                  orders(static_cast<Total>(morning.orders.frozen.size())), devices(kept),
                  counted(plan.record.frozen_periods, "period", "periods"));
  if (cut > 0) {
    text += fmt::format("; {} more {}", devices(cut),
                        morning.planning_case.limits.any()
                            ? "are not there to leave, or may not within the limits"
                            : "are not there to leave");
  }
  return text + ".\n";
}

std::string gain_in_words(const Morning& morning, const DayPlan& plan) {
  if (morning.orders.stated.empty()) return {};
  const Total now = morning.instance.total_demand() - patients_treated(plan.solution.result.plan);
  return fmt::format(
      "From now on {} would go without with the orders as they stood, {} with whatever can be "
      "added "
      "to them, {} with this plan.\n",
      counted(plan.record.unmet_unchanged, "patient", "patients"), grouped(plan.record.unmet_kept),
      grouped(now));
}

/// The changes that matter most alone.
std::string reasons_in_words(const Morning& morning, const DayPlan& plan) {
  std::vector<OrderChange> changes;
  for (const OrderChange& change : plan.record.changes) {
    if (change.change() != Change::kept && change.there + change.here > 0)
      changes.push_back(change);
  }
  if (changes.empty()) return {};
  std::ranges::stable_sort(changes, std::greater<>{},
                           [](const OrderChange& change) { return change.there + change.here; });
  std::string text = "Changes that save most by themselves:\n";
  for (std::size_t n = 0; n < std::min(changes.size(), kMostRows); ++n) {
    const OrderChange& change = changes[n];
    text +=
        fmt::format("  {:<8} {} {} to {}: {} -> {} devices, {:+} patients there, {:+} here\n",
                    name_of(change.change()), morning.planning_case.horizon.label(change.depart),
                    id_of(morning, change.origin), id_of(morning, change.destination),
                    change.before, change.now, change.there, change.here);
  }
  return text;
}

}  // namespace

std::string past_in_words(const Morning& morning) {
  if (morning.execution.demand.periods() == 0) return state_in_words(morning);
  return patients_in_words(morning) + reconciliation_in_words(morning) + state_in_words(morning);
}

std::string changes_in_words(const Morning& morning, const DayPlan& plan) {
  return survival_in_words(rolling::count(plan.record.changes)) + frozen_in_words(morning, plan) +
         gain_in_words(morning, plan) + reasons_in_words(morning, plan);
}

}  // namespace surgeflow::app
