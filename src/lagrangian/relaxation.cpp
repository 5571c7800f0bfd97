// SPDX-License-Identifier: Apache-2.0
// The loop around any relaxation.
#include "lagrangian/relaxation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace surgeflow::lagrangian {

StopReason improve(Relaxation& relaxation, const std::function<bool()>& go_on,
                   const std::function<void()>& after) {
  while (!relaxation.exhausted() && go_on()) {
    const StopReason stopped = relaxation.step();
    if (stopped != StopReason::none) return stopped;
    after();
  }
  return StopReason::none;
}

double relative_gap(Total bound, Total gain) {
  return static_cast<double>(bound - gain) / static_cast<double>(std::max<Total>(1, bound));
}

std::string in_words(const Relaxation& relaxation) {
  return fmt::format("{} multipliers price {}", relaxation.multipliers(), relaxation.dualised());
}

}  // namespace surgeflow::lagrangian
