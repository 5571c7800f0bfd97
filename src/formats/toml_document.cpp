// SPDX-License-Identifier: Apache-2.0
// Parses TOML, applies overrides, and refuses sections and keys that nobody reads.
#include "formats/toml_document.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace surgeflow::formats {
namespace {

Diagnostic syntax_finding(const toml::parse_error& error, const std::string& file) {
  const toml::source_position& at = error.source().begin;
  return {{file, static_cast<std::int64_t>(at.line), {}},
          fmt::format("not TOML at character {}: {}", at.column, error.description()),
          "TOML 1.0: [section] lines and key = value lines",
          "correct the line; texts and dates differ by their quotes"};
}

/// VALUE of an override: TOML where it is TOML, otherwise a text, so that no shell needs to be
/// taught to pass quotes.
toml::table parse_override_value(const std::string& value) {
  if (value.find_first_of("\r\n") == std::string::npos) {
    try {
      return toml::parse("value = " + value);
    } catch (const toml::parse_error&) {
      return toml::table{{"value", value}};
    }
  }
  return toml::table{{"value", value}};
}

Diagnostic malformed_override(const std::string& text) {
  const std::string name = text.substr(0, text.find('='));
  const std::string nearest = nearest_key({}, name);
  return {{"--set", 0, {}},
          in_quotes(text),
          "section.key=VALUE, such as horizon.periods=90",
          nearest.empty() ? std::string{} : fmt::format("did you mean {}?", in_quotes(nearest))};
}

void apply_override(TomlDocument& document, const std::string& text, Diagnostics& findings) {
  const std::size_t equals = text.find('=');
  const std::size_t dot = text.find('.');
  if (equals == std::string::npos || dot == std::string::npos || dot > equals || dot == 0 ||
      dot + 1 == equals) {
    findings.add(malformed_override(text));
    return;
  }
  const std::string section = text.substr(0, dot);
  const std::string key = text.substr(dot + 1, equals - dot - 1);
  toml::node* place = document.root.get(section);
  if (place == nullptr) {
    place = &document.root.insert_or_assign(section, toml::table{}).first->second;
  }
  document.overridden.insert(section + "." + key);
  toml::table* table = place->as_table();
  if (table == nullptr) {
    findings.add({{"--set", 0, section + "." + key},
                  fmt::format("the case states a list of {}", section),
                  "keys of sections that stand once",
                  "change the case file"});
    return;
  }
  const toml::table value = parse_override_value(text.substr(equals + 1));
  value.get("value")->visit([&](const auto& node) { table->insert_or_assign(key, node); });
}

class KeyCheck {
 public:
  KeyCheck(const TomlDocument& document, const std::string& file, Diagnostics& findings)
      : document_(document), file_(file), findings_(findings) {}

  void run() const {
    for (const auto& [name, node] : document_.root) {
      check_section(std::string(name.str()), node);
    }
  }

 private:
  [[nodiscard]] Place place(const std::string& key, const toml::node& node) const {
    if (document_.overridden.contains(key)) return {"--set", 0, key};
    return {file_, static_cast<std::int64_t>(node.source().begin.line), key};
  }

  void check_section(const std::string& name, const toml::node& node) const {
    if (const KnownSection* list = find_list(name); list != nullptr && !node.is_table()) {
      check_list(*list, node);
      return;
    }
    if (find_section(name) == nullptr && find_list(name) != nullptr) {
      findings_.add({place(name, node), "one section", fmt::format("[[{}]], a list", name),
                     fmt::format("write [[{}]]", name)});
      return;
    }
    const std::string unsupported = unsupported_section_remedy(name);
    if (!unsupported.empty()) {
      findings_.add({first_place(name, node), "not supported by this version",
                     fmt::format("{}", fmt::join(section_names(), ", ")), unsupported});
      return;
    }
    const KnownSection* section = find_section(name);
    if (section == nullptr) {
      refuse_section(name, node);
    } else if (const toml::table* table = node.as_table()) {
      check_keys(*section, *table);
    } else {
      findings_.add({place(name, node), "not a section",
                     fmt::format("[{}] with keys {}", name, fmt::join(section->keys, ", ")),
                     fmt::format("write [{}] on a line of its own", name)});
    }
  }

  /// The place of a section, or of the override that brought it.
  [[nodiscard]] Place first_place(const std::string& name, const toml::node& node) const {
    for (const std::string& key : document_.overridden) {
      if (key.starts_with(name + ".") && node.source().begin.line == 0) return {"--set", 0, key};
    }
    return place(name, node);
  }

  void refuse_section(const std::string& name, const toml::node& node) const {
    std::string nearest = node.is_value() ? nearest_key({}, name) : std::string{};
    if (nearest.empty()) nearest = nearest_name(name, section_names());
    findings_.add({first_place(name, node),
                   node.is_value() ? "unknown key outside any section" : "unknown section",
                   fmt::format("sections {}", fmt::join(section_names(), ", ")),
                   remedy_for_unknown(nearest)});
  }

  void check_list(const KnownSection& list, const toml::node& node) const {
    const toml::array* tables = node.as_array();
    if (tables == nullptr || !tables->is_homogeneous(toml::node_type::table)) {
      findings_.add({place(list.name, node), "neither a section nor a list of sections",
                     fmt::format("[[{}]] with keys {}", list.name, fmt::join(list.keys, ", ")),
                     fmt::format("write [[{}]] on a line of its own", list.name)});
      return;
    }
    for (const toml::node& table : *tables) check_keys(list, *table.as_table());
  }

  void check_keys(const KnownSection& section, const toml::table& table) const {
    for (const auto& [name, node] : table) {
      const std::string key(name.str());
      if (std::find(section.keys.begin(), section.keys.end(), key) != section.keys.end()) continue;
      const std::string similar = nearest_name(key, section.keys);
      findings_.add(unknown_key(place(section.name + "." + key, node), section,
                                find_section(section.name) == &section
                                    ? nearest_key(section.name, key)
                                : similar.empty() ? std::string{}
                                                  : section.name + "." + similar));
    }
  }

  const TomlDocument& document_;
  const std::string& file_;
  Diagnostics& findings_;
};

}  // namespace

toml::table parse_toml(std::string_view bytes, const std::string& file) {
  try {
    return toml::parse(bytes, file);
  } catch (const toml::parse_error& error) {
    throw InputError(syntax_finding(error, file));
  }
}

std::string remedy_for_unknown(const std::string& nearest) {
  if (nearest.empty()) return "remove or rename it";
  return fmt::format("did you mean {}?", in_quotes(nearest));
}

Diagnostic unknown_key(Place place, const KnownSection& section, const std::string& nearest) {
  return {std::move(place), "unknown key",
          fmt::format("[{}] {}", section.name, fmt::join(section.keys, ", ")),
          remedy_for_unknown(nearest)};
}

TomlDocument parse_case_toml(std::string_view bytes, const std::string& file,
                             const std::vector<std::string>& overrides, Diagnostics& findings) {
  TomlDocument document{parse_toml(bytes, file), {}};
  for (const std::string& text : overrides) apply_override(document, text, findings);
  if (document.root.empty()) {
    findings.add({{file, 1, {}},
                  "the file states nothing",
                  fmt::format("sections {}", fmt::join(section_names(), ", ")),
                  "start from one of the cases in datasets"});
  }
  KeyCheck(document, file, findings).run();
  return document;
}

}  // namespace surgeflow::formats
