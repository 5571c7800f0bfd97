// SPDX-License-Identifier: Apache-2.0
// Day by day, facility by facility.
#include "surgeflow/rolling/execute.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "rolling/orders.hpp"

namespace surgeflow::rolling {
namespace {

class Course {
 public:
  Course(const OpenPlan& plan, Period passed, const Actuals& actuals);

  [[nodiscard]] Execution run();

 private:
  void require_shapes() const;
  void expect_arrivals();
  void receive(Period t);
  void send(Period t);
  void send_orders(Period t);
  void send_known(Period t);
  void depart(const Departure& departure);
  void treat(Period t);
  void correct(Period t);
  [[nodiscard]] Count demand(FacilityId i, Period t) const;

  const OpenPlan& plan_;
  const Instance& instance_;
  const Actuals& actuals_;
  Period passed_;
  PlanTrace trace_;
  std::map<Period, std::vector<Shipment>> orders_;
  std::map<Period, std::vector<Departure>> departures_;
  Stocks stocks_;
  Execution done_;
};

State start_of(const OpenPlan& plan) {
  State state{.idle = {}, .coming = {plan.coming.begin(), plan.coming.end()}};
  for (FacilityId i{0}; i.value() < plan.instance.facilities(); ++i) {
    state.idle.push_back(plan.instance.devices(i));
  }
  return state;
}

Course::Course(const OpenPlan& plan, Period passed, const Actuals& actuals)
    : plan_(plan),
      instance_(plan.instance),
      actuals_(actuals),
      passed_(passed),
      trace_(trace_plan(plan.instance, plan.plan)),
      stocks_(start_of(plan)) {
  require_shapes();
  const std::int32_t n = instance_.facilities();
  const std::int32_t periods = passed.value();
  done_.demand = Panel<Count>(n, periods);
  done_.treated = Panel<Count>(n, periods);
  done_.idle = Panel<Total>(n, periods);
  done_.sent = Panel<Count>(n, periods);
  done_.received = Panel<Count>(n, periods);
  for (const Shipment& order : plan.plan.shipments) {
    if (order.depart < passed) orders_[order.depart].push_back(order);
  }
  for (const ComingDevices& devices : plan.coming) {
    if (devices.where != Where::in_trucks || devices.usable >= passed) continue;
    done_.received(devices.facility, devices.usable) += devices.devices;
  }
  if (!actuals.departures) return;
  for (const Departure& departure : *actuals.departures) {
    departures_[departure.shipment.depart].push_back(departure);
  }
  for (auto& [period, leaving] : departures_) std::ranges::sort(leaving);
}

void Course::require_shapes() const {
  const auto fits = [&](const std::optional<Panel<Count>>& panel) {
    return !panel ||
           (panel->facilities() == instance_.facilities() && panel->periods() == passed_.value());
  };
  if (passed_.value() < 0 || passed_.value() > instance_.periods() || !fits(actuals_.demand) ||
      !fits(actuals_.arrivals)) {
    throw std::invalid_argument("what was seen has another shape than the plan's past");
  }
}

/// New devices of the past, by the day they came; those of the days ahead are the case's.
void Course::expect_arrivals() {
  const Panel<Count>& arrivals = actuals_.arrivals ? *actuals_.arrivals : instance_.arrivals();
  for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
    for (Period t{0}; t < passed_; ++t) {
      stocks_.expect({i, Period(t.value() + instance_.in_processing_periods(i)),
                      Where::in_processing, arrivals(i, t)});
    }
  }
}

Count Course::demand(FacilityId i, Period t) const {
  return actuals_.demand ? (*actuals_.demand)(i, t) : instance_.demand()(i, t);
}

void Course::depart(const Departure& departure) {
  const Shipment& shipment = departure.shipment;
  stocks_.send(departure);
  done_.sent(shipment.origin, shipment.depart) += shipment.quantity;
  if (departure.usable < passed_) {
    done_.received(shipment.destination, departure.usable) += shipment.quantity;
  }
  done_.departures.push_back(departure);
}

void Course::send_orders(Period t) {
  for (const Shipment& order : orders_[t]) {
    Shipment leaving = order;
    leaving.quantity = std::clamp(order.quantity, 0, std::max(0, stocks_.idle(order.origin)));
    if (leaving.quantity < order.quantity) done_.short_orders.push_back({order, leaving.quantity});
    if (leaving.quantity == 0) continue;
    depart({leaving, arrival_of(instance_.lanes(), leaving)});
  }
}

/// What left, also where the books do not know the devices: those who saw them leave are right.
void Course::send_known(Period t) {
  std::map<Shipment, Count> left;
  for (const Departure& departure : departures_[t]) {
    Shipment lane = departure.shipment;
    lane.quantity = 0;
    left[lane] += departure.shipment.quantity;
    depart(departure);
  }
  for (const Shipment& order : orders_[t]) {
    Shipment lane = order;
    lane.quantity = 0;
    const Count quantity = left[lane];
    if (quantity < order.quantity) done_.short_orders.push_back({order, quantity});
  }
  for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
    const Count idle = stocks_.idle(i);
    if (idle >= 0) continue;
    done_.reconciliations.push_back({i, t, Reconciliation::Source::departures, idle, 0});
    stocks_.set_idle(i, 0);
  }
}

void Course::send(Period t) {
  if (actuals_.departures) {
    send_known(t);
  } else {
    send_orders(t);
  }
}

void Course::treat(Period t) {
  for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
    const bool keeps = plan_.plan.treated(i, t) < instance_.demand()(i, t);
    const Total kept = keeps ? std::max<Total>(trace_.idle(i, t), 0) : 0;
    const Total ready = std::max<Total>(stocks_.idle(i) - kept, 0);
    const Count came = demand(i, t);
    const auto treated = static_cast<Count>(std::min<Total>(ready, came));
    // What was kept is for those whom the plan knew: it may not cost one of its own patients.
    const Count planned = std::min({plan_.plan.treated(i, t), came, stocks_.idle(i)});
    const Count patients = std::max(treated, planned);
    stocks_.treat(i, patients, Period(t.value() + instance_.turnaround_periods(i)));
    done_.demand(i, t) = came;
    done_.treated(i, t) = patients;
  }
}

void Course::correct(Period t) {
  for (const StockCount& count : actuals_.counts) {
    if (count.period != t || stocks_.idle(count.facility) == count.devices) continue;
    done_.reconciliations.push_back({count.facility, t, Reconciliation::Source::stock_count,
                                     stocks_.idle(count.facility), count.devices});
    stocks_.set_idle(count.facility, count.devices);
  }
  for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) done_.idle(i, t) = stocks_.idle(i);
}

Execution Course::run() {
  expect_arrivals();
  for (Period t{0}; t < passed_; ++t) {
    stocks_.begin(t);
    send(t);
    treat(t);
    correct(t);
  }
  done_.state = counted_from(stocks_.state(), passed_);
  return std::move(done_);
}

}  // namespace

std::vector<ComingDevices> stated_devices(const Instance& instance) {
  std::vector<ComingDevices> devices;
  if (!instance.has_commitments()) return devices;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Count coming = instance.commitments()(i, t);
      if (coming > 0) devices.push_back({i, t, Where::stated, coming});
    }
  }
  return devices;
}

Execution execute(const OpenPlan& plan, Period passed, const Actuals& actuals) {
  return Course(plan, passed, actuals).run();
}

}  // namespace surgeflow::rolling
