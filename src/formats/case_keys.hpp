// SPDX-License-Identifier: Apache-2.0
// Which sections and keys CASE.toml knows, and what to say of any other.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace surgeflow::formats {

struct KnownSection {
  std::string name;
  std::vector<std::string> keys;
};

[[nodiscard]] const std::vector<KnownSection>& known_sections();

/// What stands for a key. A schedule is a number or a list of [start day, number]; solver.regions
/// is a text or a whole number.
enum class KeyKind { text, date, whole, decimal, truth, schedule, pairs, text_or_whole };

/// The kind of a known "section.key"; nothing for any other.
[[nodiscard]] std::optional<KeyKind> kind_of_key(const std::string& key);

/// The section of that name; null where there is none.
[[nodiscard]] const KnownSection* find_section(const std::string& name);

[[nodiscard]] std::vector<std::string> section_names();

/// What the tables of a list such as [[item]] may state; null where there is no such list.
[[nodiscard]] const KnownSection* find_list(const std::string& name);

/// What to do about sections that this version does not support; empty for any other name.
[[nodiscard]] std::string unsupported_section_remedy(const std::string& name);

/// The known "section.key" nearest to an unknown one: the same key in another section, or else a
/// similar one. Empty where none is near.
[[nodiscard]] std::string nearest_key(const std::string& section, const std::string& key);

}  // namespace surgeflow::formats
