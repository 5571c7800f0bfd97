// SPDX-License-Identifier: Apache-2.0
// Quantile functions: closed forms, and Boost.Math where there are none.
#include "surgeflow/core/distribution.hpp"

#include <fmt/format.h>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace surgeflow {
namespace {

namespace policies = boost::math::policies;

/// In doubles throughout, for speed and so that long doubles of other sizes change nothing; a
/// result that has no number is infinite.
using InDoubles = policies::policy<policies::promote_float<false>, policies::promote_double<false>,
                                   policies::overflow_error<policies::ignore_error>,
                                   policies::underflow_error<policies::ignore_error>,
                                   policies::evaluation_error<policies::ignore_error>>;

/// A point of a distribution by both its tails, so that neither loses digits: F and 1 - F.
struct Tails {
  double below = 0.0;
  double above = 0.0;
};

std::string_view name_of(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::uniform:
      return "uniform";
    case DistributionKind::normal:
      return "normal";
    case DistributionKind::lognormal:
      return "lognormal";
    case DistributionKind::triangular:
      return "triangular";
    case DistributionKind::beta:
      return "beta";
    case DistributionKind::gamma:
      return "gamma";
  }
  return {};
}

/// Phi(z).
double standard_normal_below(double z) {
  return 0.5 * boost::math::erfc(-z / std::numbers::sqrt2, InDoubles());
}

double normal_at(const std::vector<double>& p, double z) { return p[0] + p[1] * z; }

double lognormal_at(const std::vector<double>& p, double z) { return std::exp(normal_at(p, z)); }

double uniform_at(const std::vector<double>& p, Tails at) {
  const double width = p[1] - p[0];
  return at.below <= at.above ? p[0] + at.below * width : p[1] - at.above * width;
}

double triangular_at(const std::vector<double>& p, Tails at) {
  const double low = p[0];
  const double mode = p[1];
  const double high = p[2];
  const double width = high - low;
  if (at.below * width < mode - low) return low + std::sqrt(at.below * width * (mode - low));
  return high - std::sqrt(at.above * width * (high - mode));
}

double beta_at(const std::vector<double>& p, Tails at) {
  return at.below <= at.above ? boost::math::ibeta_inv(p[0], p[1], at.below, InDoubles())
                              : boost::math::ibetac_inv(p[0], p[1], at.above, InDoubles());
}

double gamma_at(const std::vector<double>& p, Tails at) {
  return p[1] * (at.below <= at.above ? boost::math::gamma_p_inv(p[0], at.below, InDoubles())
                                      : boost::math::gamma_q_inv(p[0], at.above, InDoubles()));
}

/// Of the kinds that do not go through the normal scale.
double value_at(const Distribution& distribution, Tails at) {
  switch (distribution.kind) {
    case DistributionKind::uniform:
      return uniform_at(distribution.parameters, at);
    case DistributionKind::triangular:
      return triangular_at(distribution.parameters, at);
    case DistributionKind::beta:
      return beta_at(distribution.parameters, at);
    case DistributionKind::gamma:
      return gamma_at(distribution.parameters, at);
    case DistributionKind::normal:
    case DistributionKind::lognormal:
      break;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

std::optional<std::string> what_is_wrong_with_range(const std::vector<double>& p) {
  const double low = p.front();
  const double high = p.back();
  if (!(low < high)) return fmt::format("low is {}, high is {}: low must be below high", low, high);
  if (!std::isfinite(high - low)) return "low and high are too far apart";
  return std::nullopt;
}

std::optional<std::string> what_is_not_positive(std::string_view name, double value) {
  if (value > 0.0) return std::nullopt;
  return fmt::format("{} is {}: it must be above 0", name, value);
}

std::optional<std::string> what_is_wrong_with_mode(const std::vector<double>& p) {
  if (auto wrong = what_is_wrong_with_range(p)) return wrong;
  if (p[1] >= p[0] && p[1] <= p[2]) return std::nullopt;
  return fmt::format("mode is {}: it must be from {} to {}", p[1], p[0], p[2]);
}

}  // namespace

std::vector<std::string_view> parameter_names(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::uniform:
      return {"low", "high"};
    case DistributionKind::normal:
      return {"mean", "sd"};
    case DistributionKind::lognormal:
      return {"log_mean", "log_sd"};
    case DistributionKind::triangular:
      return {"low", "mode", "high"};
    case DistributionKind::beta:
      return {"alpha", "beta"};
    case DistributionKind::gamma:
      return {"shape", "scale"};
  }
  return {};
}

std::optional<std::string> what_is_impossible(const Distribution& distribution) {
  const std::vector<double>& p = distribution.parameters;
  const std::vector<std::string_view> names = parameter_names(distribution.kind);
  if (p.size() != names.size()) {
    return fmt::format("{} parameters: {} has {}, {}", p.size(), name_of(distribution.kind),
                       names.size(), fmt::join(names, ", "));
  }
  for (std::size_t n = 0; n < p.size(); ++n) {
    if (!std::isfinite(p[n])) return fmt::format("{} is {}: it must be finite", names[n], p[n]);
  }
  switch (distribution.kind) {
    case DistributionKind::uniform:
      return what_is_wrong_with_range(p);
    case DistributionKind::triangular:
      return what_is_wrong_with_mode(p);
    case DistributionKind::normal:
    case DistributionKind::lognormal:
      return what_is_not_positive(names[1], p[1]);
    case DistributionKind::beta:
    case DistributionKind::gamma:
      break;
  }
  if (auto wrong = what_is_not_positive(names[0], p[0])) return wrong;
  return what_is_not_positive(names[1], p[1]);
}

double quantile(const Distribution& distribution, double u) {
  if (distribution.kind == DistributionKind::normal) {
    return normal_at(distribution.parameters, standard_normal_quantile(u));
  }
  if (distribution.kind == DistributionKind::lognormal) {
    return lognormal_at(distribution.parameters, standard_normal_quantile(u));
  }
  return value_at(distribution, {u, 1.0 - u});
}

double value_at_normal(const Distribution& distribution, double z) {
  if (distribution.kind == DistributionKind::normal) return normal_at(distribution.parameters, z);
  if (distribution.kind == DistributionKind::lognormal) {
    return lognormal_at(distribution.parameters, z);
  }
  return value_at(distribution, {standard_normal_below(z), standard_normal_below(-z)});
}

double standard_normal_quantile(double u) {
  // 1 - u is exact from 1/2 on, so both tails have all their digits.
  if (u <= 0.5) return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * u, InDoubles());
  return std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * (1.0 - u), InDoubles());
}

}  // namespace surgeflow
