// SPDX-License-Identifier: Apache-2.0
// The check of a whole number.
#include "app/whole_number.hpp"

#include <fmt/format.h>

#include <charconv>

namespace surgeflow::app {

Refusal whole_number(std::uint64_t least, std::uint64_t most) {
  return [=](const std::string& text) -> std::string {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    const bool whole = parsed.ec == std::errc() && parsed.ptr == end;
    if (whole && number >= least && number <= most) return {};
    return fmt::format("'{}' can not be used; allowed: a whole number from {} to {}", text, least,
                       most);
  };
}

}  // namespace surgeflow::app
