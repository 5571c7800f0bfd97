// SPDX-License-Identifier: Apache-2.0
// Processor time of one thread.
#pragma once

#include <ctime>

namespace surgeflow {

/// Seconds that this thread has had a processor: what other processes on the same core take does
/// not count.
[[nodiscard]] inline double thread_processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace surgeflow
