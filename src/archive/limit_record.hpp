// SPDX-License-Identifier: Apache-2.0
// Limits and their multipliers in a plan file.
#pragma once

#include <optional>
#include <span>

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {

/// Writes nothing where there are no limits.
void write_limits(Hdf5Writer& file, const std::optional<LimitClaim>& claim,
                  std::span<const Facility> facilities, const Horizon& horizon);

[[nodiscard]] std::optional<LimitClaim> read_limits(const Hdf5Reader& file, const Size& size);

}  // namespace surgeflow::archive
