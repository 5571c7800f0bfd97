// SPDX-License-Identifier: Apache-2.0
// From arguments to a finished command.
#pragma once

#include "app/environment.hpp"
#include "app/exit_code.hpp"

namespace surgeflow::app {

/// Finds the command, parses its options, runs it. Never throws: every failure is written to
/// `environment.err` and returned as its exit code.
[[nodiscard]] ExitCode run_command_line(const Environment& environment);

}  // namespace surgeflow::app
