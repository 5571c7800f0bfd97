// SPDX-License-Identifier: Apache-2.0
// Which sections and keys CASE.toml knows, and what to say of any other.
#pragma once

#include <string>
#include <vector>

namespace surgeflow::formats {

struct KnownSection {
  std::string name;
  std::vector<std::string> keys;
};

[[nodiscard]] const std::vector<KnownSection>& known_sections();

/// The section of that name; null where there is none.
[[nodiscard]] const KnownSection* find_section(const std::string& name);

[[nodiscard]] std::vector<std::string> section_names();

/// What to do about sections that this version does not support; empty for any other name.
[[nodiscard]] std::string unsupported_section_remedy(const std::string& name);

/// The known "section.key" nearest to an unknown one: the same key in another section, or else a
/// similar one. Empty where none is near.
[[nodiscard]] std::string nearest_key(const std::string& section, const std::string& key);

}  // namespace surgeflow::formats
