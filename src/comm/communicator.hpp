// SPDX-License-Identifier: Apache-2.0
// MPI behind one door: what ranks can say to one another.
//
// Failure. A rank that throws while others wait in a collective leaves them waiting for ever. So a
// stretch of local work that may throw (load, a solve step, write) goes into `all_or_none`, after
// which either no rank has failed or every rank throws. How the process then ends on all ranks, and
// what becomes of an exception outside `all_or_none`, is the matter of comm/session.hpp.
//
// Waiting. No call spins: all poll for some tens of microseconds, then sleep and poll in turn, so
// that a rank that waits leaves its core to one that works.
//
// Size. A message may be of any length: it is cut where MPI's counts, which are ints, would end.
//
// Only the thread that made the session may communicate. Collectives must be called by all ranks
// in the same order. Values travel as bytes: all ranks must run on machines of one kind.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace surgeflow::comm {

struct Journal;

/// What can be sent as it lies in memory. It must not hold addresses, which no type can tell.
template <class T>
concept Transferable =
    std::is_trivially_copyable_v<T> && !std::is_const_v<T> && !std::is_pointer_v<T> &&
    !std::same_as<T, bool>;  // std::vector<bool> has no elements to send

/// What has a minimum over ranks that does not depend on their number (a double: but for NaN).
template <class T>
concept Comparable = std::same_as<T, std::uint8_t> || std::same_as<T, std::int32_t> ||
    std::same_as<T, std::int64_t> || std::same_as<T, std::uint64_t> || std::same_as<T, double>;

/// Another rank has failed, and what it threw is the reason; this rank has nothing to add.
class OtherRankFailed : public std::runtime_error {
 public:
  explicit OtherRankFailed(int rank);
  [[nodiscard]] int rank() const { return rank_; }  ///< the lowest that failed

 private:
  int rank_;
};

struct Options {
  /// Longer messages are cut into such; the same on all ranks, 1 to 2^31 - 1.
  std::int64_t largest_message_bytes = std::int64_t{1} << 30;
};

/// A group of ranks; a duplicate of the caller's communicator, so that messages never mix.
/// Every MPI error becomes a SystemError with the call's name and MPI's own text.
class Communicator {
 public:
  /// All ranks of the session. Collective.
  [[nodiscard]] static Communicator world(Options options = {});
  /// The same ranks, whose messages never meet those of this one. Collective.
  [[nodiscard]] Communicator duplicate() const;
  /// Those of these ranks whose machine this one shares, in the same order. Collective.
  [[nodiscard]] Communicator on_this_machine() const;
  ~Communicator();
  Communicator(Communicator&&) noexcept;
  Communicator& operator=(Communicator&&) noexcept;

  [[nodiscard]] int rank() const;
  [[nodiscard]] int size() const;
  [[nodiscard]] bool is_root() const { return rank() == 0; }

  /// Every rank runs `local_work`, which must not communicate. If it throws on any rank, all ranks
  /// throw once all have run it: those that failed what they threw, the others OtherRankFailed.
  void all_or_none(const std::function<void()>& local_work) const;
  /// The root runs `work`, the others wait; all return the root's result. If it throws, the root
  /// rethrows it and the others throw OtherRankFailed.
  [[nodiscard]] int run_on_root(const std::function<int()>& work) const;

  void barrier() const;

  /// Overwrites `values` on all ranks by the root's; of the same length on all.
  template <Transferable T>
  void broadcast(std::span<T> values, int root = 0) const {
    broadcast_bytes(std::as_writable_bytes(values), root);
  }
  template <Transferable T>
  [[nodiscard]] T broadcast_value(T value, int root = 0) const {
    broadcast(std::span<T>(&value, 1), root);
    return value;
  }
  /// The root's text, on all ranks; what the others give is ignored.
  [[nodiscard]] std::string broadcast_text(std::string text, int root = 0) const;

  /// What all ranks give, joined in the order of ranks; of any length on each.
  template <Transferable T>
  [[nodiscard]] std::vector<T> gather_all(std::span<const T> mine) const;
  /// One value of each rank, by rank.
  template <Transferable T>
  [[nodiscard]] std::vector<T> gather_value(const T& mine) const;

  /// Sends the n-th part to rank n; returns what each rank sent to this one, by rank. An empty part
  /// costs no message; this rank's own is moved. Throws std::invalid_argument unless there are
  /// `size()` parts.
  template <Transferable T>
  [[nodiscard]] std::vector<std::vector<T>> exchange(
      std::vector<std::vector<T>> for_each_rank) const;
  /// Likewise where `lengths` tell already how many elements come from each rank: no lengths go
  /// ahead. Another number than was sent throws, or leaves the last of them as they were.
  template <Transferable T>
  [[nodiscard]] std::vector<std::vector<T>> exchange(std::vector<std::vector<T>> for_each_rank,
                                                     const std::vector<std::size_t>& lengths) const;

  /// Element-wise over all ranks, in place; of the same length on all. The caller has made sure
  /// that no sum leaves its type's range. Sums are of integers alone, so that they are the same in
  /// any order and so on any number of ranks.
  void sum(std::span<std::int64_t> values) const;
  template <Comparable T>
  void minimum(std::span<T> values) const;
  template <Comparable T>
  void maximum(std::span<T> values) const;
  [[nodiscard]] std::int64_t sum(std::int64_t value) const;
  template <Comparable T>
  [[nodiscard]] T minimum(T value) const {
    minimum(std::span<T>(&value, 1));
    return value;
  }
  template <Comparable T>
  [[nodiscard]] T maximum(T value) const {
    maximum(std::span<T>(&value, 1));
    return value;
  }
  /// The sum of what the ranks below this one give; 0 on the root.
  [[nodiscard]] std::int64_t sum_before(std::int64_t value) const;

  /// Payload that this rank has sent to others through this communicator, however MPI routes it:
  /// a broadcast counts on its root, once for each other rank; `gather_all` and `gather_value` once
  /// for each other rank; `exchange` the parts of others; a reduction, `sum_before` and the
  /// agreements once, if there are other ranks. Lengths that go ahead of a message do not count.
  [[nodiscard]] std::int64_t bytes_sent() const;

  /// Notes all that follows in a journal (comm/journal.hpp), which must outlive it, until another
  /// is named; nullptr: in none.
  void keep_journal(Journal* journal);
  /// Names what was done since the last name, where a journal is kept.
  void end_stretch(std::string_view name) const;

 private:
  friend class Session;
  friend struct Native;
  struct Handle;
  explicit Communicator(std::unique_ptr<Handle> handle);
  void broadcast_bytes(std::span<std::byte> values, int root) const;
  [[nodiscard]] std::vector<std::int64_t> gather_counts(std::int64_t mine) const;
  void gather_bytes(std::span<const std::byte> mine, std::span<const std::int64_t> bytes_by_rank,
                    std::span<std::byte> joined) const;
  void require_part_for_each_rank(std::size_t parts) const;
  [[nodiscard]] std::vector<std::int64_t> exchange_counts(std::span<const std::int64_t> sent) const;
  void exchange_bytes(std::span<const std::span<const std::byte>> sent,
                      std::span<const std::span<std::byte>> received) const;

  std::unique_ptr<Handle> handle_;
};

/// "Open MPI 4.1.4", for provenance.
[[nodiscard]] std::string library_version();

}  // namespace surgeflow::comm

#include "comm/communicator_templates.hpp"
