// SPDX-License-Identifier: Apache-2.0
// Streams of random numbers that designs and their statistics use.
#pragma once

#include <cstddef>
#include <cstdint>

namespace surgeflow::sweep {

/// What a random number is for. Streams below 2^31 belong to the draws of places, which are
/// numbered by parameter.
enum class Purpose : std::uint32_t {
  national_draw = 0x80,
  hypercube_order,
  hypercube_place,
  sobol_shift,
  resample
};

/// The stream of a purpose for factor number `factor` < 2^24.
[[nodiscard]] inline std::uint32_t stream_of(Purpose purpose, std::size_t factor = 0) {
  return (static_cast<std::uint32_t>(purpose) << 24) | static_cast<std::uint32_t>(factor);
}

}  // namespace surgeflow::sweep
