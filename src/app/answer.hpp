// SPDX-License-Identifier: Apache-2.0
// The answer of a plan in sentences.
#pragma once

#include <string>

#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::app {

/// What a planner asks for first: who goes without, with and without sharing; what moves; and how
/// far the plan is proved. `unmet_alone` is the unmet demand where nothing is shared.
[[nodiscard]] std::string answer_in_words(const archive::PlanDocument& document, Total unmet_alone);

}  // namespace surgeflow::app
