// SPDX-License-Identifier: Apache-2.0
// Steps down from the share of the fractions.
#include "lagrangian/fair/share_bound.hpp"

#include <algorithm>
#include <vector>

namespace surgeflow::lagrangian {
namespace {

using Wide = __int128;

/// At this share and below a group's least number of patients is one smaller.
struct Ceiling {
  std::int64_t weight;
  TreatedShare share;
};

bool falls_later(const Ceiling& one, const Ceiling& other) {
  return is_less(one.share, other.share);
}

}  // namespace

TreatedShare largest_share(std::span<const WeightedGroup> groups, std::int64_t most) {
  Wide all = 0;
  for (const WeightedGroup& group : groups) all += Wide{group.weight} * group.demand;
  if (Wide{most} >= all) return {1, 1};
  if (most <= 0) return {0, 1};
  Wide sum = 0;
  std::vector<Ceiling> ceilings;
  for (const auto& [weight, demand] : groups) {
    if (weight == 0) continue;
    const auto least = static_cast<Total>((Wide{most} * demand + all - 1) / all);
    sum += Wide{weight} * least;
    ceilings.push_back({weight, {least, demand}});
  }
  if (sum <= most) return ceilings.front().share;  // no share was rounded
  for (Ceiling& ceiling : ceilings) --ceiling.share.treated;
  std::ranges::make_heap(ceilings, falls_later);
  TreatedShare share{0, 1};
  while (sum > most) {
    share = ceilings.front().share;
    while (!is_less(ceilings.front().share, share)) {
      std::ranges::pop_heap(ceilings, falls_later);
      sum -= ceilings.back().weight;
      --ceilings.back().share.treated;
      std::ranges::push_heap(ceilings, falls_later);
    }
  }
  return share;
}

}  // namespace surgeflow::lagrangian
