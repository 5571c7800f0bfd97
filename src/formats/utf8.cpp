// SPDX-License-Identifier: Apache-2.0
// Checks UTF-8 by the table of well-formed byte sequences in RFC 3629, section 4.
#include "formats/utf8.hpp"

#include <cstdint>

namespace surgeflow::formats {
namespace {

/// What may follow a leading byte: how many bytes, and the bounds of the first of them.
struct Sequence {
  std::size_t following = 0;
  std::uint8_t least = 0x80;
  std::uint8_t most = 0xBF;
};

std::optional<Sequence> sequence_after(std::uint8_t lead) {
  if (lead < 0x80) return Sequence{0};
  if (lead >= 0xC2 && lead <= 0xDF) return Sequence{1};
  if (lead == 0xE0) return Sequence{2, 0xA0, 0xBF};
  if (lead == 0xED) return Sequence{2, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return Sequence{2};
  if (lead == 0xF0) return Sequence{3, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return Sequence{3};
  if (lead == 0xF4) return Sequence{3, 0x80, 0x8F};
  return std::nullopt;
}

bool is_between(char c, std::uint8_t least, std::uint8_t most) {
  const auto byte = static_cast<std::uint8_t>(c);
  return byte >= least && byte <= most;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto sequence = sequence_after(static_cast<std::uint8_t>(text[at]));
    if (!sequence || at + sequence->following >= text.size()) return at;
    for (std::size_t n = 1; n <= sequence->following; ++n) {
      const bool well_formed = n == 1 ? is_between(text[at + n], sequence->least, sequence->most)
                                      : is_between(text[at + n], 0x80, 0xBF);
      if (!well_formed) return at;
    }
    at += sequence->following + 1;
  }
  return std::nullopt;
}

}  // namespace surgeflow::formats
