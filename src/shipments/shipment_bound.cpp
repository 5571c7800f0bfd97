// SPDX-License-Identifier: Apache-2.0
// Counts stretches in which a shipment must arrive, or leave.
#include "surgeflow/shipments/shipment_bound.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace surgeflow::shipments {
namespace {

/// Of the patients of one period: how many every best plan treats, and how many any does at most.
struct Treatable {
  Total least = 0;
  Total most = 0;
};

/// One facility's time line under potentials.
class TimeLine {
 public:
  TimeLine(const Instance& instance, const Potentials& potentials, FacilityId i)
      : instance_(instance),
        i_(i),
        worth_(potentials.patients.row(i)),
        turnaround_(instance.turnaround_periods(i)) {
    for (Period t{0}; t.value() < instance.periods(); ++t) treatable_.push_back(treatable(t));
  }

  [[nodiscard]] std::int32_t end_of_stretch(std::int32_t first) const {
    std::int32_t last = first;
    while (last + 1 < instance_.periods() && may_hold(last)) ++last;
    return last;
  }

  /// Whether a shipment must arrive in the stretch.
  [[nodiscard]] bool needs(std::int32_t first, std::int32_t last) const {
    Total there = 0;
    for (std::int32_t t = first; t <= last; ++t) {
      there += supply(t) - treated(t).least;
      const std::int32_t before = t - turnaround_;
      if (before >= 0) there += before >= first ? treated(before).least : treated(before).most;
      if (there < 0) return true;
    }
    return false;
  }

  /// Whether a shipment must leave in it.
  [[nodiscard]] bool overflows(std::int32_t first, std::int32_t last) const {
    if (may_hold(last)) return false;
    Total left = 0;
    for (std::int32_t t = last; t >= first; --t) {
      left += supply(t) - treated(t).most;
      if (t >= turnaround_) left += treated(t - turnaround_).least;
      if (left > 0) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] std::int64_t worth(std::int32_t t) const {
    return t < instance_.periods() ? worth_[static_cast<std::size_t>(t)] : 0;
  }
  [[nodiscard]] Total supply(std::int32_t t) const { return instance_.supply(i_, Period(t)); }
  [[nodiscard]] const Treatable& treated(std::int32_t t) const {
    return treatable_[static_cast<std::size_t>(t)];
  }

  [[nodiscard]] bool may_hold(std::int32_t t) const {
    const std::int64_t loss = worth(t) - worth(t + 1);
    if (loss <= 0) return true;
    return std::ranges::any_of(instance_.hold_steps(), [&](const GainStep& step) {
      return step.width(i_, Period(t)) > 0 && step.gain(i_, Period(t)) >= loss;
    });
  }

  [[nodiscard]] Treatable treatable(Period t) const {
    const std::int64_t loss = worth(t.value()) - worth(t.value() + turnaround_);
    Treatable sum;
    const auto add = [&](std::int64_t gain, Count patients) {
      if (gain > loss) sum.least += patients;
      if (gain >= loss) sum.most += patients;
    };
    for (const GainStep& step : instance_.treat_steps()) add(step.gain(i_, t), step.width(i_, t));
    if (instance_.treat_steps().empty()) add(instance_.resolution(), instance_.demand()(i_, t));
    return sum;
  }

  const Instance& instance_;
  FacilityId i_;
  std::span<const std::int32_t> worth_;
  std::int32_t turnaround_;
  std::vector<Treatable> treatable_;
};

}  // namespace

Total least_shipments(const Instance& instance, const Potentials& potentials) {
  Total arrivals = 0;
  Total departures = 0;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const TimeLine line(instance, potentials, i);
    for (std::int32_t first = 0; first < instance.periods();) {
      const std::int32_t last = line.end_of_stretch(first);
      if (line.needs(first, last)) ++arrivals;
      if (line.overflows(first, last)) ++departures;
      first = last + 1;
    }
  }
  return std::max(arrivals, departures);
}

}  // namespace surgeflow::shipments
