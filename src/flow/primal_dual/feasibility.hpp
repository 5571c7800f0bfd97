// SPDX-License-Identifier: Apache-2.0
// Whether potentials are high enough for every lane.
#pragma once

#include <cstdint>

#include "flow/primal_dual/tiled_lanes.hpp"

namespace surgeflow::flow {

/// The last period in which some facility is worth less than a period later, or less than what is
/// at the end of a lane less its cost; -1 where potentials are feasible. Of networks without gates.
///
/// A lane (i,t) -> (j,u) has to be looked at only where j is worth more in u than in u + 1: else
/// its condition follows from that of a period later. Such falls of one value are a row of bits,
/// and so are the facilities that are worth less in t than that value less the cost; tiles tell
/// whether a lane leads from the one row to the other. Periods are looked at on all threads of the
/// network, and none waits for another, as raising potentials has to.
[[nodiscard]] std::int32_t last_violation(const TiledLanes& lanes);

}  // namespace surgeflow::flow
