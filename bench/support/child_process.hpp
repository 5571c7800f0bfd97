// SPDX-License-Identifier: Apache-2.0
// Runs this program once more, in a process of its own and with a time limit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace surgeflow::bench {

struct ChildOutcome {
  enum class End { exited, signalled, over_limit };
  End end = End::exited;
  int code = 0;                          ///< exit code, or the signal's number
  std::vector<std::string> lines;        ///< complete lines of the standard output
  std::int64_t peak_resident_bytes = 0;  ///< of the whole process
};

/// Starts /proc/self/exe with `arguments`. The limit counts from the first line that the child
/// writes, and the same again is allowed for that; a child beyond it is killed.
/// Throws SystemError where no process can be started.
[[nodiscard]] ChildOutcome run_child(const std::vector<std::string>& arguments,
                                     double limit_seconds);

}  // namespace surgeflow::bench
