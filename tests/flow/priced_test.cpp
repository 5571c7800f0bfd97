// SPDX-License-Identifier: Apache-2.0
// Priced lanes: a plan worth as much as feasible potentials allow is an optimum.
#include <gtest/gtest.h>

#include <stdexcept>

#include "support/random_instance.hpp"
#include "support/random_steps.hpp"
#include "support/six_nodes.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/priced.hpp"

namespace surgeflow::test {
namespace {

LanePrices no_prices(const Instance& instance, std::int64_t resolution) {
  const Panel<std::int64_t> none(instance.facilities(), instance.periods());
  return {.resolution = resolution, .leave = none, .arrive = none, .treat = none};
}

/// Prices of departure at random, those of arrival falling in time at random.
LanePrices random_prices(const Instance& instance, std::uint64_t seed) {
  RandomDraws draws(seed, 7);
  LanePrices prices = no_prices(instance, draws.between(1, 40));
  const auto most = static_cast<std::int32_t>(2 * prices.resolution);
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    std::int64_t rest = 0;
    for (std::int32_t t = instance.periods() - 1; t >= 0; --t) {
      if (draws.happens(20)) rest += draws.between(0, most / 4);
      prices.leave(i, Period(t)) = rest + draws.between(0, most);
      prices.arrive(i, Period(t)) = rest;
      if (draws.happens(30)) prices.treat(i, Period(t)) = draws.between(-most, most);
    }
  }
  return prices;
}

/// Gains at the resolution, plus what patients and shipments earn, less what they cost.
std::int64_t worth_of(const Instance& instance, const LanePrices& prices, const Plan& plan) {
  std::int64_t worth = prices.resolution * value_of(instance, plan).treated;
  for (std::size_t n = 0; n < plan.treated.values().size(); ++n) {
    worth += plan.treated.values()[n] * prices.treat.values()[n];
  }
  for (const Shipment& shipment : plan.shipments) {
    const Period arrive(shipment.depart.value() +
                        instance.lanes().transit_periods(shipment.origin, shipment.destination));
    worth += shipment.quantity * (prices.arrive(shipment.destination, arrive) -
                                  prices.leave(shipment.origin, shipment.depart));
  }
  return worth;
}

/// Potentials never rise in time, and no lane is worth more than its price.
void expect_feasible_potentials(const Instance& instance, const LanePrices& prices,
                                const Panel<std::int64_t>& potentials) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const std::int64_t here = potentials(i, t);
      const Period next(t.value() + 1);
      ASSERT_GE(here, next.value() < instance.periods() ? potentials(i, next) : 0);
      for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
        const int transit = instance.lanes().transit_periods(i, j);
        const Period arrive(t.value() + transit);
        if (transit == 0 || arrive.value() >= instance.periods()) continue;
        if (!instance.lanes().is_open(i, j, t)) continue;
        ASSERT_GE(here + prices.leave(i, t), potentials(j, arrive) + prices.arrive(j, arrive));
      }
    }
  }
}

void expect_optimum(const Instance& instance, const LanePrices& prices,
                    const PricedResult& result) {
  const Potentials any{Panel<std::int32_t>(instance.facilities(), instance.periods()),
                       Panel<std::int64_t>(instance.facilities(), instance.periods())};
  EXPECT_TRUE(check_certificate(instance, result.plan, any).feasible);
  expect_feasible_potentials(instance, prices, result.potentials);
  EXPECT_EQ(worth_of(instance, prices, result.plan), result.value);
}

TEST(Priced, NothingIsSentForMoreThanItIsWorth) {
  const Instance instance(six_nodes());
  LanePrices prices = no_prices(instance, 10);
  for (std::int64_t& price : prices.leave.values()) price = 9;
  // One move for a patient more is worth 10 - 9.
  const PricedResult cheap = solve_priced(instance, prices, {});
  expect_optimum(instance, prices, cheap);
  EXPECT_EQ(cheap.value, 21);
  for (std::int64_t& price : prices.leave.values()) price = 11;
  const PricedResult dear = solve_priced(instance, prices, {});
  expect_optimum(instance, prices, dear);
  EXPECT_EQ(dear.value, 20);
  EXPECT_TRUE(dear.plan.shipments.empty());
}

TEST(Priced, RandomPricesOneAfterTheOther) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const RandomInstanceOptions options = varied_options(seed, 20, 30);
    const Instance instance = seed % 2 == 0 ? random_instance(options)
                                            : random_instance_with_steps(options, {.send = false});
    Workspace workspace;
    PricedResult last;
    for (std::uint64_t step = 0; step < 4; ++step) {
      const LanePrices prices = random_prices(instance, 100 * seed + step);
      const PricedStart start =
          step == 0 ? PricedStart{}
                    : PricedStart{.potentials = &last.potentials, .plan = &last.plan};
      PricedResult result =
          solve_priced(instance, prices, start, {.stop = {}, .workspace = &workspace});
      expect_optimum(instance, prices, result);
      last = std::move(result);
    }
  }
}

TEST(Priced, MoreThanAWordOfFacilities) {
  const Instance instance = random_instance(
      {.seed = 5, .facilities = 150, .periods = 40, .lane_percent = 60, .most_transit = 5});
  const LanePrices prices = random_prices(instance, 5);
  expect_optimum(instance, prices, solve_priced(instance, prices, {}));
}

TEST(Priced, WithoutPricesAsManyPatientsAsTheBaseProblem) {
  const Instance instance = random_instance({.seed = 9, .facilities = 30, .periods = 40});
  const PricedResult result = solve_priced(instance, no_prices(instance, 1), {});
  EXPECT_EQ(result.value, solve(instance).value.treated);
}

TEST(Priced, RefusesPricesThatAreNone) {
  const Instance instance(six_nodes());
  LanePrices prices = no_prices(instance, 1);
  prices.arrive(kA, Period(1)) = 1;
  EXPECT_THROW((void)solve_priced(instance, prices, {}), std::invalid_argument);
  EXPECT_THROW((void)solve_priced(instance, no_prices(instance, 0), {}), std::invalid_argument);
  prices = {};
  EXPECT_THROW((void)solve_priced(instance, prices, {}), std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow::test
