// SPDX-License-Identifier: Apache-2.0
// The groups /history and /replan.
#pragma once

#include <optional>
#include <span>

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/rolling/history.hpp"

namespace surgeflow::archive {

/// Writes nothing where there is none.
void write_history(Hdf5Writer& file, const std::optional<rolling::History>& history,
                   std::span<const Facility> facilities);
void write_replan(Hdf5Writer& file, const std::optional<rolling::ReplanRecord>& record);

[[nodiscard]] std::optional<rolling::History> read_history(const Hdf5Reader& file,
                                                           const Size& size);
[[nodiscard]] std::optional<rolling::ReplanRecord> read_replan(const Hdf5Reader& file,
                                                               const Size& size);

}  // namespace surgeflow::archive
