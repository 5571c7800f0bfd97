// SPDX-License-Identifier: Apache-2.0
// Bytes between ranks, and integers joined over them, in messages that MPI's counts can express.
#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <type_traits>

#include "comm/mpi_call.hpp"

namespace surgeflow::comm {
namespace {

constexpr int kExchangeTag = 1;

template <class T>
MPI_Datatype type_of() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return MPI_UINT8_T;
  if constexpr (std::is_same_v<T, std::int32_t>) return MPI_INT32_T;
  if constexpr (std::is_same_v<T, std::int64_t>) return MPI_INT64_T;
  if constexpr (std::is_same_v<T, std::uint64_t>) return MPI_UINT64_T;
  if constexpr (std::is_same_v<T, double>) return MPI_DOUBLE;
}

/// Calls `send(first, count)` for pieces of at most `most` things.
template <class Send>
void in_pieces(std::size_t length, std::int64_t most, Send&& send) {
  const auto piece = static_cast<std::size_t>(std::max<std::int64_t>(most, 1));
  for (std::size_t first = 0; first < length; first += piece) {
    send(first, static_cast<int>(std::min(piece, length - first)));
  }
}

}  // namespace

void Communicator::broadcast_bytes(std::span<std::byte> values, int root) const {
  in_pieces(values.size(), handle_->options.largest_message_bytes, [&](std::size_t first, int n) {
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Ibcast(values.data() + first, n, MPI_BYTE, root, handle_->comm, &request),
          "MPI_Ibcast");
    wait_for(request);
  });
  if (rank() == root) handle_->count_sent(values.size(), size() - 1);
}

std::string Communicator::broadcast_text(std::string text, int root) const {
  text.resize(broadcast_value(text.size(), root));
  broadcast(std::span(text), root);
  return text;
}

std::vector<std::int64_t> Communicator::gather_counts(std::int64_t mine) const {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(size()));
  MPI_Request request = MPI_REQUEST_NULL;
  check(
      MPI_Iallgather(&mine, 1, MPI_INT64_T, counts.data(), 1, MPI_INT64_T, handle_->comm, &request),
      "MPI_Iallgather");
  wait_for(request);
  return counts;
}

void Communicator::gather_bytes(std::span<const std::byte> mine,
                                std::span<const std::int64_t> bytes_by_rank,
                                std::span<std::byte> joined) const {
  handle_->count_sent(mine.size(), size() - 1);
  if (static_cast<std::int64_t>(joined.size()) <= handle_->options.largest_message_bytes) {
    const std::vector<int> counts(bytes_by_rank.begin(), bytes_by_rank.end());
    std::vector<int> starts(counts.size(), 0);
    std::exclusive_scan(counts.begin(), counts.end(), starts.begin(), 0);
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Iallgatherv(mine.data(), static_cast<int>(mine.size()), MPI_BYTE, joined.data(),
                          counts.data(), starts.data(), MPI_BYTE, handle_->comm, &request),
          "MPI_Iallgatherv");
    wait_for(request);
    return;
  }
  // Too long for one call: every rank's part by itself, in pieces.
  const std::int64_t counted = handle_->bytes_sent;
  std::size_t first = 0;
  for (int from = 0; from < size(); ++from) {
    const auto bytes = static_cast<std::size_t>(bytes_by_rank[static_cast<std::size_t>(from)]);
    const std::span<std::byte> part = joined.subspan(first, bytes);
    if (from == rank()) std::ranges::copy(mine, part.begin());
    broadcast_bytes(part, from);
    first += bytes;
  }
  handle_->bytes_sent = counted;
}

std::vector<std::int64_t> Communicator::exchange_counts(std::span<const std::int64_t> sent) const {
  if (sent.size() != static_cast<std::size_t>(size())) {
    throw std::invalid_argument("an exchange takes one part for each rank");
  }
  std::vector<std::int64_t> received(sent.size());
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Ialltoall(sent.data(), 1, MPI_INT64_T, received.data(), 1, MPI_INT64_T, handle_->comm,
                      &request),
        "MPI_Ialltoall");
  wait_for(request);
  return received;
}

/// Pieces between two ranks arrive in the order in which they were sent.
void Communicator::exchange_bytes(std::span<const std::span<const std::byte>> sent,
                                  std::span<const std::span<std::byte>> received) const {
  const std::int64_t most = handle_->options.largest_message_bytes;
  std::vector<MPI_Request> requests;
  for (int other = 0; other < size(); ++other) {
    const auto n = static_cast<std::size_t>(other);
    in_pieces(received[n].size(), most, [&](std::size_t first, int bytes) {
      requests.push_back(MPI_REQUEST_NULL);
      check(MPI_Irecv(received[n].data() + first, bytes, MPI_BYTE, other, kExchangeTag,
                      handle_->comm, &requests.back()),
            "MPI_Irecv");
    });
  }
  for (int step = 1; step < size(); ++step) {
    // Every rank begins with another receiver.
    const int other = (rank() + step) % size();
    const auto n = static_cast<std::size_t>(other);
    in_pieces(sent[n].size(), most, [&](std::size_t first, int bytes) {
      requests.push_back(MPI_REQUEST_NULL);
      check(MPI_Isend(sent[n].data() + first, bytes, MPI_BYTE, other, kExchangeTag, handle_->comm,
                      &requests.back()),
            "MPI_Isend");
    });
    handle_->count_sent(sent[n].size(), 1);
  }
  wait_for_all(requests);
}

namespace {

/// Joins values over all ranks, in place.
template <class T>
void reduce(std::span<T> values, MPI_Op operation, MPI_Comm comm, std::int64_t largest_bytes) {
  in_pieces(values.size(), largest_bytes / std::int64_t{sizeof(T)},
            [&](std::size_t first, int count) {
              MPI_Request request = MPI_REQUEST_NULL;
              check(MPI_Iallreduce(MPI_IN_PLACE, values.data() + first, count, type_of<T>(),
                                   operation, comm, &request),
                    "MPI_Iallreduce");
              wait_for(request);
            });
}

}  // namespace

void Communicator::sum(std::span<std::int64_t> values) const {
  reduce(values, MPI_SUM, handle_->comm, handle_->options.largest_message_bytes);
  handle_->count_sent(values.size_bytes(), size() > 1 ? 1 : 0);
}

std::int64_t Communicator::sum(std::int64_t value) const {
  sum(std::span<std::int64_t>(&value, 1));
  return value;
}

template <Comparable T>
void Communicator::minimum(std::span<T> values) const {
  reduce(values, MPI_MIN, handle_->comm, handle_->options.largest_message_bytes);
  handle_->count_sent(values.size_bytes(), size() > 1 ? 1 : 0);
}

template <Comparable T>
void Communicator::maximum(std::span<T> values) const {
  reduce(values, MPI_MAX, handle_->comm, handle_->options.largest_message_bytes);
  handle_->count_sent(values.size_bytes(), size() > 1 ? 1 : 0);
}

std::int64_t Communicator::sum_before(std::int64_t value) const {
  std::int64_t before = 0;
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Iexscan(&value, &before, 1, MPI_INT64_T, MPI_SUM, handle_->comm, &request),
        "MPI_Iexscan");
  wait_for(request);
  handle_->count_sent(sizeof(value), size() > 1 ? 1 : 0);
  return is_root() ? 0 : before;
}

template void Communicator::minimum(std::span<std::uint8_t>) const;
template void Communicator::minimum(std::span<std::int32_t>) const;
template void Communicator::minimum(std::span<std::int64_t>) const;
template void Communicator::minimum(std::span<std::uint64_t>) const;
template void Communicator::minimum(std::span<double>) const;
template void Communicator::maximum(std::span<std::uint8_t>) const;
template void Communicator::maximum(std::span<std::int32_t>) const;
template void Communicator::maximum(std::span<std::int64_t>) const;
template void Communicator::maximum(std::span<std::uint64_t>) const;
template void Communicator::maximum(std::span<double>) const;

}  // namespace surgeflow::comm
