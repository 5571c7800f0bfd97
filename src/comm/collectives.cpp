// SPDX-License-Identifier: Apache-2.0
// What all ranks do together: each call started without blocking, cut where counts would end.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "comm/communicator.hpp"
#include "comm/handle.hpp"
#include "comm/mpi_check.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::comm {
namespace {

/// All exchanges use it; they do not mix, because messages between two ranks keep their order.
constexpr int kExchangeTag = 0;

constexpr std::int64_t kManyBytes = std::int64_t{64} << 10;

template <class T>
MPI_Datatype type_of();
template <>
MPI_Datatype type_of<std::uint8_t>() {
  return MPI_UINT8_T;
}
template <>
MPI_Datatype type_of<std::int32_t>() {
  return MPI_INT32_T;
}
template <>
MPI_Datatype type_of<std::int64_t>() {
  return MPI_INT64_T;
}
template <>
MPI_Datatype type_of<std::uint64_t>() {
  return MPI_UINT64_T;
}
template <>
MPI_Datatype type_of<double>() {
  return MPI_DOUBLE;
}

/// Calls `send(piece)` with consecutive pieces of `values` that are as long as MPI takes.
template <class T, class Send>
void for_each_piece(std::span<T> values, std::int64_t largest_bytes, Send send) {
  const auto largest = static_cast<std::size_t>(
      std::max<std::int64_t>(1, largest_bytes / static_cast<std::int64_t>(sizeof(T))));
  while (!values.empty()) {
    const auto piece = values.first(std::min(largest, values.size()));
    send(piece);
    values = values.subspan(piece.size());
  }
}

template <class T>
std::int64_t bytes_of(std::span<T> values) {
  return static_cast<std::int64_t>(values.size_bytes());
}

/// Without a communicator of MPI a process is alone: what it has is what all have.
bool is_alone(MPI_Comm comm) { return comm == MPI_COMM_NULL; }

void wait_for_all_ranks(MPI_Comm comm) {
  if (is_alone(comm)) return;
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Ibarrier(comm, &request), "MPI_Ibarrier");
  wait(request);
}

/// Before `bytes` go from all to all: if they are many, nobody shall look for them busily while
/// another rank still works.
void assemble(MPI_Comm comm, std::int64_t bytes) {
  if (bytes > kManyBytes) wait_for_all_ranks(comm);
}

template <class T>
void reduce(MPI_Comm comm, std::int64_t largest_bytes, std::span<T> values, MPI_Op operation) {
  if (is_alone(comm)) return;
  assemble(comm, bytes_of(values));
  for_each_piece(values, largest_bytes, [&](std::span<T> piece) {
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Iallreduce(MPI_IN_PLACE, piece.data(), narrow<int>(piece.size()), type_of<T>(),
                         operation, comm, &request),
          "MPI_Iallreduce");
    wait(request, bytes_of(piece));
  });
}

void broadcast_pieces(MPI_Comm comm, std::int64_t largest_bytes, std::span<std::byte> values,
                      int root) {
  if (is_alone(comm)) return;
  assemble(comm, bytes_of(values));
  for_each_piece(values, largest_bytes, [&](std::span<std::byte> piece) {
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Ibcast(piece.data(), narrow<int>(piece.size()), MPI_BYTE, root, comm, &request),
          "MPI_Ibcast");
    wait(request, bytes_of(piece));
  });
}

std::vector<int> as_ints(std::span<const std::int64_t> values) {
  std::vector<int> ints;
  for (const std::int64_t value : values) ints.push_back(narrow<int>(value));
  return ints;
}

}  // namespace

void Communicator::barrier() const {
  const Handle::EndOfLeg end(*handle_, Pattern::barrier, 0);
  wait_for_all_ranks(handle_->comm);
}

void Communicator::broadcast_bytes(std::span<std::byte> values, int root) const {
  const Handle::EndOfLeg end(*handle_, Pattern::broadcast, bytes_of(values));
  broadcast_pieces(handle_->comm, handle_->options.largest_message_bytes, values, root);
  if (rank() == root) handle_->count_sent(bytes_of(values), size() - 1);
}

std::string Communicator::broadcast_text(std::string text, int root) const {
  auto length = static_cast<std::int64_t>(text.size());
  {
    const Handle::EndOfLeg end(*handle_, Pattern::broadcast, sizeof length);
    broadcast_pieces(handle_->comm, handle_->options.largest_message_bytes,
                     std::as_writable_bytes(std::span(&length, 1)), root);
  }
  text.resize(static_cast<std::size_t>(length));
  broadcast(std::span<char>(text), root);
  return text;
}

std::vector<std::int64_t> Communicator::gather_counts(std::int64_t mine) const {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(size()));
  const Handle::EndOfLeg end(*handle_, Pattern::gathering,
                             bytes_of(std::span<const std::int64_t>(counts)));
  if (is_alone(handle_->comm)) return {mine};
  MPI_Request request = MPI_REQUEST_NULL;
  check(
      MPI_Iallgather(&mine, 1, MPI_INT64_T, counts.data(), 1, MPI_INT64_T, handle_->comm, &request),
      "MPI_Iallgather");
  wait(request);
  return counts;
}

void Communicator::gather_bytes(std::span<const std::byte> mine,
                                std::span<const std::int64_t> bytes_by_rank,
                                std::span<std::byte> joined) const {
  const Handle::EndOfLeg end(*handle_, Pattern::gathering, bytes_of(joined));
  if (is_alone(handle_->comm)) {
    std::copy(mine.begin(), mine.end(), joined.begin());
    return;
  }
  std::vector<std::int64_t> starts(bytes_by_rank.size());
  std::exclusive_scan(bytes_by_rank.begin(), bytes_by_rank.end(), starts.begin(), std::int64_t{0});
  const std::int64_t largest_bytes = handle_->options.largest_message_bytes;
  handle_->count_sent(bytes_of(mine), size() - 1);
  if (bytes_of(joined) <= largest_bytes) {
    const auto counts = as_ints(bytes_by_rank);
    const auto displacements = as_ints(starts);
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Iallgatherv(mine.data(), narrow<int>(mine.size()), MPI_BYTE, joined.data(),
                          counts.data(), displacements.data(), MPI_BYTE, handle_->comm, &request),
          "MPI_Iallgatherv");
    wait(request, bytes_of(joined));
    return;
  }
  // Displacements are ints as well: what is too long for them goes part by part.
  for (int from = 0; from < size(); ++from) {
    const auto n = static_cast<std::size_t>(from);
    const auto part = joined.subspan(static_cast<std::size_t>(starts[n]),
                                     static_cast<std::size_t>(bytes_by_rank[n]));
    if (from == rank()) std::copy(mine.begin(), mine.end(), part.begin());
    broadcast_pieces(handle_->comm, largest_bytes, part, from);
  }
}

void Communicator::require_part_for_each_rank(std::size_t parts) const {
  if (parts == static_cast<std::size_t>(size())) return;
  throw std::invalid_argument(
      fmt::format("exchange was given {} parts; allowed: one for each of {} ranks", parts, size()));
}

std::vector<std::int64_t> Communicator::exchange_counts(std::span<const std::int64_t> sent) const {
  require_part_for_each_rank(sent.size());
  std::vector<std::int64_t> received(sent.size());
  const Handle::EndOfLeg end(*handle_, Pattern::gathering, bytes_of(sent));
  if (is_alone(handle_->comm)) return {sent.begin(), sent.end()};
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Ialltoall(sent.data(), 1, MPI_INT64_T, received.data(), 1, MPI_INT64_T, handle_->comm,
                      &request),
        "MPI_Ialltoall");
  wait(request);
  return received;
}

void Communicator::exchange_bytes(std::span<const std::span<const std::byte>> sent,
                                  std::span<const std::span<std::byte>> received) const {
  const std::int64_t largest = handle_->options.largest_message_bytes;
  const auto for_each_other = [&](const auto& visit) {
    for (int other = 0; other < size(); ++other) {
      if (other != rank()) visit(other, static_cast<std::size_t>(other));
    }
  };
  std::int32_t messages = 0;
  std::int64_t sent_bytes = 0;
  std::int64_t received_bytes = 0;
  for_each_other([&](int, std::size_t n) {
    messages += sent[n].empty() ? 0 : 1;
    sent_bytes += bytes_of(sent[n]);
    received_bytes += bytes_of(received[n]);
  });
  const Handle::EndOfLeg end(*handle_, Pattern::exchange, std::max(sent_bytes, received_bytes),
                             messages);
  std::vector<MPI_Request> requests;
  for_each_other([&](int other, std::size_t n) {
    for_each_piece(received[n], largest, [&](std::span<std::byte> piece) {
      check(MPI_Irecv(piece.data(), narrow<int>(piece.size()), MPI_BYTE, other, kExchangeTag,
                      handle_->comm, &requests.emplace_back()),
            "MPI_Irecv");
    });
  });
  for_each_other([&](int other, std::size_t n) {
    for_each_piece(sent[n], largest, [&](std::span<const std::byte> piece) {
      check(MPI_Isend(piece.data(), narrow<int>(piece.size()), MPI_BYTE, other, kExchangeTag,
                      handle_->comm, &requests.emplace_back()),
            "MPI_Isend");
    });
    handle_->count_sent(bytes_of(sent[n]), 1);
  });
  wait_all(requests, sent_bytes + received_bytes);
}

void Communicator::sum(std::span<std::int64_t> values) const {
  const Handle::EndOfLeg end(*handle_, Pattern::reduction, bytes_of(values));
  reduce(handle_->comm, handle_->options.largest_message_bytes, values, MPI_SUM);
  handle_->count_combined(bytes_of(values));
}

template <Comparable T>
void Communicator::minimum(std::span<T> values) const {
  const Handle::EndOfLeg end(*handle_, Pattern::reduction, bytes_of(values));
  reduce(handle_->comm, handle_->options.largest_message_bytes, values, MPI_MIN);
  handle_->count_combined(bytes_of(values));
}

template <Comparable T>
void Communicator::maximum(std::span<T> values) const {
  const Handle::EndOfLeg end(*handle_, Pattern::reduction, bytes_of(values));
  reduce(handle_->comm, handle_->options.largest_message_bytes, values, MPI_MAX);
  handle_->count_combined(bytes_of(values));
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

std::int64_t Communicator::sum(std::int64_t value) const {
  sum(std::span(&value, 1));
  return value;
}

std::int64_t Communicator::sum_before(std::int64_t value) const {
  std::int64_t before = 0;
  const Handle::EndOfLeg end(*handle_, Pattern::reduction, sizeof value);
  if (is_alone(handle_->comm)) return 0;
  MPI_Request request = MPI_REQUEST_NULL;
  check(MPI_Iexscan(&value, &before, 1, MPI_INT64_T, MPI_SUM, handle_->comm, &request),
        "MPI_Iexscan");
  wait(request);
  handle_->count_combined(sizeof value);
  return is_root() ? 0 : before;  // MPI leaves the root's result undefined
}

}  // namespace surgeflow::comm
