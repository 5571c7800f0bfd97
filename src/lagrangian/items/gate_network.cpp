// SPDX-License-Identifier: Apache-2.0
// Networks with gates, made and read.
#include "lagrangian/items/gate_network.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "lagrangian/items/tie_multipliers.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::lagrangian {
namespace {

/// More than any device gains, and earns where it arrives.
constexpr std::int64_t kForbidding = std::int64_t{1} << 40;

/// What potentials prove of an instance without steps of sending.
std::int64_t proved_value(const Instance& instance, const Panel<std::int64_t>& potentials) {
  std::int64_t value = 0;
  const auto most = [](Count width, std::int64_t gain) {
    return Total{width} * std::max<std::int64_t>(0, gain);
  };
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const auto worth = [&](std::int64_t t) {
      return t < instance.periods() ? potentials(i, Period(static_cast<std::int32_t>(t))) : 0;
    };
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const std::int64_t here = worth(t.value());
      const std::int64_t back = worth(std::int64_t{t.value()} + instance.turnaround_periods(i));
      value += instance.supply(i, t) * here;
      if (instance.treat_steps().empty()) {
        value += most(instance.demand()(i, t), instance.resolution() + back - here);
      }
      for (const GainStep& step : instance.treat_steps()) {
        value += most(step.width(i, t), step.gain(i, t) + back - here);
      }
      for (const GainStep& step : instance.hold_steps()) {
        value += most(step.width(i, t), step.gain(i, t) + worth(t.value() + 1) - here);
      }
    }
  }
  return value;
}

}  // namespace

bool is_charged_by_lane(const ItemSet& set, std::size_t item) {
  return std::ranges::any_of(set.carriers, [&](const Carrier& carrier) {
    return carrier.load[item] > 0 && !carrier.lanes.is_all();
  });
}

GateNetwork::GateNetwork(const ItemSet& set, std::size_t item)
    : set_(set),
      item_(item),
      gate_of_(
          static_cast<std::size_t>(set.facilities()) * static_cast<std::size_t>(set.facilities()),
          0) {
  std::vector<KnownLane> lanes;
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) add_lanes(i, lanes);
  lanes_ = LaneTable(places());
  for (const KnownLane& lane : lanes) {
    lanes_.row(lane.origin)[static_cast<std::size_t>(lane.destination.value())] =
        lane.transit_periods;
  }
  std::vector<ClosedLane> closed;
  for (const ClosedLane& lane : set.items[item].instance.lanes().closed()) {
    if (!arrives(lane.origin, lane.destination)) continue;
    const std::size_t gate = gate_of_[place_of(lane.origin, lane.destination)];
    closed.push_back({id_of(gate), lane.destination, Period(2 * lane.first.value() + 1),
                      Period(2 * lane.last.value() + 1)});
  }
  lanes_.set_closed(std::move(closed));
  plan_.treated = Panel<Count>(places(), 2 * set.periods());
  potentials_ = Panel<std::int64_t>(places(), 2 * set.periods());
}

/// Whether there is a lane on which devices come within the horizon.
bool GateNetwork::arrives(FacilityId i, FacilityId j) const {
  const std::int32_t transit = set_.items[item_].instance.lanes().transit_periods(i, j);
  return transit > 0 && transit < set_.periods();
}

/// Those of one facility, and its gates.
void GateNetwork::add_lanes(FacilityId i, std::vector<KnownLane>& lanes) {
  std::map<std::vector<std::size_t>, std::size_t> gates;
  for (FacilityId j{0}; j.value() < set_.facilities(); ++j) {
    if (!arrives(i, j)) continue;
    const std::int32_t transit = set_.items[item_].instance.lanes().transit_periods(i, j);
    std::vector<std::size_t> carriers;
    for (std::size_t m = 0; m < set_.carriers.size(); ++m) {
      const Carrier& carrier = set_.carriers[m];
      const bool counts = carrier.load[item_] > 0 && !carrier.lanes.is_all();
      if (counts && carrier.lanes.contains(i, j)) carriers.push_back(m);
    }
    const auto [gate, is_new] = gates.try_emplace(carriers, gates_.size());
    if (is_new) {
      lanes.push_back({i, id_of(gates_.size()), 1});
      gates_.push_back({i, std::move(carriers)});
    }
    gate_of_[place_of(i, j)] = gate->second;
    lanes.push_back({id_of(gate->second), j, static_cast<std::uint8_t>(2 * transit - 1)});
  }
}

/// At even periods of facilities; 0 elsewhere.
template <class T>
Panel<T> GateNetwork::spread(const Panel<T>& panel) const {
  Panel<T> spread(places(), 2 * set_.periods());
  for (FacilityId i{0}; i.value() < panel.facilities(); ++i) {
    for (Period t{0}; t.value() < panel.periods(); ++t) {
      spread(i, Period(2 * t.value())) = panel(i, t);
    }
  }
  return spread;
}

Instance GateNetwork::with_gates(const Instance& steps) const {
  InstanceData data = steps.data();
  data.devices.resize(static_cast<std::size_t>(places()), 0);
  for (std::int32_t& periods : data.turnaround_periods) periods *= 2;
  for (std::int32_t& lag : data.in_processing_periods) lag *= 2;
  data.turnaround_periods.resize(static_cast<std::size_t>(places()), 2 * set_.periods());
  data.in_processing_periods.resize(static_cast<std::size_t>(places()), 0);
  data.demand = spread(data.demand);
  data.arrivals = spread(data.arrivals);
  if (steps.has_commitments()) data.commitments = spread(data.commitments);
  for (std::vector<GainStep>* kind : {&data.treat_steps, &data.hold_steps}) {
    for (GainStep& step : *kind) step = {spread(step.width), spread(step.gain)};
  }
  data.lanes = lanes_;
  return Instance(std::move(data));
}

/// Of the coming period at odd ones, in which nothing arrives: earnings do not rise in time.
Panel<std::int64_t> GateNetwork::earnings(const TiePrices& prices) const {
  const Panel<std::int64_t> own = earnings_of(set_, prices, item_);
  Panel<std::int64_t> earnings(places(), 2 * set_.periods());
  for (FacilityId i{0}; i.value() < set_.facilities(); ++i) {
    for (std::int32_t t = 0; t < 2 * set_.periods(); ++t) {
      const std::int32_t coming = (t + 1) / 2;
      if (coming < set_.periods()) earnings(i, Period(t)) = own(i, Period(coming));
    }
  }
  return earnings;
}

LanePrices GateNetwork::lane_prices(const TiePrices& prices) const {
  const std::int32_t periods = 2 * set_.periods();
  const Panel<std::int64_t> none(places(), periods);
  LanePrices lanes{.resolution = 1,
                   .leave = Panel<std::int64_t>(places(), periods, kForbidding),
                   .arrive = earnings(prices),
                   .treat = none};
  const Panel<std::int64_t> charges = charges_of(set_, prices, item_);
  for (FacilityId i{0}; i.value() < set_.facilities(); ++i) {
    for (Period t{0}; t.value() < periods; t = Period(t.value() + 2)) lanes.leave(i, t) = 0;
  }
  for (std::size_t gate = 0; gate < gates_.size(); ++gate) {
    for (Period t{0}; t.value() < set_.periods(); ++t) {
      std::int64_t charge = charges(gates_[gate].at, t);
      for (const std::size_t m : gates_[gate].carriers) {
        charge +=
            set_.carriers[m].load[item_] * prices.carrier[m][static_cast<std::size_t>(t.value())];
      }
      lanes.leave(id_of(gate), Period(2 * t.value() + 1)) = charge;
    }
  }
  return lanes;
}

Plan GateNetwork::without_gates(const Plan& plan) const {
  Plan own{.treated = Panel<Count>(set_.facilities(), set_.periods()), .shipments = {}};
  for (FacilityId i{0}; i.value() < set_.facilities(); ++i) {
    for (Period t{0}; t.value() < set_.periods(); ++t) {
      own.treated(i, t) = plan.treated(i, Period(2 * t.value()));
    }
  }
  for (const Shipment& shipment : plan.shipments) {
    const std::int32_t gate = shipment.origin.value() - set_.facilities();
    if (gate < 0) continue;
    own.shipments.push_back({Period(shipment.depart.value() / 2),
                             gates_[static_cast<std::size_t>(gate)].at, shipment.destination,
                             shipment.quantity});
  }
  std::ranges::sort(own.shipments);
  return own;
}

PricedResult GateNetwork::solve(const Instance& steps, const TiePrices& prices,
                                const SolveControl& control) {
  PricedResult priced = solve_priced(with_gates(steps), lane_prices(prices),
                                     {.potentials = &potentials_, .plan = &plan_},
                                     {.stop = control.stop, .workspace = &workspace_});
  potentials_ = std::move(priced.potentials);
  priced.potentials = Panel<std::int64_t>(set_.facilities(), set_.periods());
  for (FacilityId i{0}; i.value() < set_.facilities(); ++i) {
    for (Period t{0}; t.value() < set_.periods(); ++t) {
      priced.potentials(i, t) = potentials_(i, Period(2 * t.value()));
    }
  }
  priced.value = proved_value(steps, priced.potentials);
  if (priced.stopped != StopReason::none) return priced;
  plan_ = std::move(priced.plan);
  priced.plan = without_gates(plan_);
  return priced;
}

void GateNetwork::refine(std::int64_t factor) {
  for (std::int64_t& value : potentials_.values()) value *= factor;
}

}  // namespace surgeflow::lagrangian
