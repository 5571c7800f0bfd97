// SPDX-License-Identifier: Apache-2.0
// Builds the bit words of the lane table.
#include "flow/primal_dual/lane_words.hpp"

#include <algorithm>

namespace surgeflow::flow {
namespace {

/// A word under construction, with the kind by which a facility's words are grouped.
struct KindedWord {
  LaneKind kind;
  std::uint32_t index = 0;
  Word bits = 0;
};

std::vector<std::int32_t> distinct_costs(const LaneTable& lanes, std::int32_t cost_shift) {
  if (!lanes.has_costs() || cost_shift == LaneWords::kNoCost) return {1 >> cost_shift};
  std::vector<std::int32_t> costs;
  for (FacilityId i{0}; i.value() < lanes.facilities(); ++i) {
    for (const std::int32_t cost : lanes.cost_row(i)) costs.push_back(cost >> cost_shift);
    std::sort(costs.begin(), costs.end());
    costs.erase(std::unique(costs.begin(), costs.end()), costs.end());
  }
  return costs;
}

void add_lane(std::vector<KindedWord>& words, std::size_t first_of_index, const KindedWord& lane) {
  for (std::size_t n = first_of_index; n < words.size(); ++n) {
    if (words[n].kind == lane.kind) {
      words[n].bits |= lane.bits;
      return;
    }
  }
  words.push_back(lane);
}

/// One facility's lanes as words, by kind and then by index.
void collect_words(std::span<const LaneKind> kind_to, std::vector<KindedWord>& words) {
  words.clear();
  std::size_t first_of_index = 0;
  for (std::size_t position = 0; position < kind_to.size(); ++position) {
    if (position % kWordBits == 0) first_of_index = words.size();
    if (kind_to[position].periods == 0) continue;
    add_lane(words, first_of_index,
             {kind_to[position], static_cast<std::uint32_t>(position / kWordBits),
              Word{1} << (position % kWordBits)});
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const KindedWord& a, const KindedWord& b) { return a.kind < b.kind; });
}

}  // namespace

LaneWords::LaneWords(const LaneTable& lanes, std::span<const FacilityId> order,
                     std::int32_t horizon, Direction direction, std::int32_t cost_shift)
    : costs_(distinct_costs(lanes, cost_shift)), entry_begin_{0} {
  const auto kind_of = [&](FacilityId from, FacilityId to) -> LaneKind {
    const std::int32_t periods = lanes.transit_periods(from, to);
    if (periods >= horizon) return {};
    if (costs_.size() == 1) return {periods, 0};
    const auto found =
        std::lower_bound(costs_.begin(), costs_.end(), lanes.cost(from, to) >> cost_shift);
    return {periods, static_cast<std::int32_t>(found - costs_.begin())};
  };
  std::vector<LaneKind> kind_to(order.size());
  std::vector<KindedWord> words;
  std::vector<LaneKind> kind_of_group;
  std::vector<std::size_t> facility_of_group;
  for (std::size_t here = 0; here < order.size(); ++here) {
    for (std::size_t there = 0; there < order.size(); ++there) {
      kind_to[there] = direction == Direction::outgoing ? kind_of(order[here], order[there])
                                                        : kind_of(order[there], order[here]);
    }
    collect_words(kind_to, words);
    for (std::size_t n = 0; n < words.size(); ++n) {
      const auto entry = static_cast<std::uint32_t>(entries_.size());
      if (n == 0 || words[n].kind != words[n - 1].kind) {
        groups_.push_back({0, entry, entry});
        kind_of_group.push_back(words[n].kind);
        facility_of_group.push_back(here);
      }
      groups_.back().last = entry + 1;
      entries_.push_back(
          {words[n].bits, words[n].index, static_cast<std::uint32_t>(groups_.size() - 1)});
    }
    entry_begin_.push_back(static_cast<std::uint32_t>(entries_.size()));
  }
  kinds_ = kind_of_group;
  std::sort(kinds_.begin(), kinds_.end());
  kinds_.erase(std::unique(kinds_.begin(), kinds_.end()), kinds_.end());
  group_of_kind_.assign(order.size() * kinds_.size(), kNoGroup);
  for (std::size_t n = 0; n < groups_.size(); ++n) {
    const auto kind = static_cast<std::size_t>(
        std::lower_bound(kinds_.begin(), kinds_.end(), kind_of_group[n]) - kinds_.begin());
    groups_[n].kind = static_cast<std::uint32_t>(kind);
    group_of_kind_[facility_of_group[n] * kinds_.size() + kind] = static_cast<std::uint32_t>(n);
  }
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
