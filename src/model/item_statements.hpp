// SPDX-License-Identifier: Apache-2.0
// What a case of several items states about one of them.
#pragma once

#include <cstddef>

#include "surgeflow/model/statement.hpp"

namespace surgeflow::checks {

/// The case that has this item only.
[[nodiscard]] CaseStatement statement_of_item(const CaseStatement& statement, std::size_t item);

}  // namespace surgeflow::checks
