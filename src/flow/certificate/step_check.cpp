// SPDX-License-Identifier: Apache-2.0
// Counts steps in plans and in bounds.
#include "flow/certificate/step_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace surgeflow::flow::certificate {
namespace {

/// Calls `visit(step, devices)` for each step that takes some of a quantity, the first ones first.
template <class Step, class Visit>
void fill_steps(std::span<const Step> steps, FacilityId i, Period t, Total quantity,
                Visit&& visit) {
  for (auto step = steps.begin(); step != steps.end() && quantity > 0; ++step) {
    const Total within = std::min<Total>(quantity, step->width(i, t));
    visit(*step, within);
    quantity -= within;
  }
}

template <class Visit>
void for_each_node(const Instance& instance, Visit&& visit) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) visit(i, t);
  }
}

/// What `width` devices that gain `gain` each, and may gain nothing, add to the bound.
Worth most_of(Count width, const Worth& gain) { return Total{width} * std::max(Worth{}, gain); }

/// Keys of pairs, and how differences of keys are read.
class Keys {
 public:
  Keys(const Instance& instance, const Potentials& potentials)
      : periods_(static_cast<std::size_t>(instance.periods())) {
    const auto [least_patients, most_patients] = std::ranges::minmax(potentials.patients.values());
    const auto [least_moves, most_moves] = std::ranges::minmax(potentials.moves.values());
    Wide largest_cost = instance.lanes().max_cost();
    for (const CostStep& step : instance.send_steps()) {
      largest_cost += std::ranges::max(step.cost.values());
    }
    step_ = 2 * (Wide{most_moves} - least_moves + largest_cost) + 1;
    largest_ = step_ * (Wide{most_patients} - least_patients + 1);
    keys_.reserve(potentials.patients.values().size());
    for (std::size_t n = 0; n < potentials.patients.values().size(); ++n) {
      keys_.push_back(step_ * (potentials.patients.values()[n] - least_patients) +
                      (potentials.moves.values()[n] - least_moves));
    }
  }

  [[nodiscard]] Wide largest() const { return largest_; }
  [[nodiscard]] Wide at(FacilityId i, Period t) const {
    return keys_[static_cast<std::size_t>(i.value()) * periods_ +
                 static_cast<std::size_t>(t.value())];
  }
  /// The pair whose key is a positive difference.
  [[nodiscard]] Worth read(Wide difference) const {
    const Wide patients = (difference + step_ / 2) / step_;
    return {patients, difference - patients * step_};
  }

 private:
  std::size_t periods_;
  Wide step_ = 1;     ///< K
  Wide largest_ = 0;  ///< above every key
  std::vector<Wide> keys_;
};

/// The best that lanes of an origin lead to, by period, in keys.
template <class Key>
class BestArrival {
 public:
  BestArrival(const Instance& instance, const Keys& keys)
      : lanes_(instance.lanes()), periods_(static_cast<std::size_t>(instance.periods())) {
    rows_.reserve(static_cast<std::size_t>(instance.facilities()) * periods_);
    for_each_node(instance, [&](FacilityId i, Period t) {
      rows_.push_back(static_cast<Key>(keys.at(i, t)));
    });
  }

  /// Below every key where no lane arrives within the horizon.
  [[nodiscard]] std::vector<Key> from(FacilityId i) const {
    std::vector<Key> best(periods_, std::numeric_limits<Key>::min() / 2);
    const std::span<const std::uint8_t> transit = lanes_.row(i);
    for (std::size_t j = 0; j < transit.size(); ++j) {
      const std::size_t s = transit[j];
      if (s == 0 || s >= periods_) continue;
      const Key cost = static_cast<Key>(lanes_.has_costs() ? lanes_.cost_row(i)[j] : 1);
      const Key* const arrival = rows_.data() + j * periods_ + s;
      const auto raise = [&](std::size_t first, std::size_t end) {
        for (std::size_t t = first; t < std::min(end, periods_ - s); ++t) {
          best[t] = std::max<Key>(best[t], static_cast<Key>(arrival[t] - cost));
        }
      };
      std::size_t open_from = 0;
      for (const ClosedLane& closed : lanes_.closed_of(i, FacilityId(static_cast<int>(j)))) {
        raise(open_from, static_cast<std::size_t>(closed.first.value()));
        open_from = static_cast<std::size_t>(closed.last.value()) + 1;
      }
      raise(open_from, periods_);
    }
    return best;
  }

 private:
  const LaneTable& lanes_;
  std::size_t periods_;
  std::vector<Key> rows_;
};

template <class Key>
Worth most_of_leaving(const Instance& instance, const Keys& keys, int threads) {
  const BestArrival<Key> arrivals(instance, keys);
  std::vector<Worth> of_origin(static_cast<std::size_t>(instance.facilities()));
#pragma omp parallel for schedule(dynamic, 8) num_threads(std::max(1, threads))
  for (std::int32_t n = 0; n < instance.facilities(); ++n) {
    const FacilityId i(n);
    const std::vector<Key> best = arrivals.from(i);
    Worth most;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Wide gain = best[static_cast<std::size_t>(t.value())] - keys.at(i, t);
      for (const CostStep& step : instance.send_steps()) {
        const Wide profit = gain - step.cost(i, t);
        if (profit > 0) most = most + Total{step.width(i, t)} * keys.read(profit);
      }
    }
    of_origin[static_cast<std::size_t>(n)] = most;
  }
  Worth sum;
  for (const Worth& most : of_origin) sum = sum + most;
  return sum;
}

}  // namespace

Worth gain_of_steps(const Instance& instance, const Plan& plan, const Panel<Total>& idle,
                    const Panel<Total>& sent) {
  Worth gain;
  if (!instance.has_steps()) {
    for (const Count treated : plan.treated.values()) gain.patients += treated;
    return instance.resolution() * gain;
  }
  for_each_node(instance, [&](FacilityId i, Period t) {
    const auto add_gain = [&](const GainStep& step, Total devices) {
      gain = gain + devices * Worth{step.gain(i, t), 0};
    };
    const Total treated = plan.treated(i, t);
    if (instance.treat_steps().empty()) {
      gain = gain + treated * Worth{instance.resolution(), 0};
    }
    fill_steps(instance.treat_steps(), i, t, treated, add_gain);
    fill_steps(instance.hold_steps(), i, t, idle(i, t), add_gain);
    fill_steps(instance.send_steps(), i, t, sent(i, t), [&](const CostStep& step, Total devices) {
      gain = gain - devices * Worth{0, step.cost(i, t)};
    });
  });
  return gain;
}

void check_departures(const Instance& instance, const Panel<Total>& sent, Findings& findings) {
  if (instance.send_steps().empty()) return;
  for_each_node(instance, [&](FacilityId i, Period t) {
    Total allowed = 0;
    for (const CostStep& step : instance.send_steps()) allowed += step.width(i, t);
    if (sent(i, t) <= allowed) return;
    findings.add("lending limit", [&] {
      return fmt::format("{}: {} devices leave, {} may", findings.at(i, t), sent(i, t), allowed);
    });
  });
}

Worth bound_of_steps(const Instance& instance, const Potentials& potentials, int threads) {
  Worth bound;
  if (!instance.has_steps()) return bound;
  for_each_node(instance, [&](FacilityId i, Period t) {
    const Worth here = potential_at(potentials, i, t.value());
    const Worth next = potential_at(potentials, i, t.value() + 1);
    const Worth back =
        potential_at(potentials, i, std::int64_t{t.value()} + instance.turnaround_periods(i));
    for (const GainStep& step : instance.treat_steps()) {
      bound = bound + most_of(step.width(i, t), Worth{step.gain(i, t), 0} + back - here);
    }
    for (const GainStep& step : instance.hold_steps()) {
      bound = bound + most_of(step.width(i, t), Worth{step.gain(i, t), 0} + next - here);
    }
  });
  return bound + bound_of_leaving(instance, potentials, threads);
}

Worth bound_of_leaving(const Instance& instance, const Potentials& potentials, int threads) {
  if (instance.send_steps().empty()) return {};
  const Keys keys(instance, potentials);
  const bool narrow = 4 * keys.largest() < Wide{std::numeric_limits<std::int32_t>::max()};
  const bool usual = 4 * keys.largest() < Wide{std::numeric_limits<std::int64_t>::max()};
  return narrow  ? most_of_leaving<std::int32_t>(instance, keys, threads)
         : usual ? most_of_leaving<std::int64_t>(instance, keys, threads)
                 : most_of_leaving<Wide>(instance, keys, threads);
}

}  // namespace surgeflow::flow::certificate
