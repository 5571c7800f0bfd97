// SPDX-License-Identifier: Apache-2.0
// The steps of a decomposition as a table, /lagrangian.
#pragma once

#include <span>
#include <vector>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/flow/step_record.hpp"

namespace surgeflow::archive {

/// The columns that equal runs share; to be followed by write_measured. Nothing without steps.
void write_steps(Hdf5Writer& file, std::span<const StepRecord> steps);
/// What every step took. To be written after the checksums, which equal runs share.
void write_measured(Hdf5Writer& file, std::span<const StepRecord> steps);

/// Empty where the file has no such table.
[[nodiscard]] std::vector<StepRecord> read_steps(const Hdf5Reader& file);

}  // namespace surgeflow::archive
