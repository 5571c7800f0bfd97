// SPDX-License-Identifier: Apache-2.0
// Whom facilities prefer to lend to or to borrow from, and whom they avoid.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace surgeflow {

/// Factors are whole hundredths, so that what lanes cost stays an integer.
inline constexpr std::int32_t kWholeFactor = 100;
inline constexpr std::int32_t kMostFactor = 100'000;

/// What a device costs on lanes from an origin to a destination is multiplied by a factor. An end
/// is the id of a facility, otherwise a region, or empty: everybody.
struct PartnerFactor {
  std::string origin;
  std::string destination;
  std::int32_t hundredths = kWholeFactor;
  std::int64_t line = 0;  ///< of the file, for messages

  bool operator==(const PartnerFactor&) const = default;
};

/// Movement is counted in so many parts of a unit: the least number that makes all factors whole.
[[nodiscard]] std::int32_t movement_parts(std::span<const PartnerFactor> partners);

}  // namespace surgeflow
