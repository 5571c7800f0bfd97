// SPDX-License-Identifier: Apache-2.0
// Lane tables that a plan file does not hold, because they are computed from its coordinates.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::archive {

using RowVisitor = std::function<void(std::span<const std::uint8_t>)>;

/// SHA-256 of a lane table's transit times, which `visit_rows` hands over in the order of origins,
/// any number of rows at a time.
[[nodiscard]] std::string lanes_sha256(std::int32_t facilities,
                                       const std::function<void(const RowVisitor&)>& visit_rows);

/// Where computed lane tables come from: `make` gives one, or those of its rows that are held here;
/// `sha256` what lanes_sha256 gives of all rows of the table that was made.
struct LaneMaker {
  std::function<LaneTable(std::span<const Facility>, const TransitRule&)> make;
  std::function<std::string(const LaneTable&)> sha256;
};

}  // namespace surgeflow::archive
