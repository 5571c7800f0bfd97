// SPDX-License-Identifier: Apache-2.0
// How often tests try what is random.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace surgeflow::test {

/// `all` where the environment has SURGEFLOW_THOROUGH_TESTS, as in continuous integration; `some`
/// elsewhere, where people wait for the answer.
[[nodiscard]] inline std::uint64_t cases_to_try(std::uint64_t some, std::uint64_t all) {
  return std::getenv("SURGEFLOW_THOROUGH_TESTS") == nullptr ? some : all;
}

/// The seed from which random cases are drawn: 1, or SURGEFLOW_FIRST_SEED of the environment, for
/// cases that nothing was tuned on.
[[nodiscard]] inline std::uint64_t first_seed() {
  const char* const stated = std::getenv("SURGEFLOW_FIRST_SEED");
  return stated == nullptr ? 1 : std::strtoull(stated, nullptr, 10);
}

}  // namespace surgeflow::test
