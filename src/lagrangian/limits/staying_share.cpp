// SPDX-License-Identifier: Apache-2.0
// Bounds on differences, tightened in sweeps (Bellman and Ford).
#include "lagrangian/limits/staying_share.hpp"

#include <algorithm>

namespace surgeflow::lagrangian {

std::optional<std::vector<Count>> staying_share(std::span<const Count> treated,
                                                std::span<const Count> present,
                                                std::span<const Count> staying,
                                                std::int32_t turnaround) {
  const std::size_t periods = treated.size();
  std::vector<Count> all(periods + 1, 0);  // prefix sums of `treated`
  for (std::size_t t = 0; t < periods; ++t) all[t + 1] = all[t] + treated[t];
  const auto window_begin = [window = static_cast<std::size_t>(turnaround)](std::size_t t) {
    return t + 1 > window ? t + 1 - window : 0;
  };
  std::vector<Count> share = all;
  const auto lower = [&](std::size_t at, Count bound) {
    if (share[at] <= bound) return false;
    share[at] = bound;
    return true;
  };
  // A path of shortest length visits every prefix once at most.
  for (std::size_t sweep = 0; sweep <= periods; ++sweep) {
    bool lowered = false;
    for (std::size_t t = 0; t < periods; ++t) {
      const std::size_t begin = window_begin(t);
      lowered |= lower(t + 1, share[t] + treated[t]);
      lowered |= lower(t + 1, share[begin] + staying[t]);
    }
    for (std::size_t t = periods; t-- > 0;) {
      const std::size_t begin = window_begin(t);
      const Count least = all[t + 1] - all[begin] - (present[t] - staying[t]);
      lowered |= lower(t, share[t + 1]);
      lowered |= lower(begin, share[t + 1] - std::max(0, least));
    }
    if (share.front() < 0) return std::nullopt;
    if (lowered) continue;
    std::vector<Count> each;
    for (std::size_t t = 0; t < periods; ++t) each.push_back(share[t + 1] - share[t]);
    return each;
  }
  return std::nullopt;
}

}  // namespace surgeflow::lagrangian
