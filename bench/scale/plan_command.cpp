// SPDX-License-Identifier: Apache-2.0
// Starts the program that was built beside this one.
#include "plan_command.hpp"

#include <fstream>
#include <string>

namespace surgeflow::bench {

PlanCommandOutcome run_plan_command(const std::filesystem::path& case_file,
                                    const std::filesystem::path& folder, int threads,
                                    double limit_seconds) {
  const std::filesystem::path plan = folder / "plan.h5";
  const std::filesystem::path summary = folder / "summary.json";
  PlanCommandOutcome outcome;
  outcome.process = run_program(SURGEFLOW_PROGRAM,
                                {"plan", case_file.string(), "-o", plan.string(), "--summary",
                                 summary.string(), "--threads", std::to_string(threads), "--quiet"},
                                limit_seconds);
  if (std::ifstream file(summary); file) outcome.summary = nlohmann::ordered_json::parse(file);
  std::filesystem::remove(plan);
  std::filesystem::remove(summary);
  return outcome;
}

}  // namespace surgeflow::bench
