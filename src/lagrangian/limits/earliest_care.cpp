// SPDX-License-Identifier: Apache-2.0
// Passes over one facility's horizon.
#include "lagrangian/limits/earliest_care.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {

EarliestCare::EarliestCare(const Instance& instance, FacilityId i, std::span<const Count> supply,
                           std::span<const Count> beds)
    : turnaround_(std::min(instance.turnaround_periods(i), instance.periods())),
      each_(instance.resolution()),
      beds_(beds.begin(), beds.end()),
      demand_(instance.demand().row(i)),
      before_(demand_.size() + 1, 0),
      gains_(demand_.size(), 0),
      losses_(demand_.size(), 0),
      trial_(demand_.size() + 1, 0),
      levels_(demand_.size()),
      window_(demand_.size()) {
  Count present = 0;
  for (const Count devices : supply) present_.push_back(present += devices);
  run(0, 0, 0, before_);
  tabulate();
}

Count EarliestCare::treated(Period t) const { return before_[at(t) + 1] - before_[at(t)]; }

void EarliestCare::change(Period from, Count devices) {
  for (std::size_t t = at(from); t < present_.size(); ++t) present_[t] += devices;
  run(std::max(0, from.value() - turnaround_ + 1), 0, 0, before_);
  tabulate();
}

/// All patients treated with `change` devices more from a period on.
Count EarliestCare::treated_with(std::int32_t from, Count change) const {
  const std::int32_t first = std::max(0, from - turnaround_ + 1);
  std::copy_n(before_.begin(), first + 1, trial_.begin());
  run(first, from, change, trial_);
  return trial_.back();
}

/// Continues `before`, known up to `first`. What window_ and levels_ hold are the periods of the
/// window that no later one undercuts, their levels ascending.
void EarliestCare::run(std::int32_t first, std::int32_t from, Count change,
                       std::vector<Count>& before) const {
  const auto periods = static_cast<std::int32_t>(demand_.size());
  std::size_t head = 0;
  std::size_t tail = 0;
  std::int32_t next = first;
  for (std::int32_t u = first; u < periods; ++u) {
    for (const std::int32_t end = std::min(u + turnaround_, periods); next < end; ++next) {
      const auto t = static_cast<std::size_t>(next);
      const std::int32_t start = std::max(0, next - turnaround_ + 1);
      const Count usable = std::min(present_[t] + (next >= from ? change : 0), beds_[t]);
      const Count level = usable + before[static_cast<std::size_t>(start)];
      while (tail > head && levels_[tail - 1] >= level) --tail;
      window_[tail] = next;
      levels_[tail++] = level;
    }
    while (window_[head] < u) ++head;
    const auto now = static_cast<std::size_t>(u);
    before[now + 1] = std::min(before[now] + demand_[now], levels_[head]);
  }
}

void EarliestCare::tabulate() {
  const auto last = static_cast<std::int32_t>(demand_.size()) - 1;
  const Count treated = before_.back();
  bisect(gains_, 0, last, [&](std::int32_t t) { return each_ * (treated_with(t, 1) - treated); });
  std::int32_t first = last + 1;
  while (first > 0 && present_[static_cast<std::size_t>(first) - 1] > 0) --first;
  std::fill_n(losses_.begin(), first, kImpossible);
  if (first > last) return;
  bisect(losses_, first, last,
         [&](std::int32_t t) { return each_ * (treated - treated_with(t, -1)); });
}

/// Fills a stretch of a table that does not rise.
template <class Value>
void EarliestCare::bisect(std::vector<Count>& table, std::int32_t first, std::int32_t last,
                          const Value& value) {
  const auto fill = [&](const auto& self, std::int32_t low, std::int32_t high) -> void {
    const Count here = table[static_cast<std::size_t>(low)];
    if (here == table[static_cast<std::size_t>(high)] || high - low < 2) {
      std::fill(table.begin() + low, table.begin() + high, here);
      return;
    }
    const std::int32_t middle = low + (high - low) / 2;
    table[static_cast<std::size_t>(middle)] = value(middle);
    self(self, low, middle);
    self(self, middle, high);
  };
  table[static_cast<std::size_t>(first)] = value(first);
  table[static_cast<std::size_t>(last)] = value(last);
  fill(fill, first, last);
}

}  // namespace surgeflow::lagrangian
