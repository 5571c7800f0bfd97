// SPDX-License-Identifier: Apache-2.0
// Writes TOML values. toml++ writes them too, but lists over several lines where they are long.
#include "formats/toml_text.hpp"

#include <fmt/format.h>

#include <sstream>
#include <vector>

namespace surgeflow::formats {
namespace {

std::string decimal_text(double value) {
  std::string text = fmt::format("{}", value);
  // TOML would read a whole number without this.
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string list_text(const toml::array& list) {
  std::vector<std::string> entries;
  for (const toml::node& entry : list) entries.push_back(toml_text(entry));
  return fmt::format("[{}]", fmt::join(entries, ", "));
}

}  // namespace

std::string toml_text(const toml::node& node) {
  if (const auto* list = node.as_array()) return list_text(*list);
  if (const auto* whole = node.as_integer()) return fmt::format("{}", whole->get());
  if (const auto* decimal = node.as_floating_point()) return decimal_text(decimal->get());
  std::ostringstream text;
  text << toml::toml_formatter{node, toml::format_flags::allow_unicode_strings};
  return text.str();
}

}  // namespace surgeflow::formats
