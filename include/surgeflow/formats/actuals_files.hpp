// SPDX-License-Identifier: Apache-2.0
// A folder with what was seen since a plan was made.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"
#include "surgeflow/rolling/execute.hpp"

namespace surgeflow::formats {

/// The days that such a folder may speak of.
struct PastWindow {
  Horizon horizon;  ///< of the plan's chain, up to the day before today; at least one period
  Period first{0};  ///< the first that the plan covers: lines before it are known already
  std::int32_t plan_periods = 0;  ///< of the plan, for trucks that are still under way
};

struct SeenFiles {
  rolling::Actuals actuals;                         ///< periods from the plan's first one on
  std::map<std::string, std::string> input_sha256;  ///< file name -> SHA-256 of its bytes
  std::int64_t known_lines = 0;                     ///< about periods before the plan, left out
};

/// Reads demand.csv (facility, period, patients), arrivals.csv (facility, period, devices),
/// shipments.csv (origin, destination, period, devices, and arrive where it was not the lane's
/// time), and stock.csv (facility, period, devices idle at its end). A file that is there says all
/// of its kind: what it does not list did not happen; stock.csv is about what it lists.
/// Throws InputError with every finding: no such folder, a file of another name, facilities that
/// the plan does not know, periods that have not passed, what is no number, a shipment on no lane.
[[nodiscard]] SeenFiles read_actuals(const std::filesystem::path& folder, const PastWindow& window,
                                     const std::vector<Facility>& facilities,
                                     const LaneTable& lanes);

}  // namespace surgeflow::formats
