// SPDX-License-Identifier: Apache-2.0
// Empirical Bayes: estimates of facilities drawn towards their region, regions towards the nation.
//
// The model, for the estimate y_i of facility i in region g with its standard error s_i:
//
//   y_i = theta_i + e_i, e_i ~ N(0, s_i^2)    theta_i ~ N(mu_g, tau^2)    mu_g ~ N(mu, omega^2)
//
// tau^2, the variance between facilities of a region, is one for all regions, and found from all:
// the tau^2 >= 0 that makes
//
//   sum_g sum_(i in g) (y_i - m_g)^2 / (s_i^2 + tau^2) = sum_g (facilities of g - 1)
//
// with m_g the mean of region g under these weights (Paule and Mandel 1982; the iterated form of
// DerSimonian and Laird 1986, less swayed by a few facilities with tiny errors). omega^2 comes from
// the region means and their variances v_g = 1 / sum_i 1 / (s_i^2 + tau^2) in the same way. Then
//
//   region     M_g = B_g m_g + (1 - B_g) mu        B_g = omega^2 / (omega^2 + v_g)
//              V_g = B_g v_g + (1 - B_g)^2 var(mu)
//   facility   theta_i = b_i y_i + (1 - b_i) M_g   b_i = tau^2 / (tau^2 + s_i^2)
//              var_i = b_i s_i^2 + (1 - b_i)^2 V_g
//
// A facility without an estimate has M_g with variance tau^2 + V_g, the spread of its region, and a
// region without one has mu with omega^2 + var(mu). Where nothing varies beyond the errors, tau = 0
// and all take their region's value. Costs 200 passes over the estimates.
// Limits: normal errors, which for growth from fewer than about ten counts they are not; the errors
// of tau and omega themselves are not carried on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace surgeflow::calibration {

/// A value that is known up to a standard error.
struct Estimate {
  double value = 0.0;
  double standard_error = 0.0;
};

struct ShrunkEstimate {
  double value = 0.0;
  double standard_error = 0.0;
  double region_weight = 1.0;  ///< 1 - b_i: the share that comes from the region
};

struct Shrinkage {
  Estimate nation;                         ///< mu
  double between_regions = 0.0;            ///< omega, a standard deviation
  double between_facilities = 0.0;         ///< tau, a standard deviation
  std::vector<Estimate> regions;           ///< M_g, sqrt(V_g) [region]
  std::vector<ShrunkEstimate> facilities;  ///< [facility]
};

/// `own[i]` is what facility i's own counts say, standard errors above 0, or nothing;
/// `region_of[i]` its region, from 0 to `regions` - 1. At least one facility has an estimate.
[[nodiscard]] Shrinkage shrink(std::span<const std::optional<Estimate>> own,
                               std::span<const std::int32_t> region_of, std::int32_t regions);

}  // namespace surgeflow::calibration
