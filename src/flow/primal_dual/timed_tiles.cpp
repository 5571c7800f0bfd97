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

TimedTiles::TimedTiles(const Network& network, int threads) {
  const LaneTable& lanes = network.instance().lanes();
  const std::vector<std::int32_t> firsts = stretches(lanes, network.periods());
  const bool symmetric =
      !network.has_gates() && lanes.closed().empty() && is_symmetric(lanes, threads);
  const auto tiles_of = [&](std::int32_t first, LaneTiles::Direction direction) {
    return LaneTiles(lanes, Period(first), network.order(), network.periods(), direction,
                     network.gate_words(), threads);
  };
  for (const std::int32_t first : firsts) {
    outgoing_.push_back(tiles_of(first, LaneTiles::Direction::outgoing));
    if (!symmetric) incoming_.push_back(tiles_of(first, LaneTiles::Direction::incoming));
  }
  for (std::int32_t t = 0; t < network.periods(); ++t) {
    const auto later = std::ranges::upper_bound(firsts, t);
    stretch_of_.push_back(static_cast<std::uint32_t>(later - firsts.begin() - 1));
  }
}

}  // namespace surgeflow::flow
