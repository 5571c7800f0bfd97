// SPDX-License-Identifier: Apache-2.0
// States two uncertain parameters and draws their national parts.
#include "drawn_members.hpp"

#include "surgeflow/core/random.hpp"

namespace surgeflow::bench {

DrawnMembers::DrawnMembers(const Case& planning_case, std::size_t members) {
  UncertainParameter& days = parameters_.emplace_back();
  days.name = "doubling_time";
  days.distribution = Distribution{DistributionKind::uniform, {3.5, 5.0}};
  UncertainParameter& reduction = parameters_.emplace_back();
  reduction.name = "contact_reduction";
  reduction.from_day = 14;
  reduction.distribution = Distribution{DistributionKind::uniform, {0.2, 0.5}};
  reduction.spread = {.national = 0.5, .regional = 0.3, .local = 0.2};
  for (std::uint32_t number = 0; number < members; ++number) {
    epidemic::EnsembleMember& member = members_.emplace_back();
    member.planning_case = &planning_case;
    member.number = number;
    for (std::uint32_t stream = 0; stream < parameters_.size(); ++stream) {
      member.draws.push_back(
          {&parameters_[stream], stream, random_normal({kEnsembleSeed, stream, number}, 0)});
    }
  }
}

}  // namespace surgeflow::bench
