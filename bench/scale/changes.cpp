// SPDX-License-Identifier: Apache-2.0
// Changes of demand, stock and horizon.
#include "changes.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::bench {
namespace {

Change more_demand(const InstanceData& data, const SolveResult& earlier) {
  Change change{"demand", data, {earlier.plan, earlier.potentials}};
  for (std::int32_t i = 0; i < data.demand.facilities(); i += 100) {
    for (Count& patients : change.data.demand.row(FacilityId(i))) patients += (patients + 9) / 10;
  }
  return change;
}

Change other_stock(const InstanceData& data, const SolveResult& earlier) {
  constexpr std::int32_t kFacilities = 10;
  constexpr Count kDevices = 3;
  Change change{"stock", data, {earlier.plan, earlier.potentials}};
  const std::int32_t n = data.demand.facilities();
  for (std::int32_t k = 0; k < std::min(kFacilities, n); ++k) {
    Count& devices =
        change.data.devices[static_cast<std::size_t>(k * (n / std::min(kFacilities, n)))];
    devices = k % 2 == 0 ? devices + kDevices : std::max(0, devices - kDevices);
  }
  return change;
}

/// Moves every row `periods` to the left; its end stays.
template <class Value>
void bring_forward(Panel<Value>& panel, std::int32_t periods) {
  for (FacilityId i{0}; i.value() < panel.facilities(); ++i) {
    const auto row = panel.row(i);
    std::copy(row.begin() + std::min(periods, panel.periods() - 1), row.end(), row.begin());
  }
}

Change next_day(const InstanceData& data, const SolveResult& earlier, std::int32_t periods) {
  Change change{"day", data, {earlier.plan, earlier.potentials}};
  bring_forward(change.data.demand, periods);
  bring_forward(change.data.arrivals, periods);
  bring_forward(change.start.plan.treated, periods);
  bring_forward(change.start.potentials.patients, periods);
  bring_forward(change.start.potentials.moves, periods);
  for (Shipment& shipment : change.start.plan.shipments) {
    shipment.depart = Period(std::max(0, shipment.depart.value() - periods));
  }
  return change;
}

}  // namespace

std::vector<Change> changes_of(const InstanceData& data, const SolveResult& earlier,
                               std::int32_t periods_a_day) {
  std::vector<Change> changes;
  changes.push_back(more_demand(data, earlier));
  changes.push_back(other_stock(data, earlier));
  changes.push_back(next_day(data, earlier, periods_a_day));
  return changes;
}

}  // namespace surgeflow::bench
