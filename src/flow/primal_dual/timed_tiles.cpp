// SPDX-License-Identifier: Apache-2.0
// Divides the horizon where lanes close or open.
#include "flow/primal_dual/timed_tiles.hpp"

#include <algorithm>

namespace surgeflow::flow {
namespace {

/// First periods of the stretches; the first is 0.
std::vector<std::int32_t> stretches(const LaneTable& lanes, std::int32_t periods) {
  std::vector<std::int32_t> firsts{0};
  for (const ClosedLane& closed : lanes.closed()) {
    for (const std::int32_t t : {closed.first.value(), closed.last.value() + 1}) {
      if (t < periods) firsts.push_back(t);
    }
  }
  std::ranges::sort(firsts);
  firsts.erase(std::unique(firsts.begin(), firsts.end()), firsts.end());
  return firsts;
}

}  // namespace

TimedTiles::TimedTiles(const Network& network) {
  const LaneTable& lanes = network.instance().lanes();
  const std::vector<std::int32_t> firsts = stretches(lanes, network.periods());
  for (const std::int32_t first : firsts) {
    outgoing_.emplace_back(lanes, Period(first), network.order(), network.periods(),
                           network.gate_words(), network.team());
  }
  const auto is_symmetric = [&](const LaneTiles& tiles) {
    return tiles.is_symmetric(network.team());
  };
  if (!std::ranges::all_of(outgoing_, is_symmetric)) {
    for (const LaneTiles& tiles : outgoing_) incoming_.push_back(tiles.turned());
  }
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    const auto later = std::ranges::upper_bound(firsts, t);
    stretch_of_.push_back(static_cast<std::uint32_t>(later - firsts.begin() - 1));
  }
}

}  // namespace surgeflow::flow
