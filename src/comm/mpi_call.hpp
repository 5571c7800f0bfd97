// SPDX-License-Identifier: Apache-2.0
// What every use of MPI shares: the check of return codes, and waiting without spinning.
#pragma once

#include <mpi.h>

#include <chrono>
#include <functional>
#include <vector>

#include "comm/communicator.hpp"

namespace surgeflow::comm {

/// Throws SystemError with the call's name and MPI's own text unless `code` is success.
void check(int code, const char* call);

/// Looks again and again, busily at first and then with growing pauses, until `done` says so.
void wait_until(const std::function<bool()>& done);

/// Waits for a request, or for all of several.
void wait_for(MPI_Request& request);
void wait_for_all(std::vector<MPI_Request>& requests);

struct Communicator::Handle {
  Handle(MPI_Comm original, Options chosen);
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  MPI_Comm comm = MPI_COMM_NULL;
  int rank = 0;
  int size = 1;
  Options options;
  std::int64_t bytes_sent = 0;

  /// Counts payload that goes to `receivers` other ranks.
  void count_sent(std::size_t bytes, int receivers) {
    bytes_sent += static_cast<std::int64_t>(bytes) * receivers;
  }
};

}  // namespace surgeflow::comm
