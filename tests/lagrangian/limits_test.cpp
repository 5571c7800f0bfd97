// SPDX-License-Identifier: Apache-2.0
// Limits by hand, against every plan of small cases, and held against the certificate.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "lagrangian/limits/bundle.hpp"
#include "lagrangian/limits/known_plan.hpp"
#include "lagrangian/limits/limit_family.hpp"
#include "lagrangian/limits/limited.hpp"
#include "lagrangian/limits/local_care.hpp"
#include "lagrangian/limits/provision.hpp"
#include "lagrangian/limits/recovery.hpp"
#include "lagrangian/limits/shipping_plan.hpp"
#include "support/expect_certified.hpp"
#include "support/interrupt_at_message.hpp"
#include "support/random_instance.hpp"
#include "support/random_steps.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/without_sharing.hpp"

namespace surgeflow::test {
namespace {

using lagrangian::LimitedOptions;
using lagrangian::solve_within_limits;

CertificateReport check(const Instance& instance, const Limits& limits, const SolveResult& result) {
  return check_certificate(instance, result.plan, result.potentials, 2, {},
                           LimitClaim{limits, result.prices.value()});
}

/// A plan within the limits, and a bound that is what the result says.
SolveResult solve_and_check(const Instance& instance, const Limits& limits,
                            const LimitedOptions& options = {}) {
  SolveResult result = solve_within_limits(instance, limits, options, {});
  const CertificateReport report = check(instance, limits, result);
  EXPECT_TRUE(report.feasible) << all_failures(report);
  EXPECT_TRUE(report.bound_valid) << all_failures(report);
  EXPECT_EQ(report.value, result.value);
  EXPECT_EQ(report.bound.treated, result.bound.treated);
  EXPECT_LE(result.value.treated, result.bound.treated);
  return result;
}

/// Most patients treated when `net` comes to and leaves each facility, by the exact method.
Total treated_with(InstanceData data, const Panel<Count>& net) {
  data.lanes = LaneTable(data.demand.facilities());
  data.commitments = net;
  return solve(Instance(std::move(data))).value.treated;
}

/// The best of all plans within the limits with at most two devices on a lane in a period.
Total best_of_all(const InstanceData& data, const Limits& limits) {
  const Instance instance(data);
  struct Choice {
    FacilityId i, j;
    std::int32_t depart = 0;
    std::int32_t arrive = 0;
  };
  std::vector<Choice> choices;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      const int transit = data.lanes.transit_periods(i, j);
      if (transit == 0) continue;
      for (std::int32_t t = 0; t + transit < instance.periods(); ++t) {
        choices.push_back({i, j, t, t + transit});
      }
    }
  }
  Panel<Count> net(instance.facilities(), instance.periods());
  std::vector<Count> sent(static_cast<std::size_t>(instance.periods()), 0);
  const auto possible = [&] {
    for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
      const Count least = limits.away_millionths
                              ? least_present(*limits.away_millionths,
                                              data.devices[static_cast<std::size_t>(i.value())])
                              : 0;
      Count present = 0;
      for (Period t{0}; t.value() < instance.periods(); ++t) {
        present += instance.supply(i, t) + net(i, t);
        if (present < least) return false;
      }
    }
    return true;
  };
  Total best = 0;
  const std::function<void(std::size_t)> choose = [&](std::size_t n) {
    if (n == choices.size()) {
      if (possible()) best = std::max(best, treated_with(data, net));
      return;
    }
    const Choice& choice = choices[n];
    Count& today = sent[static_cast<std::size_t>(choice.depart)];
    choose(n + 1);
    Count quantity = 0;
    while (quantity < 2 && (!limits.dispatch || today < *limits.dispatch)) {
      ++quantity;
      ++today;
      --net(choice.i, Period(choice.depart));
      ++net(choice.j, Period(choice.arrive));
      choose(n + 1);
    }
    today -= quantity;
    net(choice.i, Period(choice.depart)) += quantity;
    net(choice.j, Period(choice.arrive)) -= quantity;
  };
  choose(0);
  return best;
}

TEST(Limits, SharesAreRoundedForWhoStays) {
  EXPECT_EQ(least_present(300'000, 10), 7);
  EXPECT_EQ(least_present(290'000, 100), 71);
  EXPECT_EQ(least_present(500'000, 3), 2);
  EXPECT_EQ(least_present(0, 3), 3);
  EXPECT_EQ(least_present(kWholeShare, 3), 0);
}

/// Both of A's devices go to B in 0 (4 patients there in 1) if they may; alone A treats nobody.
InstanceData two_to_send() {
  InstanceData data = blank_instance_data(2, 4, 2);
  data.devices[0] = 2;
  data.demand(kB, Period(1)) = 2;
  data.demand(kB, Period(3)) = 2;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  return data;
}

/// With one a day the second arrives in 2: 1 patient in 1, 2 in 3. The multiplier of day 0 is one
/// patient: 1 for the device that goes, and no other can be worth more.
TEST(Limits, OneDeviceADayByHand) {
  const Instance instance(two_to_send());
  EXPECT_EQ(solve(instance).value.treated, 4);
  const SolveResult result = solve_and_check(instance, {.dispatch = 1, .away_millionths = {}});
  EXPECT_EQ(result.value.treated, 3);
  EXPECT_EQ(result.bound.treated, 3);
}

TEST(Limits, HalfOfTheFleetAwayByHand) {
  const Instance instance(two_to_send());
  const SolveResult result =
      solve_and_check(instance, {.dispatch = {}, .away_millionths = 500'000});
  EXPECT_EQ(result.value.treated, 2);
  EXPECT_EQ(result.bound.treated, 2);
  // Three quarters of two devices are one.
  EXPECT_EQ(solve_and_check(instance, {.dispatch = {}, .away_millionths = 750'000}).value.treated,
            2);
}

TEST(Limits, OfNothingAreExact) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = random_instance({.seed = seed, .arrival_percent = 0});
    InstanceData alone = random_instance_data({.seed = seed, .arrival_percent = 0});
    alone.lanes = LaneTable(alone.demand.facilities());
    const Total treated = solve(Instance(std::move(alone))).value.treated;
    for (const Limits& limits : {Limits{.dispatch = 0, .away_millionths = {}},
                                 Limits{.dispatch = {}, .away_millionths = 0}}) {
      const SolveResult result = solve_and_check(instance, limits);
      EXPECT_EQ(result.value.treated, treated);
      EXPECT_EQ(result.bound.treated, treated);
    }
  }
}

TEST(Limits, ThatDoNotBindLeaveTheOptimum) {
  const Instance instance = random_instance({.seed = 3});
  const Limits limits{.dispatch = 1'000, .away_millionths = kWholeShare};
  const SolveResult result = solve_and_check(instance, limits);
  EXPECT_EQ(result.status, SolveStatus::optimal);
  EXPECT_EQ(result.value, solve(instance).value);
  EXPECT_TRUE(check(instance, limits, result).optimal);
}

TEST(Limits, BoundOptimumAndPlanOfSmallCases) {
  Total lost = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    const bool three = seed % 4 == 0;
    InstanceData data = random_instance_data({.seed = seed,
                                              .facilities = three ? 3 : 2,
                                              .periods = three ? 3 : 5,
                                              .most_devices = 2,
                                              .most_demand = 3,
                                              .demand_percent = 70,
                                              .surge_percent = 100,
                                              .least_turnaround = 1,
                                              .most_turnaround = 3,
                                              .lane_percent = three ? 60 : 100,
                                              .most_transit = 2});
    const Limits limits{.dispatch = seed % 3 == 0 ? std::optional<Count>{} : 1,
                        .away_millionths = seed % 3 == 1 ? std::optional<std::int32_t>{} : 500'000};
    const Total best = best_of_all(data, limits);
    const SolveResult result = solve_and_check(Instance(std::move(data)), limits);
    EXPECT_GE(result.bound.treated, best);
    EXPECT_LE(result.value.treated, best);
    lost += best - result.value.treated;
  }
  EXPECT_LE(lost, 2);
}

TEST(Limits, RandomCasesOfAnyShape) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(seed);
    const Instance instance = random_instance(varied_options(seed, 12, 20));
    RandomDraws draws(seed, 9);
    const Limits limits{.dispatch = draws.between(0, 3),
                        .away_millionths = draws.between(0, kWholeShare)};
    const LimitedOptions brief{.most_prices = 15, .exchange_rounds = 20};
    (void)solve_and_check(instance, limits, brief);
  }
}

TEST(Limits, AGapThatIsEnoughEndsTheSearch) {
  const Instance instance = random_instance({.seed = 8, .facilities = 20, .periods = 40});
  const Limits limits{.dispatch = 1, .away_millionths = {}};
  const SolveResult result = solve_and_check(instance, limits, {.gap = 0.9});
  EXPECT_EQ(result.status, SolveStatus::gap_reached);
  EXPECT_LE(result.iterations, 1);
}

TEST(Limits, AnInterruptLeavesAPlanAndABound) {
  const Instance instance = random_instance({.seed = 8, .facilities = 20, .periods = 40});
  const std::atomic<bool> interrupt = true;
  const Limits limits{.dispatch = 1, .away_millionths = {}};
  const SolveResult result =
      solve_within_limits(instance, limits, {}, {.stop = StopCondition({}, &interrupt)});
  EXPECT_EQ(result.status, SolveStatus::interrupted);
  const CertificateReport report = check(instance, limits, result);
  EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
}

TEST(Limits, AnInterruptAtAnyTimeLeavesAPlanWithinThem) {
  const Instance instance = random_instance({.seed = 8, .facilities = 12, .periods = 30});
  for (const Limits& limits :
       {Limits{.dispatch = 1}, Limits{.away_millionths = 300'000, .return_by = Period(20)},
        Limits{.staffed_beds = std::vector<Count>(12, 1)}}) {
    for (int n = 1; n < 12; ++n) {
      SCOPED_TRACE(n);
      InterruptAtMessage log(n);
      const SolveResult result = solve_within_limits(
          instance, limits, {}, {.stop = StopCondition({}, &log.flag()), .log = &log});
      const CertificateReport report = check(instance, limits, result);
      EXPECT_TRUE(report.feasible && report.bound_valid) << all_failures(report);
    }
  }
}

TEST(Limits, TheSameOnAnyNumberOfThreads) {
  const Instance instance = random_instance({.seed = 4, .facilities = 40, .periods = 40});
  const Limits limits{.dispatch = 2, .away_millionths = 400'000};
  const LimitedOptions brief{.most_prices = 30, .exchange_rounds = 100};
  const SolveResult one = solve_within_limits(instance, limits, brief, {.stop = {}, .threads = 1});
  const SolveResult three =
      solve_within_limits(instance, limits, brief, {.stop = {}, .threads = 3});
  EXPECT_EQ(one.plan, three.plan);
  EXPECT_EQ(one.prices, three.prices);
  EXPECT_EQ(one.potentials, three.potentials);
}

TEST(LimitCertificate, SaysWhereAndByHowMuch) {
  const Instance instance(two_to_send());
  const Limits limits{.dispatch = 1, .away_millionths = 500'000};
  SolveResult result = solve_and_check(instance, limits);
  result.plan.shipments = {{Period(0), kA, kB, 2}};
  result.plan.treated = Panel<Count>(2, 4);
  const CertificateReport report = check(instance, limits, result);
  EXPECT_FALSE(report.feasible);
  ASSERT_GE(report.failures.size(), 2U);
  EXPECT_EQ(report.failures[0].check, "dispatch limit");
  EXPECT_EQ(report.failures[0].detail, "period 0: 2 devices leave, 1 more than the 1 allowed");
  EXPECT_EQ(report.failures[1].check, "away limit");
  EXPECT_EQ(report.failures[1].detail,
            "facility 0, period 0: 0 of 2 devices are there, 1 fewer than must stay");
}

TEST(LimitCertificate, RefusesForgedMultipliers) {
  const Instance instance(two_to_send());
  const Limits limits{.dispatch = 1, .away_millionths = {}};
  const SolveResult honest = solve_and_check(instance, limits);
  SolveResult forged = honest;
  for (std::int64_t& price : forged.prices->dispatch) price = 0;
  const CertificateReport cheaper = check(instance, limits, forged);
  EXPECT_FALSE(cheaper.bound_valid && cheaper.bound.treated < 3);
  forged = honest;
  forged.prices->dispatch[0] = -1;
  EXPECT_FALSE(check(instance, limits, forged).bound_valid);
  forged = honest;
  forged.prices->dispatch.clear();
  EXPECT_FALSE(check(instance, limits, forged).bound_valid);
  forged = honest;
  forged.prices->resolution = 0;
  EXPECT_FALSE(check(instance, limits, forged).bound_valid);
}

/// One facility whose devices come and go, with patients and idle devices that gain by steps or
/// not.
InstanceData one_facility(std::uint64_t seed, bool steps) {
  InstanceData data = random_instance_data({.seed = seed,
                                            .facilities = 1,
                                            .periods = 20,
                                            .most_devices = 9,
                                            .supplied_percent = 100,
                                            .most_demand = 5,
                                            .lane_percent = 0});
  RandomDraws draws(seed, 12);
  if (draws.happens(50)) data.resolution = draws.between(2, 9);
  if (steps && draws.happens(80)) add_treat_steps(data, draws);
  if (steps) add_hold_steps(data, draws);
  return data;
}

struct Care {
  bool steps = false;
  bool changes_often = false;
};
class LocalCare : public testing::TestWithParam<Care> {};

INSTANTIATE_TEST_SUITE_P(Cares, LocalCare,
                         testing::Values(Care{.steps = false}, Care{.steps = true},
                                         Care{.changes_often = true}));

std::unique_ptr<lagrangian::LocalCare> care_of(const Instance& instance, bool changes_often) {
  if (!changes_often) return lagrangian::make_local_care(instance, {}, kA);
  std::vector<Count> supply;
  for (Period t{0}; t.value() < instance.periods(); ++t) supply.push_back(instance.supply(kA, t));
  return lagrangian::make_changing_care(instance, {}, kA, supply);
}

TEST_P(LocalCare, GainsAsMuchAsTheExactMethod) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const InstanceData data = one_facility(seed, GetParam().steps);
    const Instance instance(data);
    const auto care = care_of(instance, GetParam().changes_often);
    Panel<Count> net(1, 20);
    RandomDraws draws(seed, 11);
    for (int change = 0; change < 6; ++change) {
      const Period t(draws.between(0, 19));
      const auto at = static_cast<std::size_t>(t.value());
      const Count devices = draws.happens(50) ? 1 : -1;
      if (devices < 0 && !care->can_spare(t)) continue;
      const Total expected =
          care->value() + (devices > 0 ? care->gains()[at] : -care->losses()[at]);
      const Total patients = care->patients() - (devices < 0 ? care->patients_lost(t) : 0);
      care->change(t, devices);
      net(FacilityId(0), t) += devices;
      EXPECT_EQ(care->value(), expected);
      EXPECT_EQ(care->value(), treated_with(data, net));
      if (devices < 0) {
        EXPECT_EQ(care->patients(), patients);
      }
    }
  }
}

/// The first of those to which a device adds most, looked for one by one.
std::optional<FacilityId> best_one_by_one(const lagrangian::ShippingPlan& plan,
                                          const lagrangian::ShippingPlan::Departure& from) {
  std::optional<FacilityId> best;
  Count most = 0;
  if (from.how == lagrangian::ShippingPlan::Leaving::no) return best;
  for (FacilityId j{0}; j.value() < plan.instance().facilities(); ++j) {
    const Count profit = plan.profit(from, j);
    if (profit <= most) continue;
    most = profit;
    best = j;
  }
  return best;
}

/// Sends from everywhere to the best destination, and compares it on the way.
void expect_best_destinations(lagrangian::ShippingPlan& plan) {
  for (FacilityId i{0}; i.value() < plan.instance().facilities(); ++i) {
    for (Period t{0}; t.value() < plan.instance().periods(); ++t) {
      const auto from = plan.departure(i, t);
      const auto found = plan.best_destination(from);
      const std::optional<FacilityId> expected = best_one_by_one(plan, from);
      ASSERT_EQ(found.has_value(), expected.has_value());
      if (!found) continue;
      EXPECT_EQ(found->facility, *expected);
      EXPECT_EQ(found->profit, plan.profit(from, *expected));
      if (const auto move = plan.move(from, *expected)) (void)plan.send(*move);
    }
  }
}

TEST(ShippingPlan, FindsTheBestDestination) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    RandomDraws draws(seed, 16);
    InstanceData data = random_instance_data(varied_options(seed, 12, 20));
    if (draws.happens(30) && data.demand.facilities() > 1 && data.demand.periods() > 2) {
      data.lanes.set_closed({{kA, kB, Period(0), Period(1)}});
    }
    const Instance instance(std::move(data));
    Limits limits;
    if (draws.happens(40)) limits.dispatch = draws.between(1, 4);
    if (draws.happens(40)) limits.away_millionths = draws.between(100'000, 900'000);
    if (draws.happens(40)) limits.return_by = Period(instance.periods() - 1);
    const lagrangian::Families families = lagrangian::make_families(instance, limits);
    lagrangian::ShippingPlan plan(instance, limits, families);
    expect_best_destinations(plan);
    plan.undo();
    plan.measure_most_gains();
    expect_best_destinations(plan);
  }
}

/// Two devices, two beds, then one bed: the third patient of day 0 finds none.
TEST(StaffedBeds, BoundWhatIsInUse) {
  InstanceData data = blank_instance_data(1, 4, 2);
  data.devices[0] = 3;
  data.demand(kA, Period(0)) = 3;
  data.demand(kA, Period(1)) = 1;
  data.demand(kA, Period(2)) = 2;
  const Instance instance(data);
  Limits limits;
  for (const auto& [beds, patients] : {std::pair{3, 5}, std::pair{2, 4}, std::pair{1, 2}}) {
    limits.staffed_beds = {beds};
    EXPECT_EQ(lagrangian::make_local_care(instance, limits, kA)->patients(), patients);
    EXPECT_EQ(treated_without_sharing(instance, kA, limits), patients);
    EXPECT_EQ(solve_and_check(instance, limits).value.treated, patients);
  }
}

/// Of A's four devices two are on patients until day 2, in two of its three beds. Three must be
/// there: one of the idle ones may leave for B. A itself has two patients on day 0, and a bed for
/// one.
InstanceData morning(Limits& limits) {
  InstanceData data = blank_instance_data(2, 4, 2);
  data.devices[0] = 2;
  data.commitments = Panel<Count>(2, 4);
  data.commitments(kA, Period(2)) = 2;
  limits.fleet = {4, 0};
  limits.in_care = Panel<Count>(2, 4);
  limits.in_care(kA, Period(0)) = limits.in_care(kA, Period(1)) = 2;
  set_lane(data, kA, kB, 1);
  return data;
}

TEST(InCare, DevicesCountAsPresent) {
  Limits limits{.away_millionths = 250'000};
  InstanceData data = morning(limits);
  data.demand(kB, Period(1)) = 2;
  const Instance instance(data);
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 1);
  limits.away_millionths = 500'000;
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 2);
  limits.away_millionths = 0;
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 0);
}

TEST(InCare, PatientsLieInBeds) {
  Limits limits;
  InstanceData data = morning(limits);
  limits.staffed_beds = {3, 3};
  data.demand(kA, Period(0)) = 2;
  data.demand(kA, Period(2)) = 3;
  const Instance instance(data);
  EXPECT_EQ(lagrangian::make_local_care(instance, limits, kA)->patients(), 4);
  EXPECT_EQ(treated_without_sharing(instance, kA, limits), 4);
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 4);
  data.demand(kA, Period(1)) = 1;
  EXPECT_EQ(treated_without_sharing(Instance(data), kA, limits), 4);
}

/// A's two devices are at B, where they treat two patients of day 0; the way back takes a day.
InstanceData lent_to_b(Limits& limits) {
  InstanceData data = blank_instance_data(2, 5, 2);
  data.devices[1] = 2;
  data.demand(kB, Period(0)) = 2;
  data.demand(kB, Period(2)) = 2;
  data.commitments = Panel<Count>(2, 5);
  limits.fleet = {2, 0};
  set_lane(data, kB, kA, 1);
  return data;
}

TEST(Lent, DevicesComeBackInTime) {
  Limits limits;
  const Instance instance(lent_to_b(limits));
  limits.return_by = Period(3);
  const SolveResult result = solve_and_check(instance, limits);
  EXPECT_EQ(result.value.treated, 2);
  Total back = 0;
  for (const Shipment& shipment : result.plan.shipments) back += shipment.quantity;
  EXPECT_EQ(back, 2);
  // Too early for anybody but those who are never treated.
  limits.return_by = Period(1);
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 0);
}

TEST(Lent, WhatNothingCanBringIsNotKept) {
  Limits limits;
  const Instance instance(lent_to_b(limits));
  limits.away_millionths = 1'000'000;
  limits.return_by = Period(1);
  EXPECT_EQ(lagrangian::keepable_limits(instance, limits), limits);
  limits.return_by = Period(0);
  EXPECT_THROW(static_cast<void>(solve_within_limits(instance, limits, {}, {})),
               std::invalid_argument);
  Limits kept = lagrangian::keepable_limits(instance, limits);
  EXPECT_FALSE(kept.return_by);
  EXPECT_TRUE(kept.away_millionths);
  limits.away_millionths = 0;
  kept = lagrangian::keepable_limits(instance, limits);
  EXPECT_FALSE(kept.count_present());
}

// B was promised one patient: it may treat one and send both devices back.
TEST(Lent, WhoBorrowsIsOwedNoMoreThanItWasPromised) {
  Limits limits{.no_worse_off = true};
  const Instance instance(lent_to_b(limits));
  limits.return_by = Period(3);
  limits.promised = {0, 1};
  EXPECT_EQ(patients_owed(instance, kB, limits), 1);
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 2);
  limits.promised = {0, 9};
  EXPECT_EQ(patients_owed(instance, kB, limits), 4);
  limits.return_by.reset();
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 4);
}

// An earlier plan is the answer where none is better; where its shipments can not leave, it is
// none.
TEST(KnownPlans, AreOneOfTheAnswers) {
  const Instance instance(two_to_send());
  const Limits limits{.dispatch = 1};
  const SolveResult first = solve_and_check(instance, limits);
  const WarmStart known{first.plan, first.potentials};
  const SolveResult again =
      solve_within_limits(instance, limits, {.gap = 0.9}, {.stop = {}, .warm = &known});
  EXPECT_EQ(again.plan, first.plan);
  EXPECT_EQ(again.iterations, 0);
  WarmStart impossible = known;
  impossible.plan.shipments.front().quantity += 9;
  EXPECT_TRUE(lagrangian::plans_that_ship_like(impossible.plan, instance).empty());
  EXPECT_EQ(
      solve_within_limits(instance, limits, {}, {.stop = {}, .warm = &impossible}).value.treated,
      first.value.treated);
}

TEST(InCare, DevicesThatBecomeFreeMustCome) {
  Limits limits{.away_millionths = 250'000};
  const InstanceData data = morning(limits);
  const SolveResult result = solve_within_limits(Instance(data), limits, {}, {});
  InstanceData none_comes = data;
  none_comes.commitments = {};
  const CertificateReport report = check(Instance(none_comes), limits, result);
  EXPECT_FALSE(report.feasible);
  EXPECT_NE(all_failures(report).find("devices in care"), std::string::npos)
      << all_failures(report);
}

/// B's two patients of day 1 need both of A's devices until day 2; A has one patient of its own on
/// day 2, whom they reach too late.
InstanceData own_patient() {
  InstanceData data = blank_instance_data(2, 4, 2);
  data.devices[0] = 2;
  data.demand(kB, Period(1)) = 2;
  data.demand(kA, Period(2)) = 1;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  return data;
}

TEST(Limits, NobodyWorseOffByHand) {
  const Instance instance(own_patient());
  // Whoever treats two at B treats nobody at A: two patients; one at each are as many.
  Limits limits;
  limits.no_worse_off = true;
  const SolveResult result = solve_and_check(instance, limits);
  EXPECT_EQ(result.value.treated, 2);
  EXPECT_EQ(result.plan.treated(kA, Period(2)), 1);
}

/// Lent on day 0, a device treats from day 1 to 2 and leaves B on day 3 at the latest: it is back
/// on day 4, and not on day 3.
TEST(Limits, LoansComeBackByHand) {
  InstanceData data = blank_instance_data(2, 5, 2);
  data.devices[0] = 1;
  data.demand(kB, Period(1)) = 1;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  const Instance instance(data);
  Limits limits;
  limits.return_by = Period(4);
  const SolveResult lent = solve_and_check(instance, limits);
  EXPECT_EQ(lent.value.treated, 1);
  EXPECT_EQ(lent.plan.shipments.size(), 2U);
  limits.return_by = Period(3);
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 0);
  // A pool's devices need not come back.
  limits.fleet = {0, 0};
  EXPECT_EQ(solve_and_check(instance, limits).value.treated, 1);
}

// A has two devices that treat for two days, B a patient on day 1 and one on day 2. One device
// leaves in a day, all are back on day 5: one leaves B on day 4, and the other, free on day 3, on
// that day.
TEST(Limits, LoansComeBackOnDaysWithRoom) {
  InstanceData data = blank_instance_data(2, 7, 2);
  data.devices[0] = 2;
  data.demand(kB, Period(1)) = 1;
  data.demand(kB, Period(2)) = 1;
  set_lane(data, kA, kB, 1);
  set_lane(data, kB, kA, 1);
  const Instance instance(data);
  const Limits limits{.dispatch = 1, .return_by = Period(5)};
  const lagrangian::Families families = lagrangian::make_families(instance, limits);
  const lagrangian::Recovery recovery(instance, limits, families, {}, 1);
  EXPECT_EQ(recovery.value(), 2);
  EXPECT_EQ(lagrangian::excess_of(lagrangian::slack_of(families, recovery.plan())), 0);
}

TEST(Limits, WhereGainsLeaveNoRoomForABonus) {
  InstanceData data = random_instance_data({.seed = 2, .facilities = 2, .periods = 2'500});
  data.resolution = 1'000;
  const Instance instance(std::move(data));
  Limits limits;
  limits.away_millionths = 400'000;
  limits.return_by = Period(2'000);
  limits.no_worse_off = true;
  (void)solve_and_check(instance, limits, {.most_prices = 1, .exchange_rounds = 0});
}

TEST(LimitCertificate, NamesEveryRule) {
  const Instance instance(own_patient());
  Limits limits;
  limits.return_by = Period(3);
  limits.staffed_beds = {1, 1};
  limits.no_worse_off = true;
  SolveResult result = solve_and_check(instance, limits);
  result.plan.shipments = {{Period(0), kA, kB, 2}};
  result.plan.treated = Panel<Count>(2, 4);
  result.plan.treated(kB, Period(1)) = 2;
  const CertificateReport report = check(instance, limits, result);
  EXPECT_FALSE(report.feasible);
  std::vector<std::string> checks;
  for (const CertificateFailure& failure : report.failures) checks.push_back(failure.check);
  for (const char* name : {"return limit", "staffed beds limit", "no worse off limit"}) {
    EXPECT_NE(std::ranges::find(checks, name), checks.end()) << name;
  }
}

/// max(x + 2 y, 10 - x - y) over x, y >= 0 is least at x = 5, y = 0, on the border.
TEST(Bundle, FindsTheLowestPointOfTwoPlanes) {
  lagrangian::Bundle bundle({0.0, 0.0});
  std::vector<double> at{0.0, 0.0};
  double best = 100.0;
  for (int n = 0; n < 60; ++n) {
    const double rising = at[0] + 2.0 * at[1];
    const double falling = 10.0 - at[0] - at[1];
    best = std::min(best, std::max(rising, falling));
    if (rising >= falling) {
      bundle.add(at, rising, 0.0, std::vector<double>{1.0, 2.0});
    } else {
      bundle.add(at, falling, 10.0, std::vector<double>{-1.0, -1.0});
    }
    at = bundle.next();
  }
  EXPECT_NEAR(best, 5.0, 0.05);
}

}  // namespace
}  // namespace surgeflow::test
