// SPDX-License-Identifier: Apache-2.0
// The group /consolidation: what was wanted of shipments, and what they were before.
#pragma once

#include <optional>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/model/shipment_rules.hpp"

namespace surgeflow::archive {

/// Nothing where shipments are as they come.
void write_consolidation(Hdf5Writer& file, const std::optional<Consolidation>& consolidation);

[[nodiscard]] std::optional<Consolidation> read_consolidation(const Hdf5Reader& file);

}  // namespace surgeflow::archive
