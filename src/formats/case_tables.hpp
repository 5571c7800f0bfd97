// SPDX-License-Identifier: Apache-2.0
// The CSV files of a case as records.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/core/error.hpp"
#include "surgeflow/model/statement.hpp"

namespace surgeflow::formats {

// Each takes the bytes of a file and its name for messages, and adds findings for what is wrong.

/// Columns that hold regions: those that share, and those of the decomposition; the file may lack
/// them.
struct RegionColumns {
  std::string sharing = "region";
  std::string solver = "region";
};

/// `devices` are columns of devices beside the one of that name, for items.
[[nodiscard]] std::vector<FacilityRecord> read_facilities(std::string_view bytes,
                                                          const std::string& file,
                                                          const RegionColumns& regions,
                                                          const std::vector<std::string>& devices,
                                                          Diagnostics& findings);

/// `quantity` is the column that counts: "patients" or "devices".
[[nodiscard]] std::vector<CountRecord> read_counts(std::string_view bytes, const std::string& file,
                                                   const std::string& quantity,
                                                   Diagnostics& findings);

[[nodiscard]] std::vector<PartnerRecord> read_partners(std::string_view bytes,
                                                       const std::string& file,
                                                       Diagnostics& findings);
[[nodiscard]] std::vector<OrderRecord> read_orders(std::string_view bytes, const std::string& file,
                                                   Diagnostics& findings);

[[nodiscard]] std::vector<EdgeRecord> read_edges(std::string_view bytes, const std::string& file,
                                                 Diagnostics& findings);
[[nodiscard]] std::vector<PlaceRecord> read_places(std::string_view bytes, const std::string& file,
                                                   Diagnostics& findings);
/// Departures are hours of the day such as "06:00 18:30".
[[nodiscard]] std::vector<ModeRecord> read_modes(std::string_view bytes, const std::string& file,
                                                 Diagnostics& findings);

[[nodiscard]] std::vector<LaneRecord> read_lanes(std::string_view bytes, const std::string& file,
                                                 Diagnostics& findings);

}  // namespace surgeflow::formats
