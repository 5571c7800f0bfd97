// SPDX-License-Identifier: Apache-2.0
// Runs a program, this one or another, in a process of its own and with a time limit.
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
  double seconds = 0.0;                  ///< from before its start until it is gone
  double processor_seconds = 0.0;        ///< of all its threads, the system's part included
};

/// For a process that left no result: its exit code, its signal or the limit.
[[nodiscard]] std::string how_it_ended(const ChildOutcome& outcome);

/// Starts `program`, found on the PATH where it is no path, with `arguments`. The limit counts from
/// the first line that the child writes, and the same again is allowed for that; a child beyond it
/// is killed. Throws SystemError where no process can be started.
[[nodiscard]] ChildOutcome run_program(const std::string& program,
                                       const std::vector<std::string>& arguments,
                                       double limit_seconds);

/// The same of this program, /proc/self/exe.
[[nodiscard]] ChildOutcome run_child(const std::vector<std::string>& arguments,
                                     double limit_seconds);

}  // namespace surgeflow::bench
