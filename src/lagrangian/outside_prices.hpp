// SPDX-License-Identifier: Apache-2.0
// What a region's neighbours pay and ask: prices of its inventory coupling.
#pragma once

#include "lagrangian/partition.hpp"
#include "lagrangian/share.hpp"
#include "surgeflow/core/panel.hpp"

namespace surgeflow::lagrangian {

/// For every own facility i and period t the most that a device sent to a facility j outside its
/// block is worth on arrival, max v_j,t+s_ij; 0 where no lane arrives within the horizon.
/// `potentials` are those of all facilities. Cost: a few bytes' comparison per lane and period.
[[nodiscard]] Panel<std::int32_t> best_sale(const Share& share, const Partition& partition,
                                            const Panel<std::int32_t>& potentials, int threads);

/// For every own facility j and period u the least that a device is worth where it would have to be
/// taken from, min v_i,u-s_ij; periods + 1, more than any device can earn, where no lane leads in.
[[nodiscard]] Panel<std::int32_t> best_purchase(const Share& share, const Partition& partition,
                                                const Panel<std::int32_t>& potentials, int threads);

}  // namespace surgeflow::lagrangian
