// SPDX-License-Identifier: Apache-2.0
// COIN-OR CBC, an integer programming solver, on files in MPS.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "support/temporary_folder.hpp"
#include "surgeflow/core/index.hpp"

namespace surgeflow::test {

/// What plans under rules that break the network form may gain less than CBC's: of the demand of
/// all cases together, and of the demand of each.
inline constexpr double kMeanGap = 0.01;
inline constexpr double kWorstGap = 0.03;
/// In smaller cases a single patient would be too much.
inline constexpr Total kLeastDemand = 100;

[[nodiscard]] inline std::ofstream mps_file(const testing::TemporaryFolder& folder,
                                            std::uint64_t number) {
  return std::ofstream(folder / fmt::format("{}.mps", number));
}

/// Solves every MPS file of the folder, with a process for each: one that reads several keeps
/// something of those before. `program` is CBC, which gives up after so many seconds on each. False
/// where it could not be run.
[[nodiscard]] inline bool run_cbc(const std::string& program,
                                  const testing::TemporaryFolder& folder, int seconds = 3600) {
  const std::string command = fmt::format(
      "cd '{}' && for case in *.mps; do '{}' $case sec {} solve solution ${{case%mps}}txt; done > "
      "log",
      folder.path().string(), program, seconds);
  return std::system(command.c_str()) == 0;
}

/// The least cost that CBC calls optimal; not a number where it does not.
[[nodiscard]] inline double least_cost(const testing::TemporaryFolder& folder,
                                       std::uint64_t number) {
  std::ifstream in(folder / fmt::format("{}.txt", number));
  std::string line;
  std::getline(in, line);
  const std::string begin = "Optimal - objective value ";
  return line.starts_with(begin) ? std::stod(line.substr(begin.size())) : std::nan("");
}

}  // namespace surgeflow::test
