// SPDX-License-Identifier: Apache-2.0
// What damages files.
#pragma once

#include <string_view>

namespace surgeflow::testing {

using std::string_view_literals::operator""sv;

/// What damage puts in place of other bytes: what separates, quotes and numbers, and what is no
/// text.
inline constexpr std::string_view kDamage = "\0\n\r\t \",;'=[]{}#-.eE09aZ\x7F\x80\xC3\xFF"sv;

}  // namespace surgeflow::testing
