// SPDX-License-Identifier: Apache-2.0
// Builds the bit words of the lane table.
#include "flow/primal_dual/lane_words.hpp"

#include <algorithm>

namespace surgeflow::flow {
namespace {

/// A word under construction, with the key by which a facility's words are grouped.
struct KeyedWord {
  std::int32_t periods = 0;
  std::int32_t cost_class = 0;
  std::uint32_t index = 0;
  Word bits = 0;
  [[nodiscard]] bool same_group(const KeyedWord& other) const {
    return periods == other.periods && cost_class == other.cost_class;
  }
  [[nodiscard]] bool before(const KeyedWord& other) const {
    return periods != other.periods ? periods < other.periods : cost_class < other.cost_class;
  }
};

std::vector<std::int32_t> distinct_costs(const LaneTable& lanes, LaneWords::CostView view) {
  if (view == LaneWords::CostView::ignored) return {0};
  if (!lanes.has_costs()) return {1};
  std::vector<std::int32_t> costs;
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    const auto row = lanes.cost_row(i);
    costs.insert(costs.end(), row.begin(), row.end());
    std::sort(costs.begin(), costs.end());
    costs.erase(std::unique(costs.begin(), costs.end()), costs.end());
  }
  return costs;
}

void add_bit(std::vector<KeyedWord>& words, std::size_t first_of_index, const KeyedWord& lane) {
  for (std::size_t n = first_of_index; n < words.size(); ++n) {
    if (words[n].same_group(lane)) {
      words[n].bits |= lane.bits;
      return;
    }
  }
  words.push_back(lane);
}

}  // namespace

LaneWords::LaneWords(const LaneTable& lanes, std::span<const FacilityId> order,
                     std::int32_t horizon, Direction direction, CostView view)
    : costs_(distinct_costs(lanes, view)), group_begin_{0}, entry_begin_{0} {
  const auto cost_class = [&](FacilityId from, FacilityId to) -> std::int32_t {
    if (view == CostView::ignored || !lanes.has_costs()) return 0;
    const auto found = std::lower_bound(costs_.begin(), costs_.end(), lanes.cost(from, to));
    return static_cast<std::int32_t>(found - costs_.begin());
  };
  std::vector<KeyedWord> words;
  for (const FacilityId here : order) {
    words.clear();
    std::size_t first_of_index = 0;
    for (std::size_t position = 0; position < order.size(); ++position) {
      if (position % kWordBits == 0) first_of_index = words.size();
      const bool out = direction == Direction::outgoing;
      const FacilityId from = out ? here : order[position];
      const FacilityId to = out ? order[position] : here;
      const std::int32_t periods = lanes.transit_periods(from, to);
      if (periods == 0 || periods >= horizon) continue;
      add_bit(words, first_of_index,
              {periods, cost_class(from, to), static_cast<std::uint32_t>(position / kWordBits),
               Word{1} << (position % kWordBits)});
    }
    std::stable_sort(words.begin(), words.end(),
                     [](const KeyedWord& a, const KeyedWord& b) { return a.before(b); });
    for (std::size_t n = 0; n < words.size(); ++n) {
      const auto entry = static_cast<std::uint32_t>(entries_.size());
      if (n == 0 || !words[n].same_group(words[n - 1])) {
        groups_.push_back({words[n].periods, words[n].cost_class, entry, entry});
      }
      groups_.back().last = entry + 1;
      entries_.push_back(
          {words[n].bits, words[n].index, static_cast<std::uint32_t>(groups_.size() - 1)});
    }
    group_begin_.push_back(static_cast<std::uint32_t>(groups_.size()));
    entry_begin_.push_back(static_cast<std::uint32_t>(entries_.size()));
  }
  groups_.shrink_to_fit();
  entries_.shrink_to_fit();
}

bool is_symmetric(const LaneTable& lanes) {
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    for (FacilityId j{0}; j < i; ++j) {
      if (lanes.transit_periods(i, j) != lanes.transit_periods(j, i)) return false;
      if (lanes.has_costs() && lanes.cost(i, j) != lanes.cost(j, i)) return false;
    }
  }
  return true;
}

namespace {

/// Transit time with a missing lane as the farthest.
std::int32_t farness(const LaneTable& lanes, FacilityId from, FacilityId to) {
  if (from == to) return 0;
  const std::int32_t periods = lanes.transit_periods(from, to);
  return periods == 0 ? 256 : periods;
}

FacilityId farthest_from(const LaneTable& lanes, FacilityId from,
                         std::span<const FacilityId> candidates) {
  return *std::max_element(candidates.begin(), candidates.end(), [&](FacilityId a, FacilityId b) {
    return farness(lanes, from, a) < farness(lanes, from, b);
  });
}

void bisect(const LaneTable& lanes, std::span<FacilityId> part) {
  if (part.size() <= static_cast<std::size_t>(kWordBits)) return;
  const FacilityId one = farthest_from(lanes, part.front(), part);
  const FacilityId other = farthest_from(lanes, one, part);
  std::vector<std::int32_t> side(static_cast<std::size_t>(lanes.facilities()));
  for (const FacilityId i : part) {
    side[static_cast<std::size_t>(i.value())] = farness(lanes, one, i) - farness(lanes, other, i);
  }
  std::sort(part.begin(), part.end(), [&](FacilityId a, FacilityId b) {
    const auto side_a = side[static_cast<std::size_t>(a.value())];
    const auto side_b = side[static_cast<std::size_t>(b.value())];
    return side_a != side_b ? side_a < side_b : a < b;
  });
  const std::size_t words = (part.size() + kWordBits - 1) / kWordBits;
  const std::size_t half = (words / 2) * kWordBits;
  bisect(lanes, part.first(half));
  bisect(lanes, part.subspan(half));
}

}  // namespace

std::vector<FacilityId> facility_order(const LaneTable& lanes) {
  std::vector<FacilityId> order;
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) order.push_back(i);
  bisect(lanes, order);
  return order;
}

}  // namespace surgeflow::flow
