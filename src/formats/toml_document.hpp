// SPDX-License-Identifier: Apache-2.0
// CASE.toml parsed, the command line's overrides put in, and every key known.
#pragma once

#include <toml++/toml.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/case_keys.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::formats {

/// Throws InputError where the text is no TOML.
[[nodiscard]] toml::table parse_toml(std::string_view bytes, const std::string& file);

/// A key that `section` does not know; `nearest` is a known one to which it is near, or empty.
[[nodiscard]] Diagnostic unknown_key(Place place, const KnownSection& section,
                                     const std::string& nearest);

/// "did you mean ...?", or what else to do with an unknown name.
[[nodiscard]] std::string remedy_for_unknown(const std::string& nearest);

struct TomlDocument {
  toml::table root;
  std::set<std::string> overridden;  ///< "section.key" given by an override
};

/// Throws InputError where the text is no TOML; other findings are added.
[[nodiscard]] TomlDocument parse_case_toml(std::string_view bytes, const std::string& file,
                                           const std::vector<std::string>& overrides,
                                           Diagnostics& findings);

}  // namespace surgeflow::formats
