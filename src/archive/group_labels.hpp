// SPDX-License-Identifier: Apache-2.0
// The labels of a group's axes: facility ids, periods and times.
#pragma once

#include <span>
#include <string>

#include "archive/hdf5_writer.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {

/// Writes facility, period and time into `group`. Each group carries its own labels, because xarray
/// opens one group at a time.
void write_labels(Hdf5Writer& file, const std::string& group, std::span<const Facility> facilities,
                  const Horizon& horizon);

/// The axes of an array [facility, period] in `group`.
[[nodiscard]] std::vector<Axis> panel_axes(const std::string& group,
                                           std::span<const Facility> facilities,
                                           const Horizon& horizon);

}  // namespace surgeflow::archive
