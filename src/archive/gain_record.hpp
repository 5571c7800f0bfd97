// SPDX-License-Identifier: Apache-2.0
// Gains and costs with steps in a plan file.
#pragma once

#include <cstdint>
#include <vector>

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/model/steps.hpp"

namespace surgeflow::archive {

/// The members of InstanceData that say what is gained and what leaving costs.
struct Gains {
  std::int32_t resolution = 1;
  std::vector<GainStep> treat{};
  std::vector<GainStep> hold{};
  std::vector<CostStep> send{};
};

/// Writes nothing where each patient gains 1 and nothing else gains or costs.
void write_gains(Hdf5Writer& file, const PlanDocument& document);

/// Refuses numbers out of range; whether gains fall, and widths are those of the patients, is for
/// the instance to say.
[[nodiscard]] Gains read_gains(const Hdf5Reader& file, const Size& size);

}  // namespace surgeflow::archive
