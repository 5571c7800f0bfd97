// SPDX-License-Identifier: Apache-2.0
// Sets the variable and replaces the program by itself.
#include "app/large_pages.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "surgeflow/core/memory_tunables.hpp"

namespace surgeflow::app {

void restart_with_large_pages(int argc, char** argv) {
  constexpr std::array<std::string_view, 3> kSolving = {"plan", "replan", "replay"};
  if (argc < 2 || std::getenv(kTunablesVariable) != nullptr) return;
  if (std::ranges::find(kSolving, std::string_view(argv[1])) == kSolving.end()) return;
  if (setenv(kTunablesVariable, kMemoryTunables, 1) != 0) return;
  // Where it can not be started again the program simply goes on.
  (void)execv("/proc/self/exe", argv);
}

}  // namespace surgeflow::app
