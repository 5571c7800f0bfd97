// SPDX-License-Identifier: Apache-2.0
// Freed memory that the C library keeps for later.
#pragma once

#include <cstddef>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace surgeflow::lagrangian {

/// Gives it back to the system where it is so many bytes or more: a rank's peak is what limits a
/// case. Does nothing where the C library has no way to.
inline void return_freed_memory([[maybe_unused]] std::size_t least_bytes) {
#ifdef __GLIBC__
  if (mallinfo2().fordblks >= least_bytes) malloc_trim(0);
#endif
}

}  // namespace surgeflow::lagrangian
