// SPDX-License-Identifier: Apache-2.0
// Writes the sweep, starts the program that was built beside this one, and reads its table.
#include "sweep_run.hpp"

#include <fmt/format.h>

#include <fstream>
#include <string_view>

namespace surgeflow::bench {
namespace {

void write_sweep_file(const std::filesystem::path& path, const std::filesystem::path& case_file,
                      const SweepSize& size, Start start) {
  std::ofstream(path) << fmt::format(
      "[sweep]\ncase = \"{}\"\ndesign = \"sobol\"\nscenarios = {}\nwarm_starts = {}\n\n"
      "[[vary]]\nkey = \"demand.reproduction_number\"\ndistribution = \"uniform\"\n"
      "low = {}\nhigh = {}\n",
      std::filesystem::absolute(case_file).string(), size.scenarios, start == Start::warm,
      size.least, size.most);
}

/// The lines below the header, each up to the columns `certified` and `iterations` at its end.
void read_table(const std::filesystem::path& path, SweepOutcome& outcome) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    line.erase(line.rfind(','));
    if (std::string_view(line).ends_with(",1")) ++outcome.certified;
    outcome.rows.push_back(line);
  }
}

}  // namespace

SweepOutcome run_sweep(const std::filesystem::path& case_file, const SweepSize& size,
                       const Way& way, const std::filesystem::path& folder, double limit_seconds) {
  const std::filesystem::path sweep = folder / "sweep.toml";
  const std::filesystem::path output = folder / "sweep.h5";
  const std::filesystem::path table = folder / "sweep.csv";
  write_sweep_file(sweep, case_file, size, way.start);
  std::vector<std::string> command;
  if (way.ranks > 1) command = {SURGEFLOW_MPIEXEC, "-n", std::to_string(way.ranks)};
  command.insert(command.end(),
                 {SURGEFLOW_PROGRAM, "sweep", sweep.string(), "-o", output.string(), "--csv",
                  table.string(), "--threads", std::to_string(way.threads), "--quiet"});
  SweepOutcome outcome;
  outcome.process =
      run_program(command.front(), {command.begin() + 1, command.end()}, limit_seconds);
  read_table(table, outcome);
  for (const auto& path : {sweep, output, table}) std::filesystem::remove(path);
  std::filesystem::remove_all(output.string() + ".parts");
  return outcome;
}

}  // namespace surgeflow::bench
