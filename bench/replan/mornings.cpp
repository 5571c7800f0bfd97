// SPDX-License-Identifier: Apache-2.0
// Carries the plan out and cuts the past off.
#include "mornings.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "surgeflow/model/orders.hpp"
#include "surgeflow/rolling/execute.hpp"
#include "surgeflow/rolling/replan.hpp"
#include "surgeflow/rolling/today.hpp"

namespace surgeflow::bench {
namespace {

template <class T>
Panel<T> part(const Panel<T>& panel, std::int32_t first, std::int32_t last) {
  Panel<T> some(panel.facilities(), last - first);
  for (FacilityId i{0}; i.value() < panel.facilities(); ++i) {
    const auto row = panel.row(i);
    std::copy(row.begin() + first, row.begin() + last, some.row(i).begin());
  }
  return some;
}

/// Patients who came before `today`: as forecast, but for the last period.
Panel<Count> patients_who_came(const Panel<Count>& forecast, const Surprise& surprise,
                               std::int32_t today) {
  Panel<Count> came = part(forecast, 0, today);
  const Period yesterday(today - 1);
  std::int32_t with_patients = 0;
  for (FacilityId i{0}; i.value() < came.facilities(); ++i) {
    Count& patients = came(i, yesterday);
    if (patients == 0 || with_patients++ % surprise.every != 0) continue;
    const bool more = with_patients / surprise.every % 2 == 0;
    const std::int32_t share = 100 + (more ? surprise.percent : -surprise.percent);
    patients = (patients * share + 50) / 100;
  }
  return came;
}

}  // namespace

Morning morning_after(const Wave& wave, const Surprise& surprise, Period today) {
  const std::int32_t periods = wave.instance.periods();
  const std::int32_t passed = today.value();
  const Panel<Count> came = patients_who_came(wave.instance.demand(), surprise, passed);
  const auto coming = rolling::stated_devices(wave.instance);
  const rolling::Execution done =
      rolling::execute({wave.instance, wave.plan, coming}, today, {.demand = came});
  const Case rest = rolling::case_from(wave.whole, today, done.state);
  const LaneTable& lanes = wave.instance.lanes();
  const Instance free = rolling::instance_of(rest, wave.whole.devices,
                                             part(wave.instance.demand(), passed, periods), lanes);
  const rolling::OpenOrders open =
      rolling::look_at_orders(rest, free, rolling::open_orders(wave.plan.shipments, today), 1);
  Morning morning{.instance = with_orders(free, rolling::with_frozen({}, open.frozen)),
                  .start = {{part(wave.plan.treated, passed, periods), open.stated},
                            {part(wave.potentials.patients, passed, periods),
                             part(wave.potentials.moves, passed, periods)}}};
  std::erase_if(morning.start.plan.shipments,
                [](const Shipment& order) { return order.depart == Period(0); });
  for (FacilityId i{0}; i.value() < came.facilities(); ++i) {
    const Period yesterday(passed - 1);
    const Count difference = std::abs(came(i, yesterday) - wave.instance.demand()(i, yesterday));
    morning.patients += difference;
    morning.facilities += difference > 0 ? 1 : 0;
  }
  return morning;
}

}  // namespace surgeflow::bench
