// SPDX-License-Identifier: Apache-2.0
// The tiles of lanes for every period: others where lanes are closed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "flow/primal_dual/lane_tiles.hpp"
#include "flow/primal_dual/network.hpp"

namespace surgeflow::flow {

/// Lanes that are closed for some periods divide the horizon into stretches in which the same lanes
/// are open; each has tiles of its own. Without such lanes there is one stretch.
class TimedTiles {
 public:
  explicit TimedTiles(const Network& network);

  /// Lanes by their start, for devices that leave in period t.
  [[nodiscard]] const LaneTiles& outgoing(std::int32_t t) const {
    return outgoing_[stretch_of_[static_cast<std::size_t>(t)]];
  }
  /// Lanes by their end, likewise.
  [[nodiscard]] const LaneTiles& incoming(std::int32_t t) const {
    const std::vector<LaneTiles>& tiles = incoming_.empty() ? outgoing_ : incoming_;
    return tiles[stretch_of_[static_cast<std::size_t>(t)]];
  }
  /// Every transit time that occurs, ascending: the kinds of tiles of all periods.
  [[nodiscard]] std::span<const std::int32_t> transit_times() const {
    return outgoing_.front().transit_times();
  }
  [[nodiscard]] std::size_t mask_words() const { return outgoing_.front().mask_words(); }

 private:
  std::vector<std::uint32_t> stretch_of_;  ///< [period]
  std::vector<LaneTiles> outgoing_;        ///< [stretch]
  std::vector<LaneTiles> incoming_;        ///< empty where lanes are symmetric
};

}  // namespace surgeflow::flow
