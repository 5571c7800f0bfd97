// SPDX-License-Identifier: Apache-2.0
// What a rank did between communications: from it follows what a run takes on a given network.
//
// On all ranks of a communicator the n-th communications are one and the same, since collectives
// are called in the same order everywhere. A leg is the work since the communication before, in
// processor time, and what the communication that ends it moves. Time within a communication is in
// no leg, so that neither waiting nor other processes on the same core count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace surgeflow::comm {

/// Ways in which a communication moves data.
enum class Pattern : std::int32_t {
  barrier,    ///< nothing
  reduction,  ///< the same bytes of all, combined, to all
  broadcast,  ///< from one to all
  gathering,  ///< a part of each, joined, to all
  exchange,   ///< other bytes from each to each
};

struct Leg {
  double processor_seconds = 0.0;  ///< of this thread
  Pattern pattern = Pattern::barrier;
  std::int32_t messages = 0;  ///< of an exchange: to others, those without bytes not counted
  /// Of a gathering all that was joined, of an exchange the larger of what was sent to others and
  /// what was received from them, otherwise the bytes given.
  std::int64_t bytes = 0;
};

/// A name for the legs since the stretch before.
struct Stretch {
  std::string name;
  std::size_t end = 0;  ///< of its legs
};

struct Journal {
  std::vector<Leg> legs;
  std::vector<Stretch> stretches;
};

}  // namespace surgeflow::comm
