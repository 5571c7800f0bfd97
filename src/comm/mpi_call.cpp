// SPDX-License-Identifier: Apache-2.0
// Return codes into exceptions, and patient waiting.
#include "comm/mpi_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "surgeflow/core/error.hpp"

namespace surgeflow::comm {
namespace {

using Clock = std::chrono::steady_clock;

/// So long a message is looked for without a pause: it may be on its way.
constexpr std::chrono::microseconds kBusy{50};
constexpr std::chrono::microseconds kFirstPause{50};
constexpr std::chrono::microseconds kLongestPause{2000};

}  // namespace

void check(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw SystemError(fmt::format("{} failed: {}", call, std::string(text, text + length)));
}

void wait_until(const std::function<bool()>& done) {
  const Clock::time_point busy_until = Clock::now() + kBusy;
  auto pause = kFirstPause;
  while (!done()) {
    if (Clock::now() < busy_until) continue;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
}

void wait_for(MPI_Request& request) {
  wait_until([&] {
    int done = 0;
    check(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "MPI_Test");
    return done != 0;
  });
}

void wait_for_all(std::vector<MPI_Request>& requests) {
  wait_until([&] {
    int done = 0;
    check(
        MPI_Testall(static_cast<int>(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE),
        "MPI_Testall");
    return done != 0;
  });
}

Communicator::Handle::Handle(MPI_Comm original, Options chosen) : options(chosen) {
  check(MPI_Comm_dup(original, &comm), "MPI_Comm_dup");
  check(MPI_Comm_set_errhandler(comm, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
  check(MPI_Comm_rank(comm, &rank), "MPI_Comm_rank");
  check(MPI_Comm_size(comm, &size), "MPI_Comm_size");
}

Communicator::Handle::~Handle() {
  if (comm != MPI_COMM_NULL) MPI_Comm_free(&comm);
}

}  // namespace surgeflow::comm
