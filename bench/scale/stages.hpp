// SPDX-License-Identifier: Apache-2.0
// The stages from a case file to a proven plan, each measured on its own.
#pragma once

#include <filesystem>

namespace surgeflow::bench {

/// Reads the case, makes demand and lanes, solves, and checks the answer on one thread and on
/// `threads`. What it finds goes to the standard output at once, one JSON object a line, whose
/// union is the run as ../README.md describes it: "stages" by name, "memory", "answer", or
/// "failure". Returns the process's exit code.
///
/// Then it solves again after changes, from nothing and from the answer. A further stage is one
/// more call in stages.cpp; medians are taken of all that is there.
[[nodiscard]] int run_stages(const std::filesystem::path& case_file, int threads);

}  // namespace surgeflow::bench
