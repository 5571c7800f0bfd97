// SPDX-License-Identifier: Apache-2.0
// The coordinates in which a bundle looks for prices.
//
// Multipliers m_r of the ties are not what a bundle should move:
//   falling   a unit that is worth much tomorrow is worth as much today, since it can wait. By
//             free multipliers all units wait for the best day, and a step learns about that only.
//             The coordinates are by how much the worth falls from one period to the next, so that
//             multipliers never rise in time and slopes are sums of what was used up to a period;
//   joint     lanes make devices worth nearly the same everywhere: one coordinate for a tie and
//             period at all facilities, until those promise nothing more; what facilities may lend,
//             and what they must keep, has one for each from the start;
//   scale     a unit's fall moves every patient before it, a carrier's price a few shipments of one
//             day: coordinates are scaled so that a first step moves the prices of all ties alike.
#pragma once

#include <span>
#include <vector>

#include "lagrangian/items/tie_multipliers.hpp"

namespace surgeflow::lagrangian {

enum class Spread { joint, by_facility };

class PriceSpace {
 public:
  /// `slack` is what plans at no prices leave of the ties.
  PriceSpace(const TieMultipliers& ties, Spread spread, std::span<const Total> slack);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Multipliers in patients at a point.
  [[nodiscard]] std::vector<double> multipliers(std::span<const double> point) const;
  /// The point of multipliers, those of one facility where it is joint.
  [[nodiscard]] std::vector<double> point(std::span<const double> multipliers) const;
  /// The slope of a bound whose slope in multipliers is `slack`.
  [[nodiscard]] std::vector<double> slope(std::span<const Total> slack) const;

 private:
  struct Part {
    TieMultipliers::Block block;
    std::size_t first = 0;  ///< coordinate
    std::size_t rows = 1;   ///< facilities, or 1
    double scale = 1.0;
  };

  void set_scales(std::span<const Total> slack);
  [[nodiscard]] std::vector<double> unscaled_slope(const Part& part,
                                                   std::span<const Total> slack) const;

  std::size_t periods_;
  std::size_t size_ = 0;
  std::vector<Part> parts_;
};

}  // namespace surgeflow::lagrangian
