// SPDX-License-Identifier: Apache-2.0
// What every call of MPI goes through: the check of its code, and the wait that leaves the core.
#pragma once

#include <mpi.h>

#include <chrono>
#include <cstdint>
#include <span>

namespace surgeflow::comm {

/// Throws SystemError with the call's name and MPI's own text unless `code` is MPI_SUCCESS.
void check(int code, const char* call);

/// Returns when all requests are done. MPI's own waits spin, and a waiting rank would take a core
/// from one that works: this looks again and again for a while, then sleeps and looks for a while
/// in turn, at first briefly. A message moves on only while MPI is looked at, a bit each time:
/// where `bytes` are on their way, with nobody late, the while is as long as they may take.
void wait_all(std::span<MPI_Request> requests, std::int64_t bytes);
void wait(MPI_Request& request, std::int64_t bytes = 0);

enum class Wait { done, out_of_patience };

/// As `wait`, but gives up at `deadline`; the request is then still under way, and so are the
/// buffers that belong to it.
[[nodiscard]] Wait wait_until(MPI_Request& request, std::chrono::steady_clock::time_point deadline);

}  // namespace surgeflow::comm
