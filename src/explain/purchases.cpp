// SPDX-License-Identifier: Apache-2.0
// Searches from places to the sink, and re-solves with a pool.
#include "surgeflow/explain/purchases.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <numeric>

#include "explain/residual_network.hpp"
#include "explain/shortest_path.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::explain {
namespace {

/// Best places of one period.
class PlaceSearch {
 public:
  explicit PlaceSearch(const ResidualNetwork& network) : network_(network), paths_(network) {}

  std::vector<PlaceWorth> best(Period t, std::size_t most) {
    std::vector<PlaceWorth> places;
    for (const FacilityId i : by_potential(t)) {
      const std::int64_t bound = network_.worth(network_.node(i, t.value()));
      if (network_.scale().patients(bound) <= 0) break;
      if (places.size() == most && key(places.back()) >= bound) break;
      add(exact(i, t), most, places);
    }
    return places;
  }

  PlaceWorth exact(FacilityId i, Period t) {
    paths_.search(network_.node(i, t.value()), network_.sink(), Ties::any_way);
    const std::int64_t gain = paths_.gain(network_.sink());
    return {i, t, network_.scale().patients(gain), network_.scale().moves(gain)};
  }

 private:
  [[nodiscard]] std::vector<FacilityId> by_potential(Period t) const {
    std::vector<FacilityId> order;
    for (FacilityId i{0}; i.value() < network_.instance().facilities(); ++i) order.push_back(i);
    std::ranges::stable_sort(order, std::greater<>(), [&](FacilityId i) {
      return network_.worth(network_.node(i, t.value()));
    });
    return order;
  }

  [[nodiscard]] std::int64_t key(const PlaceWorth& place) const {
    return network_.scale().key(place.gain, place.movement_saved);
  }

  void add(const PlaceWorth& place, std::size_t most, std::vector<PlaceWorth>& places) const {
    if (place.gain <= 0) return;
    const auto after = std::ranges::upper_bound(
        places, key(place), std::greater<>(), [&](const PlaceWorth& other) { return key(other); });
    places.insert(after, place);
    if (places.size() > most) places.pop_back();
  }

  const ResidualNetwork& network_;
  ShortestPath paths_;
};

/// The same rows, and one of `last` in every period at the end.
template <class T>
Panel<T> with_row(const Panel<T>& panel, T last) {
  Panel<T> longer(panel.facilities() + 1, panel.periods(), last);
  std::ranges::copy(panel.values(), longer.values().begin());
  return longer;
}

std::vector<GainStep> with_row(std::span<const GainStep> steps) {
  std::vector<GainStep> longer;
  for (const GainStep& step : steps) {
    longer.push_back({with_row(step.width, Count{0}), with_row(step.gain, std::int32_t{0})});
  }
  return longer;
}

/// All that is bought may leave at no cost: in the first step.
std::vector<CostStep> with_row(std::span<const CostStep> steps, Count bought) {
  std::vector<CostStep> longer;
  for (const CostStep& step : steps) {
    const Count width = longer.empty() ? bought : 0;
    longer.push_back({with_row(step.width, width), with_row(step.cost, std::int32_t{0})});
  }
  return longer;
}

LaneTable with_pool(const LaneTable& lanes) {
  const std::int32_t n = lanes.facilities();
  LaneTable longer(n + 1);
  if (lanes.has_costs()) longer.allocate_costs(0);
  for (FacilityId i{0}; i.value() < n; ++i) {
    std::ranges::copy(lanes.row(i), longer.row(i).begin());
    if (lanes.has_costs()) std::ranges::copy(lanes.cost_row(i), longer.cost_row(i).begin());
  }
  const auto pool = longer.row(FacilityId(n));
  std::fill(pool.begin(), pool.end() - 1, std::uint8_t{1});
  longer.set_closed({lanes.closed().begin(), lanes.closed().end()});
  return longer;
}

Instance with_purchase(const Instance& instance, const LaneTable& lanes, Count bought) {
  InstanceData data;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    data.devices.push_back(instance.devices(i));
    data.turnaround_periods.push_back(instance.turnaround_periods(i));
    data.in_processing_periods.push_back(instance.in_processing_periods(i));
  }
  data.devices.push_back(bought);
  data.turnaround_periods.push_back(1);
  data.in_processing_periods.push_back(0);
  data.demand = with_row(instance.demand(), Count{0});
  data.arrivals = with_row(instance.arrivals(), Count{0});
  data.lanes = lanes;
  if (instance.has_commitments()) data.commitments = with_row(instance.commitments(), Count{0});
  data.resolution = instance.resolution();
  data.treat_steps = with_row(instance.treat_steps());
  data.hold_steps = with_row(instance.hold_steps());
  data.send_steps = with_row(instance.send_steps(), bought);
  return Instance(std::move(data));
}

/// Where the first solve starts: a device in the pool is worth what it is where it arrives.
WarmStart with_pool(const Plan& plan, const Potentials& potentials) {
  WarmStart warm{.plan = {with_row(plan.treated, Count{0}), plan.shipments},
                 .potentials = {with_row(potentials.patients, std::int32_t{0}),
                                with_row(potentials.moves, std::int64_t{0})}};
  const FacilityId pool(plan.treated.facilities());
  for (std::int32_t t = 0; t + 1 < plan.treated.periods(); ++t) {
    for (FacilityId i{0}; i < pool; ++i) {
      std::int32_t& best = warm.potentials.patients(pool, Period(t));
      best = std::max(best, potentials.patients(i, Period(t + 1)));
    }
  }
  return warm;
}

/// Numbers of devices to look at.
std::vector<Count> purchases(const Instance& instance) {
  constexpr std::array kPercent = {1,  2,   5,   10,  15,  20,  25,  30,  40,  50,  60,
                                   80, 100, 125, 150, 200, 250, 300, 400, 500, 700, 1000};
  const Total devices = std::max<Total>(1, instance.total_supply());
  std::vector<Count> numbers;
  for (const Total percent : kPercent) {
    const Total bought = (devices * percent + 99) / 100;
    if (instance.total_supply() + bought > kMaxTotal) break;
    if (numbers.empty() || bought > numbers.back()) numbers.push_back(narrow<Count>(bought));
  }
  return numbers;
}

}  // namespace

std::vector<PlaceWorth> best_places(const Instance& instance, const Plan& plan,
                                    const Potentials& potentials,
                                    const std::vector<Period>& periods, std::size_t most) {
  const ResidualNetwork network(instance, plan, potentials);
  PlaceSearch search(network);
  std::vector<PlaceWorth> all;
  for (const Period t : periods) {
    const std::vector<PlaceWorth> places = search.best(t, most);
    all.insert(all.end(), places.begin(), places.end());
  }
  return all;
}

PlaceWorth worth_of_next(const Instance& instance, const Plan& plan, const Potentials& potentials,
                         FacilityId facility, Period period) {
  const ResidualNetwork network(instance, plan, potentials);
  return PlaceSearch(network).exact(facility, period);
}

std::size_t knee_of(const std::vector<PurchasePoint>& points) {
  if (points.size() < 2 || points[0].unmet <= points[1].unmet) return 0;
  const Total first_saved = points[0].unmet - points[1].unmet;
  const Total first_bought = points[1].bought - points[0].bought;
  std::size_t knee = 1;
  for (std::size_t n = 2; n < points.size(); ++n) {
    const Total saved = points[n - 1].unmet - points[n].unmet;
    const Total bought = points[n].bought - points[n - 1].bought;
    if (2 * saved * first_bought < first_saved * bought) break;
    knee = n;
  }
  return knee;
}

PurchaseCurve purchase_curve(const Instance& instance, const Plan& plan,
                             const Potentials& potentials, const SolveControl& control) {
  PurchaseCurve curve;
  curve.points = {{0, instance.total_demand() - patients_treated(plan),
                   value_of(instance, plan).treated, true}};
  const LaneTable lanes = with_pool(instance.lanes());
  WarmStart warm = with_pool(plan, potentials);
  Workspace workspace;
  SolveControl each = control;
  each.warm = &warm;
  each.workspace = &workspace;
  const std::vector<Count> numbers = purchases(instance);
  for (const Count bought : numbers) {
    if (curve.points.back().unmet == 0) break;
    control.log->progress("buying devices", static_cast<double>(curve.points.size()) /
                                                static_cast<double>(numbers.size()));
    const Instance larger = with_purchase(instance, lanes, bought);
    SolveResult result = solve(larger, each);
    if (result.status != SolveStatus::optimal) {
      curve.end = CurveEnd::stopped;
      break;
    }
    const bool certified =
        check_certificate(larger, result.plan, result.potentials, control.threads).optimal;
    const Total unmet = larger.total_demand() - patients_treated(result.plan);
    const bool gains = result.value.treated > curve.points.back().gain;
    curve.points.push_back({bought, unmet, result.value.treated, certified});
    if (!gains) {
      curve.end = CurveEnd::nothing_saved;
      break;
    }
    warm = {std::move(result.plan), std::move(result.potentials)};
  }
  if (curve.points.back().unmet == 0) curve.end = CurveEnd::all_treated;
  curve.knee = knee_of(curve.points);
  return curve;
}

}  // namespace surgeflow::explain
