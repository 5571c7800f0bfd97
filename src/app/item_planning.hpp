// SPDX-License-Identifier: Apache-2.0
// surgeflow plan for a case of several items.
#pragma once

#include <string>

#include "app/environment.hpp"
#include "surgeflow/archive/item_file.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/formats/case_file.hpp"

namespace surgeflow::app {

/// Checks, solves, and has the plans and their bound checked. Throws InternalError where the
/// certificate refutes them. `load_seconds` went into reading.
[[nodiscard]] archive::ItemDocument plan_items(const Environment& environment,
                                               const formats::CaseFile& file, double load_seconds,
                                               const SolveControl& control);

/// What is said of the plans.
[[nodiscard]] std::string item_answer_in_words(const archive::ItemDocument& document);

}  // namespace surgeflow::app
