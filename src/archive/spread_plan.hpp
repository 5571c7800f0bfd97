// SPDX-License-Identifier: Apache-2.0
// A plan file written by all ranks: what write_plan writes, from rows that no rank holds all of.
#pragma once

#include <filesystem>

#include "comm/communicator.hpp"
#include "flow/plan_rows.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {

/// Collective. `rows` are those of own facilities, which follow one another in the order of ranks.
/// Path and document are the root's (the others give nullptr): it writes all but the panels, which
/// all ranks write together. The content is that of a file by `write_plan`, on any number of ranks.
/// Throws on all ranks as `write_plan` does, and SystemError where a rank does not see the file.
void write_spread_plan(const std::filesystem::path& path, const PlanDocument* document,
                       const PlanRows& rows, const comm::Communicator& ranks);

}  // namespace surgeflow::archive
