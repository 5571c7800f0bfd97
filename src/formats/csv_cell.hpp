// SPDX-License-Identifier: Apache-2.0
// One cell of a CSV table as RFC 4180 wants it.
#pragma once

#include <string>
#include <string_view>

namespace surgeflow::formats {

/// The text, in double quotes where it holds a comma, a quote, a line end or space at an end.
/// Nothing else is changed: what a spreadsheet would take for a formula stays as it is, because a
/// table is read back by programs, to whom a facility called "=A" is called so.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace surgeflow::formats
