// SPDX-License-Identifier: Apache-2.0
// Synthetic cases of any size: for trying things out, and for benches.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "surgeflow/model/statement.hpp"

namespace surgeflow::synth {

struct Options {
  std::int64_t facilities = 100;        ///< 1..kMaxFacilities
  std::int64_t periods = 180;           ///< days, 1..kMaxPeriods
  std::uint64_t seed = 1;               ///< the same options give the same case on any machine
  std::optional<std::int64_t> regions;  ///< 1..facilities; none leaves the column out
};

/// A case that looks like a country in a pandemic: cities of heavy-tailed size with sites around
/// them and rural sites between, in a box of the size of the contiguous United States; regions of
/// the sites nearest to a centre; waves of an epidemic that break out in several cities at several
/// times and travel, so that devices are idle in one place while another lacks them; devices by
/// population with scatter. Rates, turnaround and devices by head are those of the Colorado study
/// (see docs/synthetic-cases.md). Every facility has a location, population, hospitalised
/// persons, devices and a doubling time of its own; transit is geodesic, 643.7 km a period.
/// Throws InputError where an option is out of range.
[[nodiscard]] CaseStatement make_case(const Options& options);

/// Writes any statement as a case: `folder`/case.toml and the CSV files that it names. Creates the
/// folder where it is missing. Each file appears whole or not at all, case.toml last. Throws
/// InputError where one of the files is already there, SystemError where the folder refuses.
void write_case(const std::filesystem::path& folder, const CaseStatement& statement);

}  // namespace surgeflow::synth
