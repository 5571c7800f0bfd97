// SPDX-License-Identifier: Apache-2.0
// Moves devices between idle and on their way.
#include "surgeflow/rolling/stocks.hpp"

#include <algorithm>
#include <utility>

namespace surgeflow::rolling {

State counted_from(State state, Period passed) {
  for (ComingDevices& devices : state.coming) {
    devices.usable = Period(devices.usable.value() - passed.value());
  }
  return state;
}

Stocks::Stocks(const State& state) : idle_(state.idle) {
  for (const ComingDevices& devices : state.coming) expect(devices);
}

void Stocks::expect(const ComingDevices& devices) {
  if (devices.devices > 0) coming_[devices.usable].push_back(devices);
}

void Stocks::begin(Period t) {
  while (!coming_.empty() && coming_.begin()->first <= t) {
    for (const ComingDevices& devices : coming_.begin()->second) {
      idle_[place(devices.facility)] += devices.devices;
    }
    coming_.erase(coming_.begin());
  }
}

void Stocks::send(const Departure& departure) {
  const Shipment& shipment = departure.shipment;
  idle_[place(shipment.origin)] -= shipment.quantity;
  expect({shipment.destination, departure.usable, Where::in_trucks, shipment.quantity});
}

void Stocks::treat(FacilityId i, Count patients, Period free) {
  idle_[place(i)] -= patients;
  expect({i, free, Where::on_patients, patients});
}

State Stocks::state() const {
  std::vector<ComingDevices> all;
  for (const auto& [period, devices] : coming_)
    all.insert(all.end(), devices.begin(), devices.end());
  std::ranges::sort(all);
  State state{.idle = idle_, .coming = {}};
  for (const ComingDevices& devices : all) {
    const bool same = !state.coming.empty() && state.coming.back().facility == devices.facility &&
                      state.coming.back().usable == devices.usable &&
                      state.coming.back().where == devices.where;
    if (same) {
      state.coming.back().devices += devices.devices;
    } else {
      state.coming.push_back(devices);
    }
  }
  return state;
}

}  // namespace surgeflow::rolling
