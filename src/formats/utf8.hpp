// SPDX-License-Identifier: Apache-2.0
// Where a text stops being UTF-8.
#pragma once

#include <optional>
#include <string_view>

namespace surgeflow::formats {

/// Offset of the first byte that is no part of well-formed UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF); nothing where all of `text` is well-formed.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

}  // namespace surgeflow::formats
