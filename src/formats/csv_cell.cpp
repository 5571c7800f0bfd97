// SPDX-License-Identifier: Apache-2.0
// Quotes CSV cells.
#include "formats/csv_cell.hpp"

namespace surgeflow::formats {

std::string csv_cell(std::string_view text) {
  constexpr std::string_view kSpace = " \t";
  const bool padded = !text.empty() && (kSpace.find(text.front()) != std::string_view::npos ||
                                        kSpace.find(text.back()) != std::string_view::npos);
  if (!padded && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted += '"';
}

}  // namespace surgeflow::formats
