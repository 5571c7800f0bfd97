// SPDX-License-Identifier: Apache-2.0
// Products with a reciprocal against divisions, bit for bit.
#include "epidemic/ensemble/scale_by_reciprocal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "surgeflow/core/random.hpp"
#include "surgeflow/epidemic/sir.hpp"

namespace surgeflow::epidemic {
namespace {

constexpr int kMostUlps = 8;
constexpr double kTwo52 = 0x1.0p52;

double ulp(double number) {
  return std::nextafter(number, std::numeric_limits<double>::infinity()) - number;
}

bool in_doubt(double population) {
  return !(squared_distance_from_doubt<std::uint64_t>(population) > kDoubt * kDoubt);
}

struct Separate {
  static double multiply_add(double a, double b, double c) { return a * b + c; }
};
struct Fused {
  static double multiply_add(double a, double b, double c) { return std::fma(a, b, c); }
};

/// Whether products and divisions agree for every sum that a day can have.
bool agrees(double population) {
  const double reciprocal = 1.0 / population;
  for (int k = -kMostUlps; k <= kMostUlps; ++k) {
    const double total = population + k * ulp(population);
    const double quotient = population / total;
    if (scale_by_reciprocal<Separate>(population, reciprocal, total) != quotient) return false;
    if (scale_by_reciprocal<Fused>(population, reciprocal, total) != quotient) return false;
  }
  return true;
}

double random_between(double low, double high, std::uint64_t number) {
  return low + (high - low) * random_uniform({1, 0, 0}, number);
}

TEST(ScaleByReciprocal, IsTheQuotientOfRandomPopulations) {
  for (std::uint64_t n = 0; n < 200'000; ++n) {
    const double population = std::exp2(random_between(0.0, 50.0, n));
    EXPECT_TRUE(in_doubt(population) || agrees(population)) << population;
  }
}

TEST(ScaleByReciprocal, IsTheQuotientOfWholePopulations) {
  int doubtful = 0;
  for (int persons = 1; persons <= 300'000; ++persons) {
    const bool doubt = in_doubt(persons);
    doubtful += doubt ? 1 : 0;
    EXPECT_TRUE(doubt || agrees(persons)) << persons;
  }
  // Powers of 2 times divisors of 105, and none besides.
  int expected = 0;
  for (const int divisor : {1, 3, 5, 7, 15, 21, 35, 105}) {
    for (int persons = divisor; persons <= 300'000; persons *= 2) ++expected;
  }
  EXPECT_EQ(doubtful, expected);
}

TEST(ScaleByReciprocal, WhereItIsAnotherNumberIsDoubt) {
  int wrong = 0;
  for (int k = 1; k <= kMostUlps; ++k) {
    for (int j = 2 * k; j <= 4 * k; ++j) {
      // k v = j / 2, from where quotients are rounded to another number.
      const double step = std::round(4.0 * kTwo52 * k / j);
      for (int away = -300; away <= 300; ++away) {
        const double population = step + away;
        if (population < kTwo52) continue;
        EXPECT_TRUE(in_doubt(population)) << population;
        wrong += agrees(population) ? 0 : 1;
      }
    }
  }
  EXPECT_GT(wrong, 0);
}

TEST(ScaleByReciprocal, IsTheQuotientJustBeyondDoubt) {
  int beyond = 0;
  for (int nearest = 1680; nearest <= 3360; ++nearest) {
    for (const double distance : {-1.01, -0.99, 0.99, 1.01}) {
      const double population = std::round(2.0 * kTwo52 * 1680.0 / (nearest + distance * kDoubt));
      if (population < kTwo52 || population >= 2.0 * kTwo52) continue;
      EXPECT_EQ(in_doubt(population), std::abs(distance) < 1.0) << population;
      EXPECT_TRUE(in_doubt(population) || agrees(population)) << population;
      beyond += in_doubt(population) ? 0 : 1;
    }
  }
  EXPECT_GT(beyond, 3300);
}

TEST(ScaleByReciprocal, PowersOfTwoAndTheirNeighboursAreDoubt) {
  for (int exponent = 0; exponent <= 50; ++exponent) {
    const double power = std::ldexp(1.0, exponent);
    for (int away = -100; away <= 100; ++away) {
      EXPECT_TRUE(in_doubt(power + away * ulp(power))) << exponent << " " << away;
    }
  }
}

TEST(ScaleByReciprocal, SumsOfADayAreAsNearAsThat) {
  double farthest = 0.0;
  std::uint64_t n = 0;
  for (int epidemic = 0; epidemic < 3000; ++epidemic) {
    const double population = std::exp2(random_between(0.0, 30.0, n++));
    const double infected = population * random_between(1e-6, 0.5, n++);
    const double recovery = random_between(0.01, 1.0, n++);
    const double contacts = random_between(0.0, 1.0, n++) / population;
    Compartments state{population - infected, infected, 0.0};
    const double start = state.susceptible + state.infected;
    for (int day = 0; day < 60; ++day) {
      const double infections = contacts * state.susceptible * state.infected;
      const double recoveries = recovery * state.infected;
      const double total = (state.susceptible - infections) +
                           ((infections - recoveries) + state.infected) +
                           (recoveries + state.recovered);
      farthest = std::max(farthest, std::abs(total - start) / ulp(start));
      state = next_day(state, contacts, recovery, start);
    }
  }
  EXPECT_GE(farthest, 1.0);
  EXPECT_LE(farthest, kMostUlps);
}

}  // namespace
}  // namespace surgeflow::epidemic
