// SPDX-License-Identifier: Apache-2.0
// A statement as the text of its files: the inverse of reading a case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "surgeflow/model/statement.hpp"

namespace surgeflow::synth {

/// Names of the files that a written case consists of.
inline constexpr std::string_view kCaseFile = "case.toml";
inline constexpr std::string_view kFacilitiesFile = "facilities.csv";
inline constexpr std::string_view kDemandFile = "demand.csv";
inline constexpr std::string_view kArrivalsFile = "arrivals.csv";
inline constexpr std::string_view kLanesFile = "transit.csv";

// Numbers are written with as many digits as it takes to read the same number back.

[[nodiscard]] std::string case_toml(const CaseStatement& statement);

/// Optional columns are there where any record states a value.
[[nodiscard]] std::string facilities_csv(const std::vector<FacilityRecord>& records);

/// `quantity` is the name of the column that counts: "patients" or "devices".
[[nodiscard]] std::string counts_csv(const std::vector<CountRecord>& records,
                                     std::string_view quantity);

[[nodiscard]] std::string lanes_csv(const std::vector<LaneRecord>& records);

}  // namespace surgeflow::synth
