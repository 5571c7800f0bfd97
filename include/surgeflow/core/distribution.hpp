// SPDX-License-Identifier: Apache-2.0
// Distributions of one uncertain number.
//
// A draw goes through the normal scale: where Z is standard normal, F^-1(Phi(Z)) has the
// distribution F exactly. So draws that are to move together can share a part of their Z (a
// Gaussian copula), whatever their distributions.
//
// Numbers are made of sums, products, quotients and roots in doubles, which are the same
// everywhere, and of exp and log, whose last bit may differ between mathematics libraries and the
// processors for which these choose their code. Inverse beta and gamma functions are iterations,
// some microseconds each; all others take some nanoseconds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace surgeflow {

/// Parameters in the order in which they are stated:
///   uniform     low, high
///   normal      mean, standard deviation
///   lognormal   mean and standard deviation of the logarithm
///   triangular  low, mode, high
///   beta        alpha, beta; on [0, 1]
///   gamma       shape, scale
enum class DistributionKind { uniform, normal, lognormal, triangular, beta, gamma };

struct Distribution {
  DistributionKind kind = DistributionKind::uniform;
  std::vector<double> parameters;
  bool operator==(const Distribution&) const = default;
};

/// The names of a kind's parameters, as they are stated: "low", "high", ...
[[nodiscard]] std::vector<std::string_view> parameter_names(DistributionKind kind);

/// What is impossible about a distribution, in words that say what is allowed; nothing where it is
/// one.
[[nodiscard]] std::optional<std::string> what_is_impossible(const Distribution& distribution);

/// F^-1(u) for 0 < u < 1. The distribution must be possible.
[[nodiscard]] double quantile(const Distribution& distribution, double u);

/// F^-1(Phi(z)): the value where a standard normal number takes z.
[[nodiscard]] double value_at_normal(const Distribution& distribution, double z);

/// Phi^-1(u), for 0 < u < 1.
[[nodiscard]] double standard_normal_quantile(double u);

}  // namespace surgeflow
