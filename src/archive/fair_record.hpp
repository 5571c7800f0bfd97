// SPDX-License-Identifier: Apache-2.0
// The group /fairness: shares of groups, level by level, and what bounds them.
#pragma once

#include <optional>
#include <span>

#include "archive/decision_record.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::archive {

/// Nothing where the plan does not make shares even; the groups are those of the limits' floors.
void write_fairness(Hdf5Writer& file, const std::optional<FairClaim>& claim,
                    const std::optional<LimitClaim>& limits, std::span<const Facility> facilities,
                    const Horizon& horizon);

[[nodiscard]] std::optional<FairClaim> read_fairness(const Hdf5Reader& file, const Size& size);

}  // namespace surgeflow::archive
