// SPDX-License-Identifier: Apache-2.0
// A proximal bundle method: the multipliers to try next.
//
// The bound f is a maximum of linear functions of the multipliers m >= 0, one for each plan: the
// patients it treats plus the sum of m_r times what it leaves of limit r. Each priced solve gives
// the plan that is largest at its multipliers: a cut. The model is the maximum of the cuts so far;
// the next multipliers minimise, over m >= 0,
//
//   model(m) + |m - center|^2 / (2 step),
//
// where the center are the best multipliers so far; where multipliers have a most, up to that. If
// the bound there is better by a tenth of what the model promised, they become the center; if not,
// the new cut corrects the model. The step grows where the model was right and shrinks where it
// keeps being wrong.
//
// The dual of the quadratic problem has one weight a for each cut, a >= 0 with sum 1, and
// m(a) = center - step sum_k a_k slope_k, cut to what is allowed. Its slope in a_k is the value of
// cut k at m(a), so that weight is moved from the lowest cut that has any to the highest, by the
// step that is best along that line, until they agree. Cuts without weight are dropped when there
// are too many, and the rest are joined by their weights into one.
//
// The first multipliers may be held to a sum of 1: m(a) is then the nearest such point.
//
// Cost: multipliers above 0 x cuts for each move of weight. Floating point decides nothing about a
// plan or a bound: multipliers are rounded to whole units before they are used, and any are
// allowed.
//
// References: C. Lemarechal, 1978; K. C. Kiwiel, Proximity control in bundle methods for convex
// nondifferentiable minimization, 1990.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace surgeflow::lagrangian {

/// Where multipliers lie beside being at least 0, and how they set out.
struct BundleSpace {
  std::size_t shared = 0;   ///< the first so many add up to 1
  double first_step = 0.0;  ///< 0: by the first slope
  /// The greatest of each, in patients, beyond those that are shared; empty: any.
  std::vector<double> most{};
};

class Bundle {
 public:
  /// Multipliers to start from, in patients; the first thing to be told is the bound there.
  explicit Bundle(std::vector<double> start, BundleSpace space = {});

  /// What was found at multipliers near those last asked for: the bound, and the cut of the priced
  /// plan.
  void add(std::span<const double> multipliers, double bound, double treated,
           std::span<const double> slope);
  /// The multipliers to try next.
  [[nodiscard]] const std::vector<double>& next();

  /// By how much the model hopes that the bound at `next` is better than at the center.
  [[nodiscard]] double promise() const { return promise_; }

 private:
  struct Cut {
    double constant = 0.0;
    std::vector<double> slope;
    double weight = 0.0;
    double value = 0.0;  ///< at the trial
  };

  void judge(std::span<const double> multipliers, double bound, std::span<const double> slope);
  void drop_cuts();
  void follow_weights();
  void share_out();
  [[nodiscard]] double curvature(const Cut& one, const Cut& other) const;
  [[nodiscard]] bool move_weight(double enough);

  BundleSpace space_;
  std::vector<double> center_;
  std::vector<double> trial_;
  std::vector<std::uint32_t> positive_;  ///< multipliers of the trial; most are 0
  std::vector<double> joint_;            ///< sum of weight times slope
  std::vector<Cut> cuts_;
  double center_bound_ = 0.0;
  double promise_ = 0.0;
  double step_ = 0.0;  ///< 0 until the first slope is known
  int failures_ = 0;   ///< trials since the center last moved or the step changed
};

}  // namespace surgeflow::lagrangian
