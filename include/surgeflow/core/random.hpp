// SPDX-License-Identifier: Apache-2.0
// Counter-based random numbers: a draw depends on its key alone, never on thread, rank or order.
#pragma once

#include <cstdint>

namespace surgeflow {

/// What a draw is for. The same key gives the same number on every machine.
struct RandomKey {
  std::uint64_t seed = 0;
  std::uint32_t stream = 0;  ///< the purpose or parameter
  std::uint32_t member = 0;  ///< ensemble member, or 0
};

/// 64 uniform random bits for draw number `counter` of `key` (Philox4x32-10 of Random123;
/// Salmon, Moraes, Dror, Shaw, SC 2011).
[[nodiscard]] std::uint64_t random_bits(const RandomKey& key, std::uint64_t counter);

/// Uniform in [0, 1), 53 random bits.
[[nodiscard]] double random_uniform(const RandomKey& key, std::uint64_t counter);

/// Uniform integer in [0, bound); `bound` >= 1. Bias below bound / 2^64.
[[nodiscard]] std::uint64_t random_below(const RandomKey& key, std::uint64_t counter,
                                         std::uint64_t bound);

/// Standard normal: Phi^-1 of a uniform number with 52 random bits that is neither 0 nor 1, so that
/// it is within 8.3. Where log differs in its last bit between machines, the number does so too
/// (surgeflow/core/distribution.hpp).
[[nodiscard]] double random_normal(const RandomKey& key, std::uint64_t counter);

}  // namespace surgeflow
