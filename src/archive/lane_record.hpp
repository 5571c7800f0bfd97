// SPDX-License-Identifier: Apache-2.0
// The lane table in a plan file: a stated table in full, a computed one as rule and checksum.
#pragma once

#include <span>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow::archive {

void write_lanes(Hdf5Writer& file, const PlanDocument& document);

struct LaneRecord {
  TransitRule rule;
  LaneTable lanes;
};

/// A table that is computed anew must have the checksum of the one that the plan was made with;
/// InputError otherwise.
[[nodiscard]] LaneRecord read_lanes(const Hdf5Reader& file, std::span<const Facility> facilities,
                                    const LaneMaker& maker);

/// Makes all rows, with up to `threads` threads.
[[nodiscard]] LaneMaker whole_lanes(int threads);

}  // namespace surgeflow::archive
