// SPDX-License-Identifier: Apache-2.0
// An order of the facilities in which near ones share words.
#pragma once

#include <vector>

#include "flow/primal_dual/team.hpp"
#include "surgeflow/core/index.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::flow {

/// All facilities, those near to each other in transit time side by side: halved again and again
/// between two that are far apart, in whole words, down to single words. Depends on lanes only, on
/// any number of threads.
///
/// Transit times are whole periods, and within a few hundred kilometres they are all the same. So
/// facilities are not told apart by the time between them but by their times to landmarks, 256
/// facilities from all over: the sum of the differences grows with the distance, since every
/// landmark tells on which side of its circles a facility lies. The smaller the area of a word, the
/// fewer transit times join two words, and the fewer tiles there are to look at (lane_tiles.hpp).
///
/// Cost: 256 bytes a facility, and four times as many differences for each halving.
[[nodiscard]] std::vector<FacilityId> facility_order(const LaneTable& lanes, Team* team = nullptr);

}  // namespace surgeflow::flow
