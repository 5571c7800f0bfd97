// SPDX-License-Identifier: Apache-2.0
// Random cases whose shares are to be made even, and checks of what is claimed of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "lagrangian/fair/fairest.hpp"
#include "support/expect_certified.hpp"
#include "support/random_instance.hpp"
#include "support/random_items.hpp"
#include "support/random_steps.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/model/orders.hpp"

namespace surgeflow::test {

[[nodiscard]] inline InstanceData fair_case_data(std::uint64_t seed) {
  RandomDraws draws(seed, 17);
  return random_instance_data({.seed = seed,
                               .facilities = draws.between(3, 8),
                               .periods = draws.between(8, 20),
                               .most_devices = draws.between(2, 6),
                               .supplied_percent = 60,
                               .most_demand = draws.between(2, 5),
                               .demand_percent = 70,
                               .least_turnaround = 2,
                               .most_turnaround = 5,
                               .most_transit = 2});
}

[[nodiscard]] inline bool has_patients(const Instance& instance, FacilityId i) {
  return std::ranges::any_of(instance.demand().row(i), [](Count here) { return here > 0; });
}

[[nodiscard]] inline std::vector<std::int32_t> every_facility_with_patients(
    const Instance& instance) {
  std::vector<std::int32_t> group;
  std::int32_t groups = 0;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    group.push_back(has_patients(instance, i) ? groups++ : PatientFloors::kNoGroup);
  }
  return group;
}

/// Of odd seeds every facility, of even ones two each.
[[nodiscard]] inline std::vector<std::int32_t> fair_groups(const Instance& instance,
                                                           std::uint64_t seed) {
  std::vector<std::int32_t> group = every_facility_with_patients(instance);
  if (seed % 2 == 1) return group;
  for (std::int32_t& g : group) {
    if (g >= 0) g /= 2;
  }
  return group;
}

/// Small enough for an integer programme of the smallest share.
[[nodiscard]] inline InstanceData small_fair_case_data(std::uint64_t seed) {
  RandomDraws draws(seed, 19);
  return random_instance_data({.seed = seed,
                               .facilities = draws.between(3, 5),
                               .periods = draws.between(6, 10),
                               .most_devices = draws.between(2, 4),
                               .supplied_percent = 60,
                               .most_demand = draws.between(2, 4),
                               .demand_percent = 60,
                               .least_turnaround = 2,
                               .most_turnaround = 4,
                               .most_transit = 2});
}

/// The rules of a case, one to three of them.
struct FairCaseRules {
  bool weights = false;
  bool reserve = false;
  bool lending = false;
  bool state = false;
  bool bans = false;
  bool keep = false;
};

[[nodiscard]] inline FairCaseRules fair_case_rules(std::uint64_t seed) {
  RandomDraws draws(seed, 37);
  FairCaseRules rules;
  bool* const all[] = {&rules.weights, &rules.reserve, &rules.lending,
                       &rules.state,   &rules.bans,    &rules.keep};
  for (std::int32_t n = draws.between(1, 3); n > 0; --n) *all[draws.between(0, 5)] = true;
  return rules;
}

/// The first facility with devices keeps one of them idle until the middle.
[[nodiscard]] inline Orders keep_one(const Instance& instance) {
  Orders orders;
  for (FacilityId i{0}; i.value() < instance.facilities() && orders.empty(); ++i) {
    if (instance.devices(i) == 0) continue;
    orders.list.push_back({.kind = OrderKind::keep,
                           .origin = i,
                           .destination = {},
                           .first = Period(0),
                           .last = Period(instance.periods() / 2),
                           .devices = 1});
  }
  return orders;
}

/// The instance with rules drawn by the seed, orders among them.
[[nodiscard]] inline Instance with_fair_case_rules(InstanceData data, std::uint64_t seed) {
  const FairCaseRules rules = fair_case_rules(seed);
  RandomDraws draws(seed, 41);
  if (rules.weights || rules.reserve) data.resolution = 10;
  if (rules.weights) add_treat_steps(data, draws);
  if (rules.reserve) add_hold_steps(data, draws);
  if (rules.lending) add_send_steps(data, draws);
  if (rules.state) add_returning_devices(data, draws);
  if (rules.bans) {
    close_random_lanes({.seed = seed,
                        .facilities = data.demand.facilities(),
                        .periods = data.demand.periods(),
                        .closed_percent = 40},
                       data.lanes);
  }
  Instance instance(std::move(data));
  return rules.keep ? with_orders(instance, keep_one(instance)) : instance;
}

/// The same patients, those of later facilities counting more.
[[nodiscard]] inline InstanceData backwards_weighted(InstanceData data) {
  GainStep step{.width = data.demand,
                .gain = Panel<std::int32_t>(data.demand.facilities(), data.demand.periods())};
  for (FacilityId i{0}; i.value() < data.demand.facilities(); ++i) {
    std::ranges::fill(step.gain.row(i), 10 + 30 * (i.value() % 3));
  }
  data.resolution = 10;
  data.treat_steps = {std::move(step)};
  return data;
}

/// A plan that keeps its floors and is what it claims to be.
inline void expect_fair(const Instance& instance, const lagrangian::FairResult& result) {
  Limits limits;
  limits.floors = result.floors;
  const CertificateReport report =
      check_certificate(instance, result.solved.plan, result.solved.potentials, 1, {},
                        LimitClaim{limits, result.solved.prices.value()});
  EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
  EXPECT_EQ(report.bound.treated, result.solved.bound.treated);
  EXPECT_LE(report.value.treated, report.bound.treated);
  for (const CertificateFailure& failure :
       check_fairness(instance, result.solved.plan, result.floors, result.claim)) {
    ADD_FAILURE() << failure.check << ": " << failure.detail;
  }
}

/// "fair bound, fair share": what the certificate says against a claim.
[[nodiscard]] inline std::string names_of_failures(const Instance& instance,
                                                   const lagrangian::FairResult& result,
                                                   const FairClaim& claim) {
  std::string names;
  for (const CertificateFailure& failure :
       check_fairness(instance, result.solved.plan, result.floors, claim)) {
    if (names.find(failure.check) != std::string::npos) continue;
    names += (names.empty() ? "" : ", ") + failure.check;
  }
  return names;
}

}  // namespace surgeflow::test
