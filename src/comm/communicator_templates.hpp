// SPDX-License-Identifier: Apache-2.0
// What communicator.hpp declares for any element type: lengths first, then bytes.
#pragma once

#include <algorithm>
#include <numeric>
#include <utility>

#include "comm/communicator.hpp"

namespace surgeflow::comm {

template <Transferable T>
std::vector<T> Communicator::gather_all(std::span<const T> mine) const {
  const auto bytes_by_rank = gather_counts(static_cast<std::int64_t>(mine.size_bytes()));
  const auto bytes = std::accumulate(bytes_by_rank.begin(), bytes_by_rank.end(), std::int64_t{0});
  std::vector<T> joined(static_cast<std::size_t>(bytes) / sizeof(T));
  gather_bytes(std::as_bytes(mine), bytes_by_rank, std::as_writable_bytes(std::span(joined)));
  return joined;
}

template <Transferable T>
std::vector<T> Communicator::gather_value(const T& mine) const {
  std::vector<T> joined(static_cast<std::size_t>(size()));
  const std::vector<std::int64_t> bytes_by_rank(joined.size(), sizeof(T));
  gather_bytes(std::as_bytes(std::span(&mine, 1)), bytes_by_rank,
               std::as_writable_bytes(std::span(joined)));
  return joined;
}

template <Transferable T>
std::vector<std::vector<T>> Communicator::exchange(
    std::vector<std::vector<T>> for_each_rank) const {
  std::vector<std::int64_t> sent;
  for (const std::vector<T>& part : for_each_rank) {
    sent.push_back(static_cast<std::int64_t>(part.size()));
  }
  const std::vector<std::int64_t> received = exchange_counts(sent);
  const std::vector<std::size_t> lengths(received.begin(), received.end());
  return exchange(std::move(for_each_rank), lengths);
}

template <Transferable T>
std::vector<std::vector<T>> Communicator::exchange(std::vector<std::vector<T>> for_each_rank,
                                                   const std::vector<std::size_t>& lengths) const {
  require_part_for_each_rank(for_each_rank.size());
  require_part_for_each_rank(lengths.size());
  const auto own = static_cast<std::size_t>(rank());
  std::vector<std::vector<T>> from_each_rank(lengths.size());
  std::vector<std::span<const std::byte>> sent;
  std::vector<std::span<std::byte>> received;
  for (std::size_t n = 0; n < lengths.size(); ++n) {
    if (n != own) from_each_rank[n].resize(lengths[n]);
    sent.push_back(std::as_bytes(std::span(for_each_rank[n])));
    received.push_back(std::as_writable_bytes(std::span(from_each_rank[n])));
  }
  exchange_bytes(sent, received);
  from_each_rank[own] = std::move(for_each_rank[own]);
  return from_each_rank;
}

}  // namespace surgeflow::comm
