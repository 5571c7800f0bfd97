// SPDX-License-Identifier: Apache-2.0
// Integer arithmetic that refuses to wrap, and conversions that refuse to lose a value.
#pragma once

#include <concepts>
#include <stdexcept>
#include <utility>

namespace surgeflow {

/// An integer result left its type's range: ours to prevent by checks at load.
class OverflowError : public std::overflow_error {
 public:
  using std::overflow_error::overflow_error;
};

template <std::signed_integral T>
[[nodiscard]] constexpr T checked_add(T a, T b) {
  T sum{};
  if (__builtin_add_overflow(a, b, &sum)) throw OverflowError("integer sum out of range");
  return sum;
}

template <std::signed_integral T>
[[nodiscard]] constexpr T checked_multiply(T a, T b) {
  T product{};
  if (__builtin_mul_overflow(a, b, &product)) throw OverflowError("integer product out of range");
  return product;
}

/// The same number in another integer type; throws where it does not fit.
template <std::integral To, std::integral From>
[[nodiscard]] constexpr To narrow(From value) {
  if (!std::in_range<To>(value)) throw OverflowError("integer does not fit the narrower type");
  return static_cast<To>(value);
}

}  // namespace surgeflow
