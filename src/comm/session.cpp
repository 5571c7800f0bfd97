// SPDX-License-Identifier: Apache-2.0
// The start of MPI, and the end that all ranks agree on.
#include "comm/session.hpp"

#include <mpi.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "comm/handle.hpp"
#include "comm/launched.hpp"
#include "comm/mpi_check.hpp"
#include "comm/native.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::comm {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kEchoPatience = 12;

void start_mpi(int& argc, char**& argv) {
  int provided = MPI_THREAD_SINGLE;
  check(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  if (provided >= MPI_THREAD_FUNNELED) return;
  MPI_Finalize();
  throw SystemError(
      "MPI_Init_thread failed: this MPI allows no threads beside it; use one built with "
      "MPI_THREAD_FUNNELED or more");
}

Clock::time_point deadline(End end, std::chrono::milliseconds patience) {
  if (end == End::in_order) return Clock::time_point::max();
  return Clock::now() + (end == End::echo ? kEchoPatience * patience : patience);
}

/// The lowest rank for which `holds`.
template <class Holds>
std::optional<std::size_t> lowest(const std::vector<Outcome>& outcomes, Holds holds) {
  for (std::size_t rank = 0; rank < outcomes.size(); ++rank) {
    if (holds(outcomes[rank])) return rank;
  }
  return std::nullopt;
}

/// The rank whose code and message are those of the run; none where all went well.
std::optional<std::size_t> spokesman(const std::vector<Outcome>& outcomes) {
  for (const End end : {End::failed, End::echo}) {
    const auto rank = lowest(outcomes, [&](const Outcome& of) { return of.end == end; });
    if (rank) return rank;
  }
  return lowest(outcomes, [](const Outcome& of) { return of.code != 0; });
}

}  // namespace

/// What an agreement needs; it outlives one that was given up, into which MPI may still write.
struct Session::State {
  Communicator ranks = Communicator::world();
  Outcome mine;
  std::vector<Outcome> outcomes{static_cast<std::size_t>(ranks.size())};

  /// False where the others did not come by then.
  bool gather(Clock::time_point until) {
    if (!Native::has(ranks)) {
      outcomes = {mine};
      return true;
    }
    constexpr int bytes = sizeof(Outcome);
    MPI_Request request = MPI_REQUEST_NULL;
    check(
        MPI_Iallgather(&mine, bytes, MPI_BYTE, outcomes.data(), bytes, MPI_BYTE, comm(), &request),
        "MPI_Iallgather");
    return wait_until(request, until) == Wait::done;
  }

  [[nodiscard]] MPI_Comm comm() const { return ranks.handle_->comm; }
};

Session::Session(int& argc, char**& argv) {
  if (is_launched()) start_mpi(argc, argv);
  state_ = std::make_unique<State>();
}

Session::~Session() {
  const bool started = Native::has(state_->ranks);
  state_.reset();
  if (started) MPI_Finalize();  // a destructor can not throw, and there is nobody left to tell
}

Verdict Session::agree_on_exit(Outcome mine, std::chrono::milliseconds patience) const {
  const Verdict alone{.code = mine.code, .speaks = true, .alone = true};
  state_->mine = mine;
  try {
    if (!state_->gather(deadline(mine.end, patience))) return alone;
  } catch (const SystemError&) {
    return alone;  // without MPI there is no agreement, and less to say about it than `mine`
  }
  const auto speaker = spokesman(state_->outcomes);
  if (!speaker) return {};
  return {.code = state_->outcomes[*speaker].code,
          .speaks = std::cmp_equal(*speaker, state_->ranks.rank())};
}

void Session::abort(int code) const {
  if (Native::has(state_->ranks)) MPI_Abort(state_->comm(), code);
  std::_Exit(code);  // MPI_Abort does not return, but does not say so
}

}  // namespace surgeflow::comm
