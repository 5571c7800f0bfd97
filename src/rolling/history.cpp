// SPDX-License-Identifier: Apache-2.0
// Puts the periods that have passed behind those that had.
#include "surgeflow/rolling/history.hpp"

#include <algorithm>

namespace surgeflow::rolling {
namespace {

/// Both, one after the other; of `later` the first `periods`.
template <class T>
Panel<T> joined(const Panel<T>& earlier, const Panel<T>& later, std::int32_t periods) {
  Panel<T> both(later.facilities(), earlier.periods() + periods);
  for (FacilityId i{0}; i.value() < later.facilities(); ++i) {
    const auto first = earlier.row(i);
    const auto second = later.row(i).first(static_cast<std::size_t>(periods));
    std::ranges::copy(second, std::ranges::copy(first, both.row(i).begin()).out);
  }
  return both;
}

}  // namespace

Total History::unmet() const {
  Total unmet = 0;
  for (std::size_t n = 0; n < demand.values().size(); ++n) {
    unmet += demand.values()[n] - treated.values()[n];
  }
  return unmet;
}

std::vector<Shipment> ReplanRecord::frozen() const {
  std::vector<Shipment> orders;
  for (const OrderChange& change : changes) {
    if (change.frozen == 0) continue;
    orders.push_back({change.depart, change.origin, change.destination, change.frozen});
  }
  return orders;
}

History empty_history(const Horizon& horizon, std::int32_t facilities) {
  History none;
  none.past = horizon;
  none.past.periods = 0;
  none.forecast = none.demand = none.treated = none.sent = none.received =
      Panel<Count>(facilities, 0);
  none.idle = Panel<Total>(facilities, 0);
  return none;
}

History extended(const History& before, const Execution& since, const Panel<Count>& forecast) {
  const std::int32_t passed = since.demand.periods();
  const std::int32_t shift = before.past.periods;
  const auto later = [&](Period t) { return Period(t.value() + shift); };
  History all = before;
  all.past.periods += passed;
  all.forecast = joined(before.forecast, forecast, passed);
  all.demand = joined(before.demand, since.demand, passed);
  all.treated = joined(before.treated, since.treated, passed);
  all.idle = joined(before.idle, since.idle, passed);
  all.sent = joined(before.sent, since.sent, passed);
  all.received = joined(before.received, since.received, passed);
  for (Departure departure : since.departures) {
    departure.shipment.depart = later(departure.shipment.depart);
    departure.usable = later(departure.usable);
    all.departures.push_back(departure);
  }
  for (Reconciliation row : since.reconciliations) {
    row.period = later(row.period);
    all.reconciliations.push_back(row);
  }
  return all;
}

}  // namespace surgeflow::rolling
