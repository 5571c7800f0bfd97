// SPDX-License-Identifier: Apache-2.0
// What every Lagrangian relaxation is, whatever it relaxes.
//
// Some constraints couple what could be solved apart. A relaxation gives each of these a
// multiplier, a price for going beyond it, instead of keeping it; what is left falls into blocks
// that are solved exactly. At any multipliers
//
//   bound = sum of the blocks' optima + what the multipliers charge for keeping the constraints
//
// is no less than the value of any plan that keeps them, so that the bound is true at every moment,
// and the multipliers are moved so that it falls. Plans are made beside it, by other means.
//
//   relaxation          dualised                          blocks             multipliers move by
//   RegionalCoupling    what comes to a region from the   the regions, each  block descent, down
//                       others: the balance of (j, u)     with a market      and up
//   PricedLimits        limits that couple lanes or days  the whole network  a proximal bundle,
//                                                         with priced lanes  rounded to integers
//   PricedItems         what ties items: carriers, units  the items, each a  the same
//                       used, patients of several         priced network
//
// To add constraints of another kind to PricedLimits is to write one LimitFamily
// (limits/limit_family.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "surgeflow/core/index.hpp"
#include "surgeflow/core/stop.hpp"

namespace surgeflow::lagrangian {

/// On several ranks `step` is collective.
class Relaxation {
 public:
  virtual ~Relaxation() = default;
  /// The constraints that are priced instead of kept.
  [[nodiscard]] virtual std::string_view dualised() const = 0;
  [[nodiscard]] virtual std::int64_t multipliers() const = 0;
  /// Solves the blocks once, moves the multipliers and improves the bound if it can. The bound is
  /// true where it is stopped as well.
  [[nodiscard]] virtual StopReason step() = 0;
  /// Whether no further step promises a better bound.
  [[nodiscard]] virtual bool exhausted() = 0;
  /// Patients that no plan can exceed: the least so far.
  [[nodiscard]] virtual Total bound() const = 0;
};

/// Steps as long as `go_on` allows and the relaxation promises anything, each followed by `after`;
/// the reason of a stop within a step.
[[nodiscard]] StopReason improve(Relaxation& relaxation, const std::function<bool()>& go_on,
                                 const std::function<void()>& after);

/// What a plan misses of the bound, as a share of it.
[[nodiscard]] double relative_gap(Total bound, Total gain);

/// "565560 multipliers price what comes to a region from the others".
[[nodiscard]] std::string in_words(const Relaxation& relaxation);

}  // namespace surgeflow::lagrangian
