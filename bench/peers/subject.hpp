// SPDX-License-Identifier: Apache-2.0
// The instances that methods are measured on, by name.
#pragma once

#include <string>

#include "surgeflow/model/instance.hpp"

namespace surgeflow::bench {

/// "colorado-34" and "colorado-64": the study's counties, all counties, of the data sets.
/// "synthetic-N" and "synthetic-NxT": N synthetic facilities over T periods (180), seed 1.
/// "FILE.toml": any case.
/// Any of these with "-distance" behind it: movement counts the distance of each shipment, not its
/// devices, so that lanes differ in cost.
/// Throws std::invalid_argument for another name, and what reading and checking a case throws.
[[nodiscard]] Instance load_subject(const std::string& name);

/// SHA-256 of all numbers of an instance, whatever files they came from.
[[nodiscard]] std::string checksum(const Instance& instance);

}  // namespace surgeflow::bench
