// SPDX-License-Identifier: Apache-2.0
// Names for the places of cases made by hand.
#pragma once

#include "surgeflow/core/index.hpp"

namespace surgeflow::test {

inline constexpr FacilityId kA{0};
inline constexpr FacilityId kB{1};
inline constexpr FacilityId kC{2};

}  // namespace surgeflow::test
