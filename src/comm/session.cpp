// SPDX-License-Identifier: Apache-2.0
// Starting MPI, agreeing on an end, and ending at once.
#include "comm/session.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "comm/mpi_call.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::comm {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kEchoPatience = 12;

/// Places by which the ranks' ends are weighed: a failure before an echo before a code.
int weight_of(const Outcome& outcome) {
  switch (outcome.end) {
    case End::failed:
      return 3;
    case End::echo:
      return 2;
    case End::in_order:
      return outcome.code != 0 ? 1 : 0;
  }
  return 3;
}

}  // namespace

/// A communicator for the last agreement alone, so that no other message can get in its way.
struct Session::State {
  MPI_Comm comm = MPI_COMM_NULL;
  int rank = 0;
  int size = 1;
};

Session::Session(int& argc, char**& argv) : state_(std::make_unique<State>()) {
  int provided = MPI_THREAD_SINGLE;
  check(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  if (provided < MPI_THREAD_FUNNELED) {
    MPI_Finalize();
    throw SystemError(
        "MPI_Init_thread failed: this MPI allows no threads beside it; use one built with "
        "MPI_THREAD_FUNNELED or more");
  }
  check(MPI_Comm_dup(MPI_COMM_WORLD, &state_->comm), "MPI_Comm_dup");
  check(MPI_Comm_set_errhandler(state_->comm, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
  check(MPI_Comm_rank(state_->comm, &state_->rank), "MPI_Comm_rank");
  check(MPI_Comm_size(state_->comm, &state_->size), "MPI_Comm_size");
}

Session::~Session() {
  MPI_Comm_free(&state_->comm);
  MPI_Finalize();
}

Verdict Session::agree_on_exit(Outcome mine, std::chrono::milliseconds patience) const {
  const Verdict alone{.code = mine.code, .speaks = true, .alone = state_->size > 1};
  std::vector<Outcome> all(static_cast<std::size_t>(state_->size));
  MPI_Request request = MPI_REQUEST_NULL;
  if (MPI_Iallgather(&mine, sizeof(mine), MPI_BYTE, all.data(), sizeof(mine), MPI_BYTE,
                     state_->comm, &request) != MPI_SUCCESS) {
    return alone;
  }
  const Clock::time_point until =
      Clock::now() + (mine.end == End::echo ? kEchoPatience * patience : patience);
  bool came = false;
  bool broken = false;
  wait_until([&] {
    int done = 0;
    broken = MPI_Test(&request, &done, MPI_STATUS_IGNORE) != MPI_SUCCESS;
    came = done != 0;
    return came || broken || (mine.end != End::in_order && Clock::now() >= until);
  });
  if (!came) return alone;
  const auto decisive = std::ranges::max_element(all, {}, weight_of);
  const auto rank = static_cast<int>(decisive - all.begin());
  return {.code = decisive->code,
          .speaks = decisive->end != End::in_order && rank == state_->rank,
          .alone = false};
}

void Session::abort(int code) const {
  MPI_Abort(MPI_COMM_WORLD, code);
  std::abort();
}

}  // namespace surgeflow::comm
