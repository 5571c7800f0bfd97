// SPDX-License-Identifier: Apache-2.0
// Which limits there are.
#include "lagrangian/limits/limit_family.hpp"

#include "lagrangian/limits/away_limit.hpp"
#include "lagrangian/limits/dispatch_limit.hpp"

namespace surgeflow::lagrangian {

std::vector<std::unique_ptr<LimitFamily>> make_families(const Instance& instance,
                                                        const Limits& limits) {
  std::vector<std::unique_ptr<LimitFamily>> families;
  if (limits.dispatch) {
    families.push_back(std::make_unique<DispatchLimit>(instance, *limits.dispatch));
  }
  if (limits.away_millionths) {
    families.push_back(std::make_unique<AwayLimit>(instance, *limits.away_millionths));
  }
  return families;
}

}  // namespace surgeflow::lagrangian
