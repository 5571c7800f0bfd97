// SPDX-License-Identifier: Apache-2.0
// Random numbers of synthetic cases, made by operations that every IEEE 754 machine rounds alike.
#pragma once

#include <cmath>
#include <cstdint>

#include "surgeflow/core/random.hpp"

namespace surgeflow::synth {

// Logarithms, powers and the standard library's distributions differ between libraries in the last
// digit. Only + - * / and square roots are used here, and the folder is compiled without fused
// multiply-add, so that a seed means one case everywhere.

/// What draws are for.
enum class Stream : std::uint32_t { city = 1, site, region, outbreak, wave, devices };

/// The draws of one thing, in order: the n-th of a stream, whatever other things there are.
class Draw {
 public:
  Draw(std::uint64_t seed, Stream stream, std::size_t thing)
      : key_{seed, static_cast<std::uint32_t>(stream), 0},
        counter_(static_cast<std::uint64_t>(thing) << 8) {}

  /// Uniform in [low, high).
  [[nodiscard]] double between(double low, double high) {
    return low + (high - low) * random_uniform(key_, counter_++);
  }
  /// Uniform in (0, 1].
  [[nodiscard]] double positive() { return 1.0 - random_uniform(key_, counter_++); }
  /// Uniform integer in [0, bound).
  [[nodiscard]] std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(random_below(key_, counter_++, bound));
  }
  [[nodiscard]] std::uint64_t bits() { return random_bits(key_, counter_++); }

  /// Bell-shaped around 0 with standard deviation 1, within [-3.5, 3.5]: four uniform numbers.
  [[nodiscard]] double bell() {
    double sum = 0.0;
    for (int n = 0; n < 4; ++n) sum += between(-0.5, 0.5);
    return sum * kBellScale;
  }

 private:
  static constexpr double kBellScale = 1.7320508075688772;  // sqrt(3): a sum's variance is 4/12

  RandomKey key_;
  std::uint64_t counter_;
};

/// To the nearest multiple of 1 / scale, halves up.
[[nodiscard]] inline double rounded(double value, double scale) {
  return std::floor(value * scale + 0.5) / scale;
}

}  // namespace surgeflow::synth
