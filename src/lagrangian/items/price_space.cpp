// SPDX-License-Identifier: Apache-2.0
// Sums and differences over periods, and scales.
#include "lagrangian/items/price_space.hpp"

#include <algorithm>
#include <cmath>

namespace surgeflow::lagrangian {

PriceSpace::PriceSpace(const TieMultipliers& ties, Spread spread, std::span<const Total> slack)
    : periods_(ties.periods()) {
  for (const TieMultipliers::Block& block : ties.blocks()) {
    const bool joint = spread == Spread::joint && !block.by_facility;
    Part part{.block = block, .first = size_, .rows = joint ? 1 : block.size / periods_};
    size_ += part.rows * periods_;
    parts_.push_back(part);
  }
  set_scales(slack);
}

/// With steepest slopes g and s = sqrt(g c) / max sqrt(g / c), a first step of a bundle along them,
/// which is 1 over the steepest, moves multipliers by at most 1 / c.
void PriceSpace::set_scales(std::span<const Total> slack) {
  double steepest = 0.0;
  for (Part& part : parts_) {
    double slope = 1.0;
    for (const double here : unscaled_slope(part, slack)) slope = std::max(slope, std::abs(here));
    part.scale = std::sqrt(slope * part.block.caution);
    steepest = std::max(steepest, std::sqrt(slope / part.block.caution));
  }
  for (Part& part : parts_) part.scale /= steepest;
}

std::vector<double> PriceSpace::multipliers(std::span<const double> point) const {
  std::vector<double> multipliers;
  for (const Part& part : parts_) {
    for (std::size_t n = 0; n < part.block.size; ++n) {
      const std::size_t row = part.rows == 1 ? 0 : n / periods_;
      multipliers.push_back(point[part.first + row * periods_ + n % periods_] / part.scale);
    }
    if (!part.block.falling) continue;
    for (std::size_t n = part.block.first + part.block.size; n-- > part.block.first;) {
      const bool last = (n - part.block.first) % periods_ + 1 == periods_;
      if (!last) multipliers[n] += multipliers[n + 1];
    }
  }
  return multipliers;
}

std::vector<double> PriceSpace::point(std::span<const double> multipliers) const {
  std::vector<double> point(size_, 0.0);
  for (const Part& part : parts_) {
    for (std::size_t n = 0; n < part.rows * periods_; ++n) {
      const std::size_t here = part.block.first + n;
      const bool falls = part.block.falling && n % periods_ + 1 < periods_;
      point[part.first + n] =
          part.scale * (multipliers[here] - (falls ? multipliers[here + 1] : 0.0));
    }
  }
  return point;
}

std::vector<double> PriceSpace::unscaled_slope(const Part& part,
                                               std::span<const Total> slack) const {
  std::vector<double> slope(part.rows * periods_, 0.0);
  for (std::size_t n = 0; n < part.block.size; ++n) {
    const std::size_t row = part.rows == 1 ? 0 : n / periods_;
    slope[row * periods_ + n % periods_] += static_cast<double>(slack[part.block.first + n]);
  }
  for (std::size_t n = 1; n < slope.size() && part.block.falling; ++n) {
    if (n % periods_ != 0) slope[n] += slope[n - 1];
  }
  return slope;
}

std::vector<double> PriceSpace::slope(std::span<const Total> slack) const {
  std::vector<double> slope;
  for (const Part& part : parts_) {
    for (const double unscaled : unscaled_slope(part, slack)) {
      slope.push_back(unscaled / part.scale);
    }
  }
  return slope;
}

}  // namespace surgeflow::lagrangian
