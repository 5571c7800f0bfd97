// SPDX-License-Identifier: Apache-2.0
// The unit of movement under factors.
#include "surgeflow/model/partners.hpp"

#include <numeric>

namespace surgeflow {

std::int32_t movement_parts(std::span<const PartnerFactor> partners) {
  std::int32_t common = kWholeFactor;
  for (const PartnerFactor& partner : partners) common = std::gcd(common, partner.hundredths);
  return kWholeFactor / common;
}

}  // namespace surgeflow
