// SPDX-License-Identifier: Apache-2.0
// Distributions: known quantiles, inverses, both tails, and what is refused.
#include "surgeflow/core/distribution.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace surgeflow {
namespace {

using enum DistributionKind;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const std::vector<Distribution> kExamples = {
    {uniform, {-1.0, 3.0}},     {normal, {4.0, 0.5}}, {lognormal, {1.0, 0.25}},
    {triangular, {1, 2, 5}},    {beta, {2.0, 5.0}},   {gamma, {3.0, 2.0}},
    {triangular, {0, 0, 1}},    {beta, {0.5, 0.5}},   {gamma, {0.5, 1.0}},
    {triangular, {-2, -1, -1}}, {beta, {40, 60}},     {gamma, {100, 0.1}}};

TEST(Distribution, StandardNormalQuantiles) {
  EXPECT_EQ(standard_normal_quantile(0.5), 0.0);
  // Abramowitz and Stegun, table 26.5, and the tails to 15 digits.
  EXPECT_NEAR(standard_normal_quantile(0.975), 1.959963984540054, 1e-15);
  EXPECT_NEAR(standard_normal_quantile(0.9), 1.281551565544600, 1e-15);
  EXPECT_NEAR(standard_normal_quantile(1e-10), -6.361340902404056, 1e-14);
  for (const double u : {1e-300, 0x1.0p-53, 1e-3, 0.25}) {
    EXPECT_NEAR(std::erfc(-standard_normal_quantile(u) / std::sqrt(2.0)) / 2.0 / u, 1.0, 1e-12);
  }
}

TEST(Distribution, StandardNormalIsSymmetric) {
  for (const double u : {0x1.0p-53, 0x1.8p-20, 0.125, 0.25, 0.4375}) {
    EXPECT_EQ(standard_normal_quantile(1.0 - u), -standard_normal_quantile(u));
  }
}

TEST(Distribution, KnownQuantiles) {
  EXPECT_DOUBLE_EQ(quantile({uniform, {-1.0, 3.0}}, 0.25), 0.0);
  EXPECT_DOUBLE_EQ(quantile({normal, {4.0, 0.5}}, 0.975), 4.0 + 0.5 * 1.959963984540054);
  EXPECT_DOUBLE_EQ(quantile({lognormal, {1.0, 0.25}}, 0.5), std::exp(1.0));
  // The density of (1, 2, 5) rises to the mode, where F = 1/4; at 1/16 it is half way there.
  EXPECT_DOUBLE_EQ(quantile({triangular, {1, 2, 5}}, 0.25), 2.0);
  EXPECT_DOUBLE_EQ(quantile({triangular, {1, 2, 5}}, 0.0625), 1.5);
  // F = 1 - (5 - x)^2 / 12 beyond the mode.
  EXPECT_DOUBLE_EQ(quantile({triangular, {1, 2, 5}}, 1.0 - 1.0 / 12.0), 4.0);
  // F = x^2 for beta(2, 1), F = (2/pi) asin sqrt x for beta(1/2, 1/2).
  EXPECT_NEAR(quantile({beta, {2.0, 1.0}}, 0.49), 0.7, 1e-14);
  EXPECT_NEAR(quantile({beta, {0.5, 0.5}}, 1.0 / 3.0), 0.25, 1e-14);
  // Shape 1 is the exponential distribution.
  EXPECT_NEAR(quantile({gamma, {1.0, 2.0}}, 0.75), -2.0 * std::log(0.25), 1e-13);
}

TEST(Distribution, NormalScaleIsTheQuantileOfPhi) {
  for (const Distribution& distribution : kExamples) {
    for (const double u : {0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999}) {
      const double expected = quantile(distribution, u);
      EXPECT_NEAR(value_at_normal(distribution, standard_normal_quantile(u)), expected,
                  1e-12 * (1.0 + std::abs(expected)));
    }
  }
}

TEST(Distribution, RisesUpToTheFarTails) {
  for (const Distribution& distribution : kExamples) {
    double last = value_at_normal(distribution, -8.3);
    for (double z = -8.0; z <= 8.3; z += 0.25) {
      const double value = value_at_normal(distribution, z);
      EXPECT_GE(value, last);
      EXPECT_TRUE(std::isfinite(value));
      last = value;
    }
  }
}

TEST(Distribution, NamesEveryParameter) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(parameter_names(uniform), (Names{"low", "high"}));
  EXPECT_EQ(parameter_names(normal), (Names{"mean", "sd"}));
  EXPECT_EQ(parameter_names(lognormal), (Names{"log_mean", "log_sd"}));
  EXPECT_EQ(parameter_names(triangular), (Names{"low", "mode", "high"}));
  EXPECT_EQ(parameter_names(beta), (Names{"alpha", "beta"}));
  EXPECT_EQ(parameter_names(gamma), (Names{"shape", "scale"}));
}

TEST(Distribution, ExamplesArePossible) {
  for (const Distribution& distribution : kExamples) {
    EXPECT_EQ(what_is_impossible(distribution), std::nullopt);
  }
}

TEST(Distribution, SaysWhatIsImpossible) {
  const auto wrong = [](const Distribution& distribution) {
    return what_is_impossible(distribution).value_or("possible");
  };
  EXPECT_EQ(wrong({uniform, {1.0}}), "1 parameters: uniform has 2, low, high");
  EXPECT_EQ(wrong({uniform, {2.0, 2.0}}), "low is 2, high is 2: low must be below high");
  EXPECT_EQ(wrong({uniform, {0.0, kInfinity}}), "high is inf: it must be finite");
  EXPECT_EQ(wrong({uniform, {-1e308, 1e308}}), "low and high are too far apart");
  EXPECT_EQ(wrong({normal, {0.0, 0.0}}), "sd is 0: it must be above 0");
  EXPECT_EQ(wrong({lognormal, {0.0, -1.0}}), "log_sd is -1: it must be above 0");
  EXPECT_EQ(wrong({triangular, {0.0, 2.0, 1.0}}), "mode is 2: it must be from 0 to 1");
  EXPECT_EQ(wrong({triangular, {1.0, 1.0, 1.0}}), "low is 1, high is 1: low must be below high");
  EXPECT_EQ(wrong({beta, {0.0, 1.0}}), "alpha is 0: it must be above 0");
  EXPECT_EQ(wrong({beta, {1.0, -2.0}}), "beta is -2: it must be above 0");
  EXPECT_EQ(wrong({gamma, {-1.0, 1.0}}), "shape is -1: it must be above 0");
  EXPECT_EQ(wrong({gamma, {1.0, std::nan("")}}), "scale is nan: it must be finite");
}

}  // namespace
}  // namespace surgeflow
