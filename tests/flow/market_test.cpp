// SPDX-License-Identifier: Apache-2.0
// Regions that trade: every result is proved optimal by its own potentials.
#include "surgeflow/flow/market.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "support/instance_data.hpp"
#include "support/random_instance.hpp"

namespace surgeflow {
namespace {

std::int32_t at(const Panel<std::int32_t>& potentials, FacilityId i, std::int32_t t) {
  return t < potentials.periods() ? potentials(i, Period(t)) : 0;
}

/// Raises potentials as little as makes them feasible, lane by lane.
void raise_to_feasible(const Instance& region, Panel<std::int32_t>& potentials) {
  for (std::int32_t t = region.periods() - 1; t >= 0; --t) {
    for (FacilityId i{0}; i.value() < region.facilities(); ++i) {
      std::int32_t& here = potentials(i, Period(t));
      here = std::max(here, at(potentials, i, t + 1));
      for (FacilityId j{0}; j.value() < region.facilities(); ++j) {
        const std::int32_t transit = region.lanes().transit_periods(i, j);
        if (transit > 0) here = std::max(here, at(potentials, j, t + transit));
      }
    }
  }
}

void expect_feasible(const Instance& region, const MarketPrices& prices,
                     const Panel<std::int32_t>& potentials) {
  Panel<std::int32_t> raised = potentials;
  raise_to_feasible(region, raised);
  EXPECT_EQ(raised, potentials);
  for (std::size_t n = 0; n < potentials.values().size(); ++n) {
    ASSERT_LE(prices.sell.values()[n], potentials.values()[n]);
    ASSERT_GE(prices.buy.values()[n], potentials.values()[n]);
  }
}

Total dual_value(const Instance& region, const Panel<std::int32_t>& potentials) {
  Total value = 0;
  for (FacilityId i{0}; i.value() < region.facilities(); ++i) {
    for (Period t{0}; t.value() < region.periods(); ++t) {
      const Total here = potentials(i, t);
      const Total profit = 1 + at(potentials, i, t.value() + region.turnaround_periods(i)) - here;
      value += region.supply(i, t) * here + region.demand()(i, t) * std::max<Total>(0, profit);
    }
  }
  return value;
}

/// What the plan and the trade are worth; fails where a balance or a limit is not kept.
Total primal_value(const Instance& region, const MarketPrices& prices, const MarketResult& result) {
  Panel<Total> stock(region.facilities(), region.periods());
  for (const Shipment& shipment : result.plan.shipments) {
    const std::int32_t transit =
        region.lanes().transit_periods(shipment.origin, shipment.destination);
    EXPECT_GT(transit, 0);
    EXPECT_LT(shipment.depart.value() + transit, region.periods());
    stock(shipment.origin, shipment.depart) -= shipment.quantity;
    stock(shipment.destination, Period(shipment.depart.value() + transit)) += shipment.quantity;
  }
  Total value = 0;
  for (FacilityId i{0}; i.value() < region.facilities(); ++i) {
    Total idle = 0;
    for (Period t{0}; t.value() < region.periods(); ++t) {
      const Count treated = result.plan.treated(i, t);
      EXPECT_GE(treated, 0);
      EXPECT_LE(treated, region.demand()(i, t));
      EXPECT_GE(result.sold(i, t), 0);
      EXPECT_GE(result.bought(i, t), 0);
      const std::int32_t given = t.value() - region.turnaround_periods(i);
      const Count returned = given >= 0 ? result.plan.treated(i, Period(given)) : 0;
      idle += region.supply(i, t) + returned + stock(i, t) + result.bought(i, t) -
              result.sold(i, t) - treated;
      EXPECT_GE(idle, 0);
      value += treated + Total{prices.sell(i, t)} * result.sold(i, t) -
               Total{prices.buy(i, t)} * result.bought(i, t);
    }
  }
  return value;
}

void expect_proof_of_region(std::uint64_t seed) {
  test::RandomInstanceOptions options = test::varied_options(seed, 90);
  options.lane_costs = test::LaneCosts::unit;
  options.closed_percent = 0;
  const Instance region = test::random_instance(options);
  test::RandomDraws draws(seed, 7);
  Panel<std::int32_t> start(region.facilities(), region.periods());
  for (std::int32_t& value : start.values()) value = draws.happens(10) ? draws.between(0, 3) : 0;
  raise_to_feasible(region, start);
  const std::int32_t room = draws.between(0, 3);
  MarketPrices prices{start, start};
  for (std::int32_t& price : prices.sell.values()) {
    price = std::max(0, price - draws.between(0, room));
  }
  for (std::int32_t& price : prices.buy.values()) price += draws.between(0, room);

  const MarketResult result = solve_with_market(region, prices, start);

  ASSERT_EQ(result.stopped, StopReason::none);
  expect_feasible(region, prices, result.potentials);
  EXPECT_EQ(primal_value(region, prices, result), dual_value(region, result.potentials));
  EXPECT_LE(dual_value(region, result.potentials), dual_value(region, start));
}

TEST(TradingRegion, IsProvedOptimalByItsPotentials) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    expect_proof_of_region(seed);
  }
}

TEST(SolveWithMarket, WithoutTradeIsTheBaseProblem) {
  test::RandomInstanceOptions options = test::varied_options(5, 20);
  options.lane_costs = test::LaneCosts::unit;
  options.closed_percent = 0;
  const Instance region = test::random_instance(options);
  Panel<std::int32_t> start(region.facilities(), region.periods(), 0);
  MarketPrices prices{start, start};
  // Nobody buys from a market that asks more than a device can ever earn.
  std::ranges::fill(prices.buy.values(), region.periods() + 1);
  const MarketResult result = solve_with_market(region, prices, start);
  EXPECT_EQ(dual_value(region, result.potentials), solve(region).value.treated);
}

TEST(SolveWithMarket, RefusesPotentialsOutsideThePrices) {
  const Instance region(test::blank_instance_data(2, 3, 1));
  const Panel<std::int32_t> start(2, 3, 0);
  const MarketPrices prices{Panel<std::int32_t>(2, 3, 1), Panel<std::int32_t>(2, 3, 2)};
  EXPECT_THROW((void)solve_with_market(region, prices, start), std::invalid_argument);
  EXPECT_THROW((void)solve_with_market(region, {start, start}, Panel<std::int32_t>(2, 4, 0)),
               std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow
