// SPDX-License-Identifier: Apache-2.0
// Points of designs: slices, balance, order, and what the seed changes.
#include "sweep/points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

namespace surgeflow::sweep {
namespace {

double phi(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

/// How many values of a factor lie in each of so many slices of equal probability.
std::vector<int> slices(const Points& points, std::size_t factor, std::size_t count) {
  std::vector<int> in_slice(count, 0);
  for (std::size_t n = 0; n < points.count; ++n) {
    const double place = phi(points.at(n, factor)) * static_cast<double>(count);
    ++in_slice.at(static_cast<std::size_t>(place));
  }
  return in_slice;
}

double mean_product(const Points& points, std::size_t a, std::size_t b) {
  double sum = 0.0;
  for (std::size_t n = 0; n < points.count; ++n) sum += points.at(n, a) * points.at(n, b);
  return sum / static_cast<double>(points.count);
}

TEST(Points, AHypercubeHasOneInEachSlice) {
  const Points points = make_points(Design::latin_hypercube, 500, 3, 11);
  for (std::size_t f = 0; f < 3; ++f) {
    EXPECT_EQ(slices(points, f, 500), std::vector<int>(500, 1)) << f;
  }
  EXPECT_NEAR(mean_product(points, 0, 1), 0.0, 0.2);
  EXPECT_NEAR(mean_product(points, 1, 2), 0.0, 0.2);
}

TEST(Points, AHypercubeOfOneIsFinite) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    EXPECT_TRUE(std::isfinite(make_points(Design::latin_hypercube, 1, 1, seed).at(0, 0)));
  }
}

TEST(Points, ASobolSequenceIsBalancedInEveryFactorAndPair) {
  const Points points = make_points(Design::sobol, 256, 5, 3);
  for (std::size_t f = 0; f < 5; ++f) {
    EXPECT_EQ(slices(points, f, 256), std::vector<int>(256, 1)) << f;
  }
  // The first two coordinates are a (0, m, 2)-net: one point in each of 16 x 16 squares.
  std::set<std::pair<int, int>> squares;
  for (std::size_t n = 0; n < 256; ++n) {
    squares.emplace(static_cast<int>(16 * phi(points.at(n, 0))),
                    static_cast<int>(16 * phi(points.at(n, 1))));
  }
  EXPECT_EQ(squares.size(), 256U);
}

TEST(Points, TheFirstOfALongerSequenceAreTheSame) {
  const Points few = make_points(Design::sobol, 100, 2, 3);
  const Points many = make_points(Design::sobol, 300, 2, 3);
  EXPECT_TRUE(std::equal(few.z.begin(), few.z.end(), many.z.begin()));
}

TEST(Points, SaltellisDesignExchangesOneFactorAtATime) {
  constexpr std::size_t kPoints = 16;
  const Points points = make_points(Design::saltelli, kPoints, 3, 5);
  EXPECT_EQ(count_points(Design::saltelli, kPoints, 3), 80);
  ASSERT_EQ(points.count, 80U);
  for (std::size_t n = 0; n < kPoints; ++n) {
    for (std::size_t f = 0; f < 3; ++f) {
      const double a = points.at(n, f);
      const double b = points.at(kPoints + n, f);
      EXPECT_NE(a, b);
      for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(points.at((2 + i) * kPoints + n, f), i == f ? b : a);
      }
    }
  }
}

TEST(Points, IndependentOnesAreStandardNormal) {
  const Points points = make_points(Design::ensemble, 20'000, 2, 1);
  double sum = 0.0;
  for (const double z : points.z) sum += z;
  // Errors of the means are 0.005, 0.010 and 0.007; six times that never happens by chance.
  EXPECT_NEAR(sum / 40'000, 0.0, 0.03);
  EXPECT_NEAR(mean_product(points, 0, 0), 1.0, 0.06);
  EXPECT_NEAR(mean_product(points, 0, 1), 0.0, 0.042);
}

TEST(Points, AMembersDrawDependsOnNoOther) {
  const Points few = make_points(Design::ensemble, 10, 2, 1);
  const Points many = make_points(Design::ensemble, 20, 3, 1);
  for (std::size_t n = 0; n < 10; ++n) EXPECT_EQ(few.at(n, 0), many.at(n, 0));
}

TEST(Points, OfASingleFactorAreInItsOrder) {
  for (const Design design : {Design::latin_hypercube, Design::sobol, Design::ensemble}) {
    const Points points = make_points(design, 100, 1, 1);
    EXPECT_TRUE(std::is_sorted(points.z.begin(), points.z.end()));
    EXPECT_EQ(std::adjacent_find(points.z.begin(), points.z.end()), points.z.end());
  }
}

TEST(Points, TheSeedChangesEveryDesign) {
  for (const Design design :
       {Design::latin_hypercube, Design::sobol, Design::saltelli, Design::ensemble}) {
    const Points one = make_points(design, 8, 2, 1);
    EXPECT_EQ(one.z, make_points(design, 8, 2, 1).z);
    EXPECT_NE(one.z, make_points(design, 8, 2, 2).z);
    EXPECT_TRUE(std::all_of(one.z.begin(), one.z.end(), [](double z) { return std::isfinite(z); }));
  }
}

TEST(Points, ManyFactorsOrScenarios) {
  EXPECT_EQ(most_factors(Design::saltelli), 1833U);
  EXPECT_EQ(make_points(Design::sobol, 2, most_factors(Design::sobol), 1).z.size(), 7334U);
  EXPECT_EQ(count_points(Design::saltelli, std::numeric_limits<std::int64_t>::max() / 2, 3),
            std::numeric_limits<std::int64_t>::max());
  EXPECT_THROW(static_cast<void>(make_points(Design::grid, 2, 1, 1)), std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow::sweep
