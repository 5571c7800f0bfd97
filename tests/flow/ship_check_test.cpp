// SPDX-License-Identifier: Apache-2.0
// The fast check of ship arcs against the plain one: every key width, instruction set and number
// of threads, on potentials that hold, that fail by one, and that are arbitrary.
#include "flow/certificate/ship_check.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/instance_data.hpp"
#include "support/plain_certificate.hpp"
#include "support/random_instance.hpp"

namespace surgeflow::test {
namespace {

using flow::certificate::best_instruction_set;
using flow::certificate::check_ship_arcs;
using flow::certificate::InstructionSet;
using flow::certificate::KeyWidth;
using flow::certificate::narrowest_keys;
using flow::certificate::ShipCheck;

std::vector<KeyWidth> usable_widths(const Instance& instance, const Potentials& potentials) {
  std::vector<KeyWidth> widths;
  for (const KeyWidth width :
       {KeyWidth::bits16, KeyWidth::bits32, KeyWidth::bits64, KeyWidth::bits128}) {
    if (width >= narrowest_keys(instance.lanes(), potentials)) widths.push_back(width);
  }
  return widths;
}

void expect_same(const ShipCheck& check, const ShipCheck& expected) {
  EXPECT_EQ(check.arcs, expected.arcs);
  EXPECT_EQ(check.failing_origins, expected.failing_origins);
}

/// All ways of computing it give what the plain check gives.
void expect_like_plain(const Instance& instance, const Potentials& potentials) {
  const PlainCheck plain = plain_check(instance, potentials);
  ShipCheck expected{plain.ship_arcs, {}};
  for (const std::int32_t i : plain.failing_origins) expected.failing_origins.emplace_back(i);
  const InstructionSet best = best_instruction_set();
  for (const KeyWidth width : usable_widths(instance, potentials)) {
    expect_same(check_ship_arcs(instance.lanes(), potentials, {width, InstructionSet::portable, 1}),
                expected);
    expect_same(check_ship_arcs(instance.lanes(), potentials, {width, best, 1}), expected);
  }
  const KeyWidth narrowest = narrowest_keys(instance.lanes(), potentials);
  for (const int threads : {2, 4}) {
    expect_same(check_ship_arcs(instance.lanes(), potentials, {narrowest, best, threads}),
                expected);
  }
}

RandomInstanceOptions options_of(std::uint64_t seed) {
  RandomDraws draws(seed, 3);
  RandomInstanceOptions options;
  options.seed = seed;
  options.facilities = draws.between(1, 12);
  // Around the block length of 32, and long enough for lanes of 255.
  constexpr std::int32_t kPeriods[] = {1, 2, 31, 32, 33, 63, 64, 65, 180, 300};
  options.periods = kPeriods[draws.between(0, 9)];
  options.lane_percent = draws.between(20, 100);
  options.far_lane_percent = draws.between(0, 50);
  options.lane_costs = draws.happens(50) ? LaneCosts::varied : LaneCosts::unit;
  return options;
}

/// How far random potentials spread.
struct Spread {
  std::int32_t patients;
  std::int64_t moves;
};

std::int64_t spread_around_zero(RandomDraws& draws, std::int64_t spread) {
  const std::int64_t tenths = spread / 10;
  return tenths * draws.between(-10, 10) + draws.between(-3, 3);
}

/// A constant, which holds on every lane, plus noise of the given spread on some nodes.
Potentials noisy_potentials(const Instance& instance, Spread spread, std::uint64_t seed) {
  RandomDraws draws(seed, 4);
  const std::int32_t percent = draws.between(0, 100);
  Potentials potentials{Panel<std::int32_t>(instance.facilities(), instance.periods(), 5),
                        Panel<std::int64_t>(instance.facilities(), instance.periods(), -7)};
  for (std::size_t n = 0; n < potentials.moves.values().size(); ++n) {
    if (!draws.happens(percent)) continue;
    potentials.patients.values()[n] =
        static_cast<std::int32_t>(spread_around_zero(draws, spread.patients));
    potentials.moves.values()[n] = spread_around_zero(draws, spread.moves);
  }
  return potentials;
}

TEST(ShipCheck, AgreesWithThePlainCheckOnRandomPotentials) {
  const std::vector<Spread> spreads = {
      {0, 0}, {10, 20}, {1000, 50}, {100'000, 100'000}, {1'000'000'000, 4'000'000'000'000'000'000}};
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Instance instance = random_instance(options_of(seed));
    for (const Spread& spread : spreads) {
      expect_like_plain(instance, noisy_potentials(instance, spread, seed));
    }
  }
}

TEST(ShipCheck, SeesASingleArcThatFailsByOne) {
  // All potentials equal: every lane holds with exactly its cost to spare. Raised by cost + 1
  // moves, one node breaks the lanes into it that cost the least; raised by the cost it does not.
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomInstanceOptions options = options_of(seed);
    options.facilities += 2;
    options.lane_costs = LaneCosts::unit;
    const Instance instance = random_instance(options);
    RandomDraws draws(seed, 5);
    const FacilityId j(draws.between(0, options.facilities - 1));
    const Period t(draws.between(0, options.periods - 1));
    Potentials potentials{Panel<std::int32_t>(options.facilities, options.periods, 5),
                          Panel<std::int64_t>(options.facilities, options.periods, -7)};
    potentials.moves(j, t) += 1;
    const ShipCheck holds =
        check_ship_arcs(instance.lanes(), potentials,
                        {narrowest_keys(instance.lanes(), potentials), best_instruction_set(), 1});
    EXPECT_TRUE(holds.failing_origins.empty());
    potentials.moves(j, t) += 1;
    expect_like_plain(instance, potentials);
    std::int64_t lanes_in = 0;
    for (FacilityId i{0}; i.value() < options.facilities; ++i) {
      const std::int32_t transit = instance.lanes().transit_periods(i, j);
      if (transit > 0 && transit <= t.value()) ++lanes_in;
    }
    const ShipCheck fails =
        check_ship_arcs(instance.lanes(), potentials,
                        {narrowest_keys(instance.lanes(), potentials), best_instruction_set(), 1});
    EXPECT_EQ(static_cast<std::int64_t>(fails.failing_origins.size()), lanes_in);
  }
}

constexpr FacilityId kOrigin{0};
constexpr FacilityId kDestination{1};

/// Two facilities with a lane each way, and potentials whose keys need exactly `largest`.
void expect_width_at(Wide largest, KeyWidth fits, KeyWidth next) {
  InstanceData data = blank_instance_data(2, 3, 1);
  set_lane(data, kOrigin, kDestination, 1);
  set_lane(data, kDestination, kOrigin, 1);
  const Instance instance(data);
  // One patient value only: R + C = (max - min moves) + cost.
  Potentials potentials{Panel<std::int32_t>(2, 3), Panel<std::int64_t>(2, 3)};
  potentials.moves(kDestination, Period(2)) = static_cast<std::int64_t>(largest - 1);
  EXPECT_EQ(narrowest_keys(instance.lanes(), potentials), fits);
  expect_like_plain(instance, potentials);
  potentials.moves(kOrigin, Period(0)) = -1;
  EXPECT_EQ(narrowest_keys(instance.lanes(), potentials), next);
  EXPECT_THROW(
      (void)check_ship_arcs(instance.lanes(), potentials, {fits, InstructionSet::portable, 1}),
      std::invalid_argument);
  expect_like_plain(instance, potentials);
}

TEST(ShipCheck, UsesANarrowKeyUpToItsLastValue) {
  expect_width_at(std::numeric_limits<std::int16_t>::max(), KeyWidth::bits16, KeyWidth::bits32);
  expect_width_at(std::numeric_limits<std::int32_t>::max(), KeyWidth::bits32, KeyWidth::bits64);
  expect_width_at(std::numeric_limits<std::int64_t>::max(), KeyWidth::bits64, KeyWidth::bits128);
}

TEST(ShipCheck, NoMovementOutweighsAPatient) {
  // The destination is worth one patient more, the origin more moves by the whole range, and the
  // lane costs the most there is: (0, 1000) + (0, 50) is still below (1, 0).
  InstanceData data = blank_instance_data(2, 2, 1);
  set_lane(data, kOrigin, kDestination, 1);
  set_cost(data, kOrigin, kDestination, 50);
  Potentials potentials{Panel<std::int32_t>(2, 2), Panel<std::int64_t>(2, 2)};
  potentials.moves(kOrigin, Period(0)) = 1000;
  potentials.patients(kDestination, Period(1)) = 1;
  const Instance instance(data);
  EXPECT_EQ(plain_check(instance, potentials).failing_origins.size(), 1U);
  expect_like_plain(instance, potentials);
}

TEST(ShipCheck, TakesTheWidestPotentialsThereAre) {
  InstanceData data = blank_instance_data(2, 2, 1);
  set_lane(data, kOrigin, kDestination, 1);
  const Instance instance(data);
  Potentials potentials{Panel<std::int32_t>(2, 2), Panel<std::int64_t>(2, 2)};
  potentials.patients(kOrigin, Period(0)) = std::numeric_limits<std::int32_t>::min();
  potentials.patients(kDestination, Period(1)) = std::numeric_limits<std::int32_t>::max();
  potentials.moves(kOrigin, Period(0)) = std::numeric_limits<std::int64_t>::max();
  potentials.moves(kDestination, Period(1)) = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(narrowest_keys(instance.lanes(), potentials), KeyWidth::bits128);
  expect_like_plain(instance, potentials);
  std::swap(potentials.patients(kOrigin, Period(0)), potentials.patients(kDestination, Period(1)));
  expect_like_plain(instance, potentials);
}

}  // namespace
}  // namespace surgeflow::test
