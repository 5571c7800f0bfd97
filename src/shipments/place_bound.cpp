// SPDX-License-Identifier: Apache-2.0
// Lot sizes of each facility, and the charges that bring them together.
#include "surgeflow/shipments/place_bound.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace surgeflow::shipments {
namespace {

using Cost = std::int64_t;
using Wide = __int128;

/// A shipment, in the unit of charges.
constexpr Cost kOneShipment = 100'000;
constexpr Cost kNoPlan = std::numeric_limits<Cost>::max();
constexpr std::int64_t kMostSteps = 60;
/// Times facilities are looked at in two periods, of all steps together.
constexpr std::int64_t kMostWork = 6'000'000'000;

/// What becomes free less what is taken, b_it.
Panel<Total> free_devices(const Instance& instance, const Plan& plan) {
  Panel<Total> free(instance.facilities(), instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const std::int32_t turnaround = instance.turnaround_periods(i);
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      free(i, t) = instance.supply(i, t) - plan.treated(i, t);
      if (t.value() >= turnaround) free(i, t) += plan.treated(i, Period(t.value() - turnaround));
    }
  }
  return free;
}

/// One facility under charges; charge_before[t] is the sum of those of earlier periods.
class LotSizes {
 public:
  LotSizes(std::span<const Cost> charge_before, std::vector<Total>& idle_changes)
      : before_(charge_before),
        idle_changes_(idle_changes),
        least_(charge_before.size()),
        last_arrival_(charge_before.size()) {}

  /// The least cost; how idle devices change in each period under it is added to idle_changes.
  Cost solve(std::span<const Total> free) {
    free_ = free;
    std::ranges::fill(least_, kNoPlan);
    follow(kNone, 0);
    const auto end = static_cast<std::int32_t>(free.size());
    for (std::int32_t arrival = 0; arrival < end; ++arrival) {
      const Cost before = least_[at(arrival)];
      if (free[at(arrival)] < 0 && before != kNoPlan) follow(arrival, before + kOneShipment);
    }
    for (std::int32_t until = end; until != kNone;) {
      const std::int32_t arrival = last_arrival_[at(until)];
      record(arrival, until);
      until = arrival;
    }
    return least_[at(end)];
  }

 private:
  static constexpr std::int32_t kNone = -1;
  /// Devices that became free in a period and are not taken yet.
  struct Kept {
    std::int32_t since = 0;
    Total devices = 0;
  };

  [[nodiscard]] static std::size_t at(std::int32_t t) { return static_cast<std::size_t>(t); }

  /// Takes the devices that are short in t: those that became free last, then those that came with
  /// the arrival. Calls take(since, devices); false where there are too few.
  template <class Take>
  bool serve(std::int32_t arrival, std::int32_t t, Take take) {
    Total missing = -free_[at(t)];
    while (missing > 0 && !kept_.empty()) {
      const Total taken = std::min(missing, kept_.back().devices);
      take(kept_.back().since, taken);
      missing -= taken;
      kept_.back().devices -= taken;
      if (kept_.back().devices == 0) kept_.pop_back();
    }
    if (missing > 0 && arrival != kNone) take(arrival, missing);
    return missing <= 0 || arrival != kNone;
  }

  void note(std::int32_t arrival, std::int32_t t, Cost cost) {
    if (cost >= least_[at(t)]) return;
    least_[at(t)] = cost;
    last_arrival_[at(t)] = arrival;
  }

  /// Costs of what follows an arrival, or the start, up to each later arrival and the end.
  void follow(std::int32_t arrival, Cost cost) {
    kept_.clear();
    const auto end = static_cast<std::int32_t>(free_.size());
    for (std::int32_t t = std::max(arrival, 0); t < end; ++t) {
      if (free_[at(t)] >= 0) {
        if (free_[at(t)] > 0) kept_.push_back({t, free_[at(t)]});
        continue;
      }
      if (t > arrival) {
        note(arrival, t, cost);
        // A new arrival costs no more and is later.
        if (least_[at(t)] + kOneShipment <= cost) return;
      }
      const bool served = serve(arrival, t, [&](std::int32_t since, Total devices) {
        cost += devices * (before_[at(t)] - before_[at(since)]);
      });
      if (!served) return;
    }
    note(arrival, end, cost);
  }

  void record(std::int32_t arrival, std::int32_t until) {
    kept_.clear();
    for (std::int32_t t = std::max(arrival, 0); t < until; ++t) {
      if (free_[at(t)] > 0) kept_.push_back({t, free_[at(t)]});
      if (free_[at(t)] >= 0) continue;
      serve(arrival, t, [&](std::int32_t since, Total devices) {
        idle_changes_[at(since)] += devices;
        idle_changes_[at(t)] -= devices;
      });
    }
  }

  std::span<const Cost> before_;
  std::vector<Total>& idle_changes_;
  std::span<const Total> free_;
  std::vector<Kept> kept_;
  std::vector<Cost> least_;                 ///< [period or end] up to an arrival there
  std::vector<std::int32_t> last_arrival_;  ///< before that; kNone: none
};

class Charges {
 public:
  Charges(const Instance& instance, const Plan& plan)
      : free_(free_devices(instance, plan)),
        most_idle_(static_cast<std::size_t>(instance.periods())),
        charge_(most_idle_.size()),
        slope_(most_idle_.size()) {
    Total sum = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      for (FacilityId i{0}; i.value() < instance.facilities(); ++i) sum += free_(i, t);
      most_idle_[static_cast<std::size_t>(t.value())] = sum;
    }
  }

  /// The bound at the charges, in parts of a shipment; sets the slope there.
  Wide bound() {
    std::vector<Cost> before(charge_.size() + 1);
    for (std::size_t t = 0; t < charge_.size(); ++t) before[t + 1] = before[t] + charge_[t];
    std::vector<Total> changes(charge_.size());
    LotSizes lots(before, changes);
    Wide sum = 0;
    for (FacilityId i{0}; i.value() < free_.facilities(); ++i) sum += lots.solve(free_.row(i));
    Total idle = 0;
    for (std::size_t t = 0; t < charge_.size(); ++t) {
      idle += changes[t];
      slope_[t] = idle - most_idle_[t];
      sum -= Wide{charge_[t]} * most_idle_[t];
    }
    return sum;
  }

  /// A step towards a bound that is not reached; false where there is no way to go.
  bool step(Wide missing) {
    Wide square = 0;
    for (std::size_t t = 0; t < charge_.size(); ++t) {
      if (charge_[t] > 0 || slope_[t] > 0) square += Wide{slope_[t]} * slope_[t];
    }
    if (square == 0) return false;
    for (std::size_t t = 0; t < charge_.size(); ++t) {
      const Wide moved = charge_[t] + missing * slope_[t] / square;
      charge_[t] = static_cast<Cost>(std::clamp<Wide>(moved, 0, kOneShipment));
    }
    return true;
  }

 private:
  Panel<Total> free_;
  std::vector<Total> most_idle_;  ///< E_t
  std::vector<Cost> charge_;
  std::vector<Total> slope_;
};

}  // namespace

Total least_shipments_in_place(const Instance& instance, const Plan& plan) {
  const std::int64_t work =
      std::int64_t{instance.facilities()} * instance.periods() * instance.periods();
  const std::int64_t steps = std::min(kMostSteps, kMostWork / std::max<std::int64_t>(1, work));
  Charges charges(instance, plan);
  const Wide target = Wide{kOneShipment} * static_cast<Total>(plan.shipments.size());
  Wide best = 0;
  for (std::int64_t n = 0; n < steps; ++n) {
    const Wide bound = charges.bound();
    best = std::max(best, bound);
    if (bound >= target || !charges.step(target - bound)) break;
  }
  return static_cast<Total>((best + kOneShipment - 1) / kOneShipment);
}

}  // namespace surgeflow::shipments
