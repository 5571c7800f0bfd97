// SPDX-License-Identifier: Apache-2.0
// Goes through the periods with what is there.
#include "surgeflow/explain/carried_out.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace surgeflow::explain {
namespace {

class Course {
 public:
  Course(const Instance& instance, const Plan& intended)
      : instance_(instance),
        intended_(intended),
        trace_(trace_plan(instance, intended)),
        there_(instance.facilities(), instance.periods()),
        done_{Panel<Count>(instance.facilities(), instance.periods()), {}} {}

  Plan run(const std::vector<Shipment>& orders) {
    auto order = orders.begin();
    for (Period t{0}; t.value() < instance_.periods(); ++t) {
      for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) come_in(i, t);
      for (; order != orders.end() && order->depart == t; ++order) send(*order);
      for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) treat(i, t);
    }
    return std::move(done_);
  }

 private:
  void come_in(FacilityId i, Period t) {
    Total& here = there_(i, t);
    here += instance_.supply(i, t);
    if (t.value() > 0) here += there_(i, Period(t.value() - 1));
    const std::int32_t given = t.value() - instance_.turnaround_periods(i);
    if (given >= 0) here += done_.treated(i, Period(given));
  }

  void send(Shipment order) {
    Total& here = there_(order.origin, order.depart);
    order.quantity = static_cast<Count>(std::clamp<Total>(here, 0, order.quantity));
    if (order.quantity == 0) return;
    here -= order.quantity;
    const std::int32_t transit = instance_.lanes().transit_periods(order.origin, order.destination);
    there_(order.destination, Period(order.depart.value() + transit)) += order.quantity;
    done_.shipments.push_back(order);
  }

  void treat(FacilityId i, Period t) {
    Total& here = there_(i, t);
    const Count came = instance_.demand()(i, t);
    const Total idle = std::max<Total>(here, 0);
    const Total kept = trace_.unmet(i, t) > 0 ? trace_.idle(i, t) : 0;
    const Total beyond = std::clamp<Total>(idle - kept, 0, came);
    const Total planned = std::min<Total>(intended_.treated(i, t), idle);
    done_.treated(i, t) = static_cast<Count>(std::max(beyond, planned));
    here -= done_.treated(i, t);
  }

  const Instance& instance_;
  const Plan& intended_;
  PlanTrace trace_;
  Panel<Total> there_;  ///< idle devices
  Plan done_;
};

std::vector<TreatmentChange> treatment_changes(const Plan& before, const Plan& after) {
  std::vector<TreatmentChange> changes;
  for (FacilityId i{0}; i.value() < before.treated.facilities(); ++i) {
    for (Period t{0}; t.value() < before.treated.periods(); ++t) {
      const Count more = after.treated(i, t) - before.treated(i, t);
      if (more != 0) changes.push_back({i, t, more});
    }
  }
  return changes;
}

std::vector<Shipment> shipment_changes(const Plan& before, const Plan& after) {
  std::map<Shipment, Count> more;
  const auto add = [&](Shipment shipment, Count sign) {
    const Count quantity = std::exchange(shipment.quantity, 0);
    more[shipment] += sign * quantity;
  };
  for (const Shipment& shipment : before.shipments) add(shipment, -1);
  for (const Shipment& shipment : after.shipments) add(shipment, 1);
  std::vector<Shipment> changes;
  for (auto [shipment, quantity] : more) {
    if (quantity == 0) continue;
    changes.push_back(shipment);
    changes.back().quantity = quantity;
  }
  return changes;
}

}  // namespace

CarriedOut carry_out_without(const Instance& instance, const Plan& plan, std::size_t number) {
  std::vector<Shipment> orders = plan.shipments;
  (void)orders.at(number);
  orders.erase(orders.begin() + static_cast<std::ptrdiff_t>(number));
  CarriedOut carried{.change = {}, .plan = Course(instance, plan).run(orders)};
  const PlanValue before = value_of(instance, plan);
  const PlanValue after = value_of(instance, carried.plan);
  carried.change.patients_lost = patients_treated(plan) - patients_treated(carried.plan);
  carried.change.gain_lost = before.treated - after.treated;
  carried.change.movement_saved = before.movement - after.movement;
  carried.change.treatments = treatment_changes(plan, carried.plan);
  carried.change.shipments = shipment_changes(plan, carried.plan);
  return carried;
}

}  // namespace surgeflow::explain
