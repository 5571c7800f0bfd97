// SPDX-License-Identifier: Apache-2.0
// The small statement after a change, and what check_case makes of it.
#pragma once

#include <functional>
#include <string>

#include "support/messages.hpp"
#include "support/statements.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::testing {

using Change = std::function<void(CaseStatement&)>;

/// What check_case says of the small statement after a change; empty where it is accepted.
inline std::string refusal_of(const Change& change) {
  CaseStatement statement = small_statement();
  change(statement);
  return input_error_of([&] { static_cast<void>(check_case(statement)); });
}

inline Case accepted(const Change& change) {
  CaseStatement statement = small_statement();
  change(statement);
  return check_case(statement);
}

}  // namespace surgeflow::testing
