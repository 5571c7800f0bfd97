// SPDX-License-Identifier: Apache-2.0
// Items of work dealt one by one to whoever is free, on all ranks.
//
// The root keeps the next number. A rank with a free thread asks for it, and is told one, or that
// there is no more. Only the calling thread communicates, while the rank's workers work; between
// looks it sleeps, at most a millisecond: items should take longer. Who works on what depends on
// the clock; what comes of an item must not.
#pragma once

#include <cstdint>
#include <functional>

#include "comm/communicator.hpp"

namespace surgeflow::comm {

struct DealControl {
  int workers = 1;  ///< threads of this rank
  /// Asked again and again by the calling thread: true, on any rank, and no more is dealt anywhere.
  std::function<bool()> stop;
  /// On the root: how many items are finished on all ranks, as far as it knows; again and again.
  std::function<void(std::int64_t)> progress;
};

enum class Dealing { complete, stopped };

/// Collective: calls `work(worker, item)` once for each item 0, 1, ... below `items`, the root's
/// number, in ascending order on each worker 0 .. workers - 1 of each rank. Returns when all that
/// were dealt are finished. What an item throws ends the dealing; once the rest is finished every
/// rank throws, as in Communicator::all_or_none.
[[nodiscard]] Dealing deal(const Communicator& ranks, std::int64_t items,
                           const DealControl& control,
                           const std::function<void(int, std::int64_t)>& work);

}  // namespace surgeflow::comm
