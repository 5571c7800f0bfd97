// SPDX-License-Identifier: Apache-2.0
// Asks the system's clock.
#include "support/processor_time.hpp"

#include <time.h>

namespace surgeflow::bench {

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace surgeflow::bench
