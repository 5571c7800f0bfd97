// SPDX-License-Identifier: Apache-2.0
// Time lines that can be read some periods early or late.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace surgeflow::lagrangian {

/// Potentials are at most the number of periods, below 2^15.
using Worth = std::int16_t;

/// Rows with a margin on both sides, as wide as they are shifted at most: what is read again and
/// again should stay in the caches.
class PaddedRows {
 public:
  PaddedRows() = default;
  /// `before` and `after` fill the margins, rows are 0.
  PaddedRows(std::int32_t rows, std::int32_t periods, std::uint8_t margin, Worth before,
             Worth after)
      : margin_(margin),
        periods_(static_cast<std::size_t>(periods)),
        width_(periods_ + 2 * margin_),
        values_(static_cast<std::size_t>(rows) * width_) {
    for (std::size_t start = 0; start < values_.size(); start += width_) {
      const auto whole = std::span(values_).subspan(start, width_);
      std::ranges::fill(whole.first(margin_), before);
      std::ranges::fill(whole.last(margin_), after);
    }
  }

  void fill(Worth value) { std::ranges::fill(values_, value); }  ///< margins too
  [[nodiscard]] std::size_t periods() const { return periods_; }
  [[nodiscard]] std::span<Worth> row(std::int32_t n) {
    return std::span(values_).subspan(static_cast<std::size_t>(n) * width_ + margin_, periods_);
  }
  [[nodiscard]] std::span<const Worth> row(std::int32_t n) const {
    return {shifted(n, 0), periods_};
  }
  /// The row at `shift` periods after t = 0; negative shifts reach back.
  [[nodiscard]] const Worth* shifted(std::int32_t n, std::ptrdiff_t shift) const {
    const std::size_t start = static_cast<std::size_t>(n) * width_ + margin_;
    return values_.data() + static_cast<std::ptrdiff_t>(start) + shift;
  }

 private:
  std::size_t margin_ = 0;
  std::size_t periods_ = 0;
  std::size_t width_ = 0;
  std::vector<Worth> values_;
};

}  // namespace surgeflow::lagrangian
