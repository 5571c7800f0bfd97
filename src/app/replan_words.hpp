// SPDX-License-Identifier: Apache-2.0
// What a re-plan has to say before its answer: what happened, and what changes.
#pragma once

#include <string>

#include "app/replanning.hpp"

namespace surgeflow::app {

/// Who came and was treated since the last plan, what did not leave, where the books were wrong,
/// and where the devices are.
[[nodiscard]] std::string past_in_words(const Morning& morning);

/// Which orders stay and which change, and what the changes are good for.
[[nodiscard]] std::string changes_in_words(const Morning& morning, const DayPlan& plan);

}  // namespace surgeflow::app
