// SPDX-License-Identifier: Apache-2.0
// MPI's own handle of a communicator, for a library that communicates by itself.
#pragma once

#include <mpi.h>

#include "comm/communicator.hpp"

namespace surgeflow::comm {

struct Native {
  /// Lives as long as `ranks` does. Errors come back as codes (MPI_ERRORS_RETURN).
  [[nodiscard]] static MPI_Comm of(const Communicator& ranks);
};

}  // namespace surgeflow::comm
