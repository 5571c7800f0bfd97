// SPDX-License-Identifier: Apache-2.0
// Counts values, or sorts as much of them as is needed.
#include "epidemic/ensemble/order_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace surgeflow::epidemic {
namespace {

/// Neighbours often have the same value; they are counted apart, so that none waits for the other.
constexpr std::size_t kCounters = 4;

template <class Whole>
struct Extremes {
  Whole least{};
  Whole most{};
};

/// Of one value at least. In a loop that compilers turn into vectors.
template <class Whole>
Extremes<Whole> extremes(std::span<const Whole> values) {
  Whole least = values.front();
  Whole most = values.front();
  for (const Whole value : values) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  return {least, most};
}

/// Twice the values: clearing and reading the counters then takes about as long as counting.
bool worth_counting(std::size_t range, std::size_t values) { return range <= 2 * values + 256; }

}  // namespace

std::vector<std::size_t> quantile_ranks(std::span<const double> quantiles, std::size_t count) {
  constexpr double kNoise = 1e-9;
  std::vector<std::size_t> ranks;
  for (const double q : quantiles) {
    const double nth = std::ceil(q * static_cast<double>(count) - kNoise);
    ranks.push_back(nth < 1.0 ? 0 : std::min(count, static_cast<std::size_t>(nth)) - 1);
  }
  return ranks;
}

RankedValues::RankedValues(std::vector<std::size_t> ranks)
    : ranks_(std::move(ranks)), order_(ranks_.size()), found_(ranks_.size()) {
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::ranges::stable_sort(order_, {}, [&](std::size_t n) { return ranks_[n]; });
}

template <class Whole>
std::span<const Count> RankedValues::of(std::span<const Whole> values) {
  const auto [least, most] = extremes(values);
  const auto range = static_cast<std::size_t>(most - least) + 1;
  if (range == 1) {
    std::ranges::fill(found_, static_cast<Count>(least));
  } else if (worth_counting(range, values.size())) {
    count(values, least, range);
  } else {
    sort(values);
  }
  return found_;
}

template <class Whole>
void RankedValues::count(std::span<const Whole> values, Whole least, std::size_t range) {
  counts_.assign(kCounters * range, 0);
  const auto add = [&](std::size_t n, std::size_t counter) {
    ++counts_[counter * range + static_cast<std::size_t>(values[n] - least)];
  };
  std::size_t n = 0;
  for (; n + kCounters <= values.size(); n += kCounters) {
    for (std::size_t k = 0; k < kCounters; ++k) add(n + k, k);
  }
  for (; n < values.size(); ++n) add(n, 0);
  find_ranks(range, static_cast<Count>(least));
}

void RankedValues::find_ranks(std::size_t range, Count least) {
  const auto count_of = [&](std::size_t above) {
    std::size_t count = 0;
    for (std::size_t k = 0; k < kCounters; ++k) count += counts_[k * range + above];
    return count;
  };
  std::size_t above = 0;
  std::size_t up_to_here = count_of(0);
  for (const std::size_t n : order_) {
    while (up_to_here <= ranks_[n]) up_to_here += count_of(++above);
    found_[n] = least + static_cast<Count>(above);
  }
}

template <class Whole>
void RankedValues::sort(std::span<const Whole> values) {
  sorted_.assign(values.begin(), values.end());
  auto rest = sorted_.begin();
  for (const std::size_t n_th : order_) {
    const auto wanted = sorted_.begin() + static_cast<std::ptrdiff_t>(ranks_[n_th]);
    if (wanted >= rest) std::nth_element(rest, wanted, sorted_.end());
    found_[n_th] = *wanted;
    rest = std::max(rest, wanted + 1);
  }
}

template std::span<const Count> RankedValues::of(std::span<const std::uint16_t>);
template std::span<const Count> RankedValues::of(std::span<const std::int32_t>);

}  // namespace surgeflow::epidemic
