// SPDX-License-Identifier: Apache-2.0
// Puts the command together and takes the lines apart.
#include "launch.hpp"

#include <stdlib.h>

#include <thread>

namespace surgeflow::bench {
namespace {

RunOutcome outcome_of(ChildOutcome process) {
  RunOutcome outcome{.process = std::move(process), .run = nlohmann::ordered_json::object()};
  for (const std::string& line : outcome.process.lines) {
    outcome.run.update(nlohmann::ordered_json::parse(line));
  }
  outcome.process.lines.clear();
  return outcome;
}

/// Open MPI starts no more ranks than there are cores unless it is told to; it then binds none.
void allow_for(int ranks) {
  constexpr const char* kOversubscribe = "OMPI_MCA_rmaps_base_oversubscribe";
  if (static_cast<unsigned>(ranks) > std::thread::hardware_concurrency()) {
    setenv(kOversubscribe, "1", 1);
  } else {
    unsetenv(kOversubscribe);
  }
}

}  // namespace

Launcher default_launcher() { return {SURGEFLOW_MPIEXEC, "-n"}; }

RunOutcome launch_ranks(const Launcher& launcher, int ranks, const std::filesystem::path& case_file,
                        const std::string& regions, double limit_seconds) {
  allow_for(ranks);
  std::vector<std::string> arguments(launcher.begin() + 1, launcher.end());
  arguments.insert(arguments.end(),
                   {std::to_string(ranks), std::filesystem::read_symlink("/proc/self/exe").string(),
                    "--rank", case_file.string()});
  if (!regions.empty()) arguments.insert(arguments.end(), {"--regions", regions});
  return outcome_of(run_program(launcher.front(), arguments, limit_seconds));
}

RunOutcome launch_undecomposed(const std::filesystem::path& case_file, double limit_seconds) {
  return outcome_of(run_child({"--undecomposed", case_file.string()}, limit_seconds));
}

}  // namespace surgeflow::bench
