// SPDX-License-Identifier: Apache-2.0
// Smallest, largest and chosen values in between, of many whole numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "surgeflow/core/index.hpp"

namespace surgeflow::epidemic {

/// Which values quantiles are, counted from 0 in ascending order: of `count` >= 1 values the
/// ceil(q count)-th smallest, the smallest for q = 0. The product counts without the last bits in
/// which it may differ from that of the decimal number which was meant. q in [0, 1].
[[nodiscard]] std::vector<std::size_t> quantile_ranks(std::span<const double> quantiles,
                                                      std::size_t count);

/// Finds values by rank, for one row after the other. Values that lie close together are counted,
/// a few cycles each; others are partly sorted.
class RankedValues {
 public:
  explicit RankedValues(std::vector<std::size_t> ranks);

  [[nodiscard]] std::size_t size() const { return ranks_.size(); }
  /// The value of each rank, in the order of the ranks; a view until the next call. Values are not
  /// negative.
  template <class Whole>
  [[nodiscard]] std::span<const Count> of(std::span<const Whole> values);

 private:
  template <class Whole>
  void count(std::span<const Whole> values, Whole least, std::size_t range);
  void find_ranks(std::size_t range, Count least);
  template <class Whole>
  void sort(std::span<const Whole> values);

  std::vector<std::size_t> ranks_;
  std::vector<std::size_t> order_;  ///< of the ranks, ascending
  std::vector<Count> found_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::int32_t> sorted_;
};

}  // namespace surgeflow::epidemic
