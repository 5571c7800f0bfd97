// SPDX-License-Identifier: Apache-2.0
// The processes that are measured: the ranks of a decomposition, and the undecomposed method.
#pragma once

#include <filesystem>
#include <string>

namespace surgeflow::bench {

/// Solves a case by regions on all ranks of this MPI job: every rank calls it, once and alone in
/// its process, with the arguments of `main`. The root writes to the standard output, one JSON
/// object a line, whose union is the run: "seconds", "steps", "loaded_bytes", "memory_bytes" and
/// "lane_bytes" by rank, "journal" (critical_path.hpp), "answer"; or "failure". `regions` is the
/// value of solver.regions, empty for the case's own. Returns the process's exit code.
[[nodiscard]] int run_rank(int argc, char** argv, const std::filesystem::path& case_file,
                           const std::string& regions);

/// Solves it by the exact method, without MPI, and writes "seconds", "processor_seconds",
/// "memory_bytes" and "answer".
[[nodiscard]] int run_undecomposed(const std::filesystem::path& case_file);

}  // namespace surgeflow::bench
