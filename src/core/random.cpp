// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10 draws through Random123.
#include "surgeflow/core/random.hpp"

#include <Random123/philox.h>

#include "surgeflow/core/distribution.hpp"

namespace surgeflow {

std::uint64_t random_bits(const RandomKey& key, std::uint64_t counter) {
  using Philox = r123::Philox4x32;
  const Philox::ctr_type position = {{static_cast<std::uint32_t>(counter),
                                      static_cast<std::uint32_t>(counter >> 32), key.stream,
                                      key.member}};
  const Philox::key_type secret = {
      {static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32)}};
  const Philox::ctr_type bits = Philox{}(position, secret);
  return (static_cast<std::uint64_t>(bits[1]) << 32) | bits[0];
}

double random_uniform(const RandomKey& key, std::uint64_t counter) {
  return static_cast<double>(random_bits(key, counter) >> 11) * 0x1.0p-53;
}

std::uint64_t random_below(const RandomKey& key, std::uint64_t counter, std::uint64_t bound) {
  using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(random_bits(key, counter)) * bound) >> 64);
}

double random_normal(const RandomKey& key, std::uint64_t counter) {
  const double middle = static_cast<double>(random_bits(key, counter) >> 12) + 0.5;
  return standard_normal_quantile(middle * 0x1.0p-52);
}

}  // namespace surgeflow
