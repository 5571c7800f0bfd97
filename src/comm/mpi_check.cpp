// SPDX-License-Identifier: Apache-2.0
// Codes of MPI become exceptions, and waits leave the core.
#include "comm/mpi_check.hpp"

#include <fmt/format.h>

#include <vector>

#include "comm/pause.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::comm {
namespace {

using Clock = std::chrono::steady_clock;

/// MPI's code for several requests says only that one has failed; the statuses say which.
int first_failure(int code, const std::vector<MPI_Status>& statuses) {
  if (code != MPI_ERR_IN_STATUS) return code;
  for (const MPI_Status& status : statuses) {
    if (status.MPI_ERROR != MPI_SUCCESS && status.MPI_ERROR != MPI_ERR_PENDING) {
      return status.MPI_ERROR;
    }
  }
  return code;
}

}  // namespace

void check(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING];
  int length = 0;
  MPI_Error_string(code, text, &length);
  throw SystemError(fmt::format("{} failed: {}", call, std::string(text, text + length)));
}

void wait_all(std::span<MPI_Request> requests, std::int64_t bytes) {
  if (requests.empty()) return;
  std::vector<MPI_Status> statuses(requests.size());
  for (Pause pause(bytes);; pause()) {
    int done = 0;
    const int code =
        MPI_Testall(narrow<int>(requests.size()), requests.data(), &done, statuses.data());
    check(first_failure(code, statuses), "MPI_Testall");
    if (done != 0) return;
  }
}

void wait(MPI_Request& request, std::int64_t bytes) { wait_all(std::span(&request, 1), bytes); }

Wait wait_until(MPI_Request& request, Clock::time_point deadline) {
  for (Pause pause(0);; pause()) {
    int done = 0;
    check(MPI_Test(&request, &done, MPI_STATUS_IGNORE), "MPI_Test");
    if (done != 0) return Wait::done;
    if (Clock::now() >= deadline) return Wait::out_of_patience;
  }
}

}  // namespace surgeflow::comm
