// SPDX-License-Identifier: Apache-2.0
// Signals that ask for an early, orderly end.
#pragma once

#include <atomic>

namespace surgeflow::app {

/// The flag that caught signals set.
[[nodiscard]] const std::atomic<bool>& interrupt_flag();

/// From now on SIGINT, SIGTERM and SIGUSR1 only set the flag; a second SIGINT ends the process at
/// once. Every rank calls it: one that only waits must not die before the root has written its
/// plan.
void catch_interrupts();

/// From now on a file that outgrows its limit is an ordinary write error instead of a death.
void ignore_file_size_signal();

}  // namespace surgeflow::app
