// SPDX-License-Identifier: Apache-2.0
// MPI's own handle of a communicator, for a library that communicates by itself.
#pragma once

#include <mpi.h>

#include "comm/communicator.hpp"

namespace surgeflow::comm {

struct Native {
  /// Whether there is one: there is none where a process is alone (comm/session.hpp).
  [[nodiscard]] static bool has(const Communicator& ranks);
  /// MPI_COMM_NULL where there is none; lives as long as `ranks` does. Errors come back as codes
  /// (MPI_ERRORS_RETURN).
  [[nodiscard]] static MPI_Comm of(const Communicator& ranks);
};

}  // namespace surgeflow::comm
