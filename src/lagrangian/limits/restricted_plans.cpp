// SPDX-License-Identifier: Apache-2.0
// Solves restrictions and repairs what they ask for.
#include "lagrangian/limits/restricted_plans.hpp"

#include <algorithm>
#include <utility>

#include "lagrangian/limits/neighbourhood.hpp"
#include "lagrangian/narrowed.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Restrictions that are solved until every facility is within its limits.
constexpr int kMostRestrictions = 8;

}  // namespace

RestrictedPlans::RestrictedPlans(const Instance& instance, const Limits& limits,
                                 const Families& families, Commitments commitments,
                                 const StopCondition& stop)
    : instance_(instance),
      limits_(limits),
      families_(families),
      commitments_(commitments),
      stop_(stop),
      plannable_(&instance) {}

std::optional<Proposal> RestrictedPlans::solve(Guidance guidance, const Repair& repair) {
  const bool provided = commitments_ == Commitments::provided_for;
  SolveResult result;
  Plan plan;
  std::vector<int> times(static_cast<std::size_t>(instance_.facilities()), 0);
  for (int round = 1;; ++round) {
    const Restriction restriction(*plannable_, limits_, guidance);
    if (provided && !provide_commitments(restriction.instance())) return {};
    result = surgeflow::solve(restriction.instance(), {.stop = stop_, .warm = &near_});
    near_ = {result.plan, result.potentials};
    if (provided && result.status != SolveStatus::optimal) return {};
    plan = restriction.whole(std::move(result.plan));
    if (round == kMostRestrictions) break;
    const bool cut = cut_to_dispatch_limit(instance_, limits_, plan,
                                           widened(result.potentials.patients), guidance);
    const std::vector<FacilityId> worse = worse_off(instance_, limits_, plan);
    const std::vector<FacilityId> lacking = short_of_devices(instance_, limits_, plan);
    const bool asked = repair_at(worse, repair, times, guidance);
    if (!ask_strictly(instance_, limits_, lacking, guidance) && !asked && !cut) break;
  }
  const Total excess = excess_of(slack_of(families_, plan));
  return Proposal{std::move(plan), widened(result.potentials.patients), excess};
}

/// Where some are worse off who ask strictly already, others ask for those whom only devices from
/// elsewhere could treat: then all ask as if they were worse off themselves. False where nobody is
/// left to ask.
bool RestrictedPlans::repair_at(std::vector<FacilityId> worse, const Repair& repair,
                                std::vector<int>& times, Guidance& guidance) const {
  const auto is_strict = [&](FacilityId i) { return asks_strictly(guidance, i); };
  if (std::ranges::any_of(worse, is_strict)) {
    worse.clear();
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) worse.push_back(i);
  }
  std::map<int, std::vector<FacilityId>> by_times;
  for (const FacilityId i : worse) {
    if (!is_strict(i)) by_times[times[static_cast<std::size_t>(i.value())]++].push_back(i);
  }
  for (const auto& [before, facilities] : by_times) {
    if (!repair(facilities, before, guidance)) {
      ask_strictly(instance_, limits_, facilities, guidance);
    }
  }
  return !by_times.empty();
}

std::optional<Proposal> RestrictedPlans::asking_for_own(Guidance guidance) {
  return solve(std::move(guidance),
               [&](const std::vector<FacilityId>& worse, int times, Guidance& asked) {
                 if (times == 0) ask_for_own_patients(instance_, limits_, worse, asked);
                 return times == 0;
               });
}

std::optional<Proposal> RestrictedPlans::near(const Plan& plan, Guidance guidance) {
  const std::vector<FacilityId> lacking = worse_off(instance_, limits_, plan);
  return solve(std::move(guidance),
               [&](const std::vector<FacilityId>& worse, int times, Guidance& asked) {
                 std::vector<FacilityId> alone;
                 for (const FacilityId i : worse) {
                   if (times > 0 || std::ranges::find(lacking, i) != lacking.end()) {
                     alone.push_back(i);
                   } else {
                     ask_for_patients_of(plan, i, asked);
                   }
                 }
                 if (!alone.empty()) ask_for_own_patients(instance_, limits_, alone, asked);
                 return times <= 1;
               });
}

std::optional<Proposal> RestrictedPlans::around(const Plan& plan, std::uint32_t round) {
  return solve(neighbourhood_of(instance_, limits_, plan, round),
               [&](const std::vector<FacilityId>& worse, int times, Guidance& asked) {
                 if (times == 0) keep_at(worse, plan, asked);
                 return times == 0;
               });
}

}  // namespace surgeflow::lagrangian
