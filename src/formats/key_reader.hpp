// SPDX-License-Identifier: Apache-2.0
// The keys of a parsed CASE.toml as types, with findings for those that are missing or wrong.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "surgeflow/core/calendar.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/model/statement.hpp"

namespace surgeflow::formats {

/// A word of the file and what it stands for.
template <class Enum>
struct Choice {
  std::string word;
  Enum value;
};

/// Keys are "section.key". A key of the wrong type is recorded as a finding and reads as absent.
class KeyReader {
 public:
  /// `overridden` keys came from the command line and are reported as such.
  KeyReader(const toml::table& root, std::string file, std::set<std::string> overridden,
            Diagnostics& findings);

  /// Of one table of a list [[section]]: "section.key" are its own keys.
  KeyReader(const toml::table& table, std::string section, std::string file, Diagnostics& findings);

  /// Null where the key is absent.
  [[nodiscard]] const toml::node* find(const std::string& key) const;
  [[nodiscard]] bool has(const std::string& key) const { return find(key) != nullptr; }
  /// Where the key stands, or the section or file that lacks it.
  [[nodiscard]] Place place(const std::string& key) const;

  [[nodiscard]] std::optional<std::string> text(const std::string& key) const;
  [[nodiscard]] std::optional<std::int64_t> whole(const std::string& key) const;
  [[nodiscard]] std::optional<double> decimal(const std::string& key) const;
  [[nodiscard]] std::optional<bool> truth(const std::string& key) const;
  [[nodiscard]] std::optional<std::vector<double>> decimals(const std::string& key) const;
  /// A list of [first, second], for which `example` stands in messages.
  [[nodiscard]] std::optional<std::vector<NumberPair>> pairs(const std::string& key,
                                                             const std::string& example) const;
  /// { name = number, ... }.
  [[nodiscard]] std::vector<NamedNumber> named_numbers(const std::string& key) const;
  [[nodiscard]] std::optional<Date> date(const std::string& key) const;
  /// One number from the first day on, or a list of [start day, value].
  [[nodiscard]] std::optional<std::vector<ReductionStep>> schedule(const std::string& key) const;

  template <class Enum>
  [[nodiscard]] std::optional<Enum> choice(const std::string& key,
                                           const std::vector<Choice<Enum>>& choices) const {
    const auto word = text(key);
    if (!word) return std::nullopt;
    std::vector<std::string> words;
    for (const Choice<Enum>& choice : choices) {
      if (choice.word == *word) return choice.value;
      words.push_back(choice.word);
    }
    refuse_choice(key, *word, words);
    return std::nullopt;
  }

  /// Records a finding where the key is absent.
  void require(const std::string& key, std::string allowed) const;
  void refuse(const std::string& key, std::string seen, std::string allowed,
              std::string remedy = {}) const;

 private:
  /// Whether a text stands in the file, in quotes; on a command line it need not have any.
  [[nodiscard]] bool is_quoted(const std::string& key, const toml::node& node) const;
  [[nodiscard]] std::optional<ReductionStep> step(const std::string& key,
                                                  const toml::node& node) const;
  void refuse_choice(const std::string& key, const std::string& word,
                     const std::vector<std::string>& words) const;
  void refuse_type(const std::string& key, const toml::node& node, std::string allowed,
                   std::string remedy = {}) const;

  const toml::table* root_;
  std::string section_;  ///< of a single table; empty where root_ holds sections
  std::string file_;
  std::set<std::string> overridden_;
  Diagnostics* findings_;
};

/// A value in words, for messages: "ten" (text), 2.5, true, [ ... ].
[[nodiscard]] std::string describe(const toml::node& node);

}  // namespace surgeflow::formats
