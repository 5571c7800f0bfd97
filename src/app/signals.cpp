// SPDX-License-Identifier: Apache-2.0
// Handlers that do nothing but set a flag, which is all that a handler may safely do.
#include "app/signals.hpp"

#include <csignal>

namespace surgeflow::app {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only use such a flag");

extern "C" void set_interrupted(int /*signal*/) {
  interrupted.store(true, std::memory_order_relaxed);
}

void handle(int signal, int flags) {
  struct sigaction action = {};
  action.sa_handler = set_interrupted;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

const std::atomic<bool>& interrupt_flag() { return interrupted; }

void catch_interrupts() {
  // Reads and writes go on after a signal. SIGINT returns to its default once it was seen.
  handle(SIGINT, SA_RESTART | static_cast<int>(SA_RESETHAND));
  handle(SIGTERM, SA_RESTART);
  handle(SIGUSR1, SA_RESTART);
}

void ignore_file_size_signal() { std::signal(SIGXFSZ, SIG_IGN); }

}  // namespace surgeflow::app
