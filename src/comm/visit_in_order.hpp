// SPDX-License-Identifier: Apache-2.0
// Values that are spread over ranks, brought to the root a few at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "comm/communicator.hpp"

namespace surgeflow::comm {

/// Collective: calls `visit` on the root with the values of all ranks, which follow one another in
/// the order of ranks, whole rows of `row_values` in each call. What the root holds on the way are
/// a few MiB, or one row that is longer. `visit` must not throw.
template <Transferable T, class Visit>
void visit_in_order(std::span<const T> own, std::size_t row_values, const Communicator& ranks,
                    Visit&& visit) {
  constexpr std::size_t kMessageBytes = std::size_t{2} << 20;
  const std::size_t row_bytes = std::max<std::size_t>(row_values, 1) * sizeof(T);
  const std::size_t step =
      std::max<std::size_t>(kMessageBytes / row_bytes, 1) * std::max<std::size_t>(row_values, 1);
  const std::vector<std::int64_t> values =
      ranks.gather_value(static_cast<std::int64_t>(own.size()));
  for (std::size_t rank = 0; rank < values.size(); ++rank) {
    const bool mine = static_cast<int>(rank) == ranks.rank();
    const auto size = static_cast<std::size_t>(values[rank]);
    for (std::size_t begin = 0; begin < size; begin += step) {
      const std::size_t count = std::min(step, size - begin);
      if (rank == 0) {
        if (mine) visit(own.subspan(begin, count));
        continue;
      }
      std::vector<std::vector<T>> outgoing(values.size());
      if (mine) {
        const std::span<const T> part = own.subspan(begin, count);
        outgoing.front().assign(part.begin(), part.end());
      }
      std::vector<std::size_t> lengths(values.size(), 0);
      if (ranks.is_root()) lengths[rank] = count;
      const std::vector<std::vector<T>> incoming = ranks.exchange(std::move(outgoing), lengths);
      if (ranks.is_root()) visit(std::span<const T>(incoming[rank]));
    }
  }
}

}  // namespace surgeflow::comm
