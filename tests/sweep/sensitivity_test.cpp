// SPDX-License-Identifier: Apache-2.0
// Sobol' indices of functions whose indices are known.
#include "surgeflow/sweep/sensitivity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "sweep/points.hpp"

namespace surgeflow::sweep {
namespace {

/// Outputs of a function of numbers uniform in (0, 1), over Saltelli's design.
template <class Function>
std::vector<double> outputs_of(std::size_t points, std::size_t factors, Function function) {
  const Points design = make_points(Design::saltelli, points, factors, 1);
  std::vector<double> outputs;
  for (std::size_t n = 0; n < design.count; ++n) {
    std::vector<double> u;
    for (std::size_t f = 0; f < factors; ++f) {
      u.push_back(0.5 * std::erfc(-design.at(n, f) / std::numbers::sqrt2));
    }
    outputs.push_back(function(u));
  }
  return outputs;
}

/// sin x + 7 sin^2 y + 0.1 z^4 sin x for x, y, z uniform in (-pi, pi).
double ishigami(const std::vector<double>& u) {
  const auto angle = [&](std::size_t f) { return std::numbers::pi * (2.0 * u[f] - 1.0); };
  const double sine = std::sin(angle(1));
  return std::sin(angle(0)) * (1.0 + 0.1 * std::pow(angle(2), 4)) + 7.0 * sine * sine;
}

TEST(SobolIndices, OfIshigamisFunction) {
  // Ishigami and Homma, 1990: V = a^2 / 8 + b pi^4 / 5 + b^2 pi^8 / 18 + 1 / 2, with a = 7, b = 0.1
  const double pi4 = std::pow(std::numbers::pi, 4);
  const double variance = 49.0 / 8.0 + pi4 / 50.0 + pi4 * pi4 / 1800.0 + 0.5;
  const double first = 0.5 * std::pow(1.0 + pi4 / 50.0, 2) / variance;
  const double second = 49.0 / 8.0 / variance;
  const double both = 8.0 * pi4 * pi4 / 225.0 / 100.0 / variance;  // first with third
  const auto indices = sobol_indices(outputs_of(4096, 3, ishigami), 4096, 3, {200, 0.95, 1});
  ASSERT_EQ(indices.size(), 3U);
  EXPECT_NEAR(indices[0].first_order.value, first, 0.01);
  EXPECT_NEAR(indices[1].first_order.value, second, 0.01);
  EXPECT_NEAR(indices[2].first_order.value, 0.0, 0.01);
  EXPECT_NEAR(indices[0].total.value, first + both, 0.01);
  EXPECT_NEAR(indices[1].total.value, second, 0.01);
  EXPECT_NEAR(indices[2].total.value, both, 0.01);
  for (const SobolIndex& index : indices) {
    EXPECT_LT(index.first_order.low, index.first_order.value);
    EXPECT_GT(index.first_order.high, index.first_order.value);
    EXPECT_LT(index.total.low, index.total.value);
    EXPECT_GT(index.total.high, index.total.value);
    EXPECT_LT(index.total.high - index.total.low, 0.1);
  }
}

TEST(SobolIndices, OfASumAreTheSharesOfVariance) {
  // V(3 u) = 9 / 12, V(4 u) = 16 / 12: shares 0.36 and 0.64; a mean of a million does no harm
  const auto sum = [](const std::vector<double>& u) { return 1e6 + 3.0 * u[0] + 4.0 * u[1]; };
  const auto indices = sobol_indices(outputs_of(1024, 3, sum), 1024, 3, {});
  EXPECT_NEAR(indices[0].first_order.value, 0.36, 1e-3);
  EXPECT_NEAR(indices[0].total.value, 0.36, 1e-3);
  EXPECT_NEAR(indices[1].first_order.value, 0.64, 1e-3);
  EXPECT_NEAR(indices[1].total.value, 0.64, 1e-3);
  EXPECT_EQ(indices[2].first_order.value, 0.0);
  EXPECT_EQ(indices[2].total.value, 0.0);
  EXPECT_EQ(indices[2].total.high, 0.0);
}

TEST(SobolIndices, OfAProductShowItsInteraction) {
  // (u - 1/2)(v - 1/2): nothing alone, everything together
  const auto product = [](const std::vector<double>& u) { return (u[0] - 0.5) * (u[1] - 0.5); };
  const auto indices = sobol_indices(outputs_of(4096, 2, product), 4096, 2, {100, 0.9, 1});
  for (const SobolIndex& index : indices) {
    EXPECT_NEAR(index.first_order.value, 0.0, 0.02);
    EXPECT_NEAR(index.total.value, 1.0, 0.02);
  }
}

TEST(SobolIndices, OfAConstantAreZero) {
  const std::vector<double> outputs(4 * 10, 0.1);
  for (const SobolIndex& index : sobol_indices(outputs, 10, 2, {})) {
    EXPECT_EQ(index.first_order.value, 0.0);
    EXPECT_EQ(index.first_order.high, 0.0);
    EXPECT_EQ(index.total.value, 0.0);
    EXPECT_EQ(index.total.low, 0.0);
  }
}

TEST(SobolIndices, IntervalsDependOnTheSeedAlone) {
  const std::vector<double> outputs = outputs_of(64, 3, ishigami);
  const auto once = sobol_indices(outputs, 64, 3, {100, 0.95, 7});
  const auto again = sobol_indices(outputs, 64, 3, {100, 0.95, 7});
  const auto other = sobol_indices(outputs, 64, 3, {100, 0.95, 8});
  EXPECT_EQ(once[0].total.low, again[0].total.low);
  EXPECT_NE(once[0].total.low, other[0].total.low);
  EXPECT_EQ(once[0].total.value, other[0].total.value);
}

TEST(SobolIndices, IntervalsCoverTheTruthAboutAsOftenAsTheySay) {
  // Additive, 0.36: 40 designs of 64 points, 90 % intervals. Of exact ones, fewer than 28 would
  // cover it less than once in 10,000 such tests.
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Points design = make_points(Design::ensemble, 2 * 64, 2, seed);
    std::vector<double> outputs;
    const auto output = [](double a, double b) { return 3.0 * a + 4.0 * b; };
    for (std::size_t block = 0; block < 4; ++block) {
      for (std::size_t n = 0; n < 64; ++n) {
        const std::size_t first = block == 1 || block == 2 ? 64 + n : n;
        const std::size_t second = block == 1 || block == 3 ? 64 + n : n;
        outputs.push_back(output(design.at(first, 0), design.at(second, 1)));
      }
    }
    const auto indices = sobol_indices(outputs, 64, 2, {300, 0.9, seed});
    const Estimate& total = indices[0].total;
    covered += total.low <= 0.36 && 0.36 <= total.high ? 1 : 0;
  }
  EXPECT_GE(covered, 28);
}

TEST(SobolIndices, RefuseIncompleteOutputs) {
  const std::vector<double> outputs(11, 1.0);
  EXPECT_THROW(static_cast<void>(sobol_indices(outputs, 4, 1, {})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(sobol_indices(outputs, 0, 1, {})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(sobol_indices({}, 4, 1, {})), std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow::sweep
