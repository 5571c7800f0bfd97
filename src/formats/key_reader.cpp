// SPDX-License-Identifier: Apache-2.0
// Types and places of TOML values.
#include "formats/key_reader.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace surgeflow::formats {
namespace {

/// "section.key" in its two parts.
struct KeyParts {
  std::string section;
  std::string key;
};

KeyParts parts_of(const std::string& key) {
  const std::size_t dot = key.find('.');
  return {key.substr(0, dot), key.substr(dot + 1)};
}

std::string words_of(const std::vector<std::string>& words) {
  std::vector<std::string> quotes;
  quotes.reserve(words.size());
  for (const std::string& word : words) quotes.push_back(in_quotes(word));
  return fmt::format("{}", fmt::join(quotes, ", "));
}

std::optional<double> number_of(const toml::node& node) {
  const auto value = node.is_number() ? node.value<double>() : std::nullopt;
  return value && std::isfinite(*value) ? value : std::nullopt;
}

Date date_of(const toml::date& date) {
  return Date{std::chrono::year_month_day{
      std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}}};
}

}  // namespace

std::string describe(const toml::node& node) {
  if (const auto* text = node.as_string()) return in_quotes(text->get()) + " (text)";
  if (const auto* whole = node.as_integer()) return fmt::format("{}", whole->get());
  if (const auto* decimal = node.as_floating_point()) return fmt::format("{}", decimal->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (const auto* date = node.as_date()) return format_date(date_of(date->get())) + " (a date)";
  if (node.is_array()) return "a list [...]";
  if (node.is_table()) return "a table";
  return node.is_date_time() ? "a date with a time" : "a time of day";
}

KeyReader::KeyReader(const toml::table& root, std::string file, std::set<std::string> overridden,
                     Diagnostics& findings)
    : root_(&root),
      file_(std::move(file)),
      overridden_(std::move(overridden)),
      findings_(&findings) {}

KeyReader::KeyReader(const toml::table& table, std::string section, std::string file,
                     Diagnostics& findings)
    : root_(&table), section_(std::move(section)), file_(std::move(file)), findings_(&findings) {}

const toml::node* KeyReader::find(const std::string& key) const {
  const KeyParts parts = parts_of(key);
  if (!section_.empty()) return parts.section == section_ ? root_->get(parts.key) : nullptr;
  const toml::node* section = root_->get(parts.section);
  const toml::table* table = section == nullptr ? nullptr : section->as_table();
  return table == nullptr ? nullptr : table->get(parts.key);
}

Place KeyReader::place(const std::string& key) const {
  if (overridden_.contains(key)) return {"--set", 0, key};
  const toml::node* node = find(key);
  if (node == nullptr) node = section_.empty() ? root_->get(parts_of(key).section) : root_;
  const std::int64_t line =
      node == nullptr ? 0 : static_cast<std::int64_t>(node->source().begin.line);
  return {file_, line, key};
}

void KeyReader::refuse(const std::string& key, std::string seen, std::string allowed,
                       std::string remedy) const {
  findings_->add({place(key), std::move(seen), std::move(allowed), std::move(remedy)});
}

bool KeyReader::is_quoted(const std::string& key, const toml::node& node) const {
  return node.is_string() && !overridden_.contains(key);
}

void KeyReader::refuse_type(const std::string& key, const toml::node& node, std::string allowed,
                            std::string remedy) const {
  refuse(key, describe(node), std::move(allowed), std::move(remedy));
}

void KeyReader::refuse_choice(const std::string& key, const std::string& word,
                              const std::vector<std::string>& words) const {
  const std::string nearest = nearest_name(word, words);
  refuse(key, in_quotes(word), words_of(words),
         nearest.empty() ? std::string{} : fmt::format("did you mean {}?", in_quotes(nearest)));
}

void KeyReader::require(const std::string& key, std::string allowed) const {
  if (has(key)) return;
  const KeyParts parts = parts_of(key);
  refuse(key, "missing", std::move(allowed),
         fmt::format("add {} = ... to [{}]", parts.key, parts.section));
}

std::optional<std::string> KeyReader::text(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_string()) return value->get();
  refuse_type(key, *node, "a text", "put it in double quotes");
  return std::nullopt;
}

std::optional<std::int64_t> KeyReader::whole(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_integer()) return value->get();
  refuse_type(key, *node, "a whole number",
              is_quoted(key, *node) ? "remove the quotes" : "write digits only");
  return std::nullopt;
}

std::optional<double> KeyReader::decimal(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto value = number_of(*node);
  if (!value) {
    refuse_type(key, *node, "a number",
                is_quoted(key, *node) ? "remove the quotes" : "write it with a decimal point");
  }
  return value;
}

std::optional<bool> KeyReader::truth(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_boolean()) return value->get();
  refuse_type(key, *node, "true or false",
              is_quoted(key, *node) ? "remove the quotes" : std::string{});
  return std::nullopt;
}

std::optional<std::vector<double>> KeyReader::decimals(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const toml::array* entries = node->as_array();
  if (entries == nullptr) {
    refuse_type(key, *node, "a list of numbers", "write [0.05, 0.5, 0.95]");
    return std::nullopt;
  }
  std::vector<double> numbers;
  for (const toml::node& entry : *entries) {
    const auto number = number_of(entry);
    if (!number) {
      refuse_type(key, entry, "a list of numbers", "write [0.05, 0.5, 0.95]");
      return std::nullopt;
    }
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<std::vector<NumberPair>> KeyReader::pairs(const std::string& key,
                                                        const std::string& example) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto refuse_list = [&](const toml::node& seen) {
    refuse_type(key, seen, "a list of pairs of numbers", fmt::format("write {}", example));
    return std::nullopt;
  };
  const toml::array* entries = node->as_array();
  if (entries == nullptr) return refuse_list(*node);
  std::vector<NumberPair> pairs;
  for (const toml::node& entry : *entries) {
    const toml::array* pair = entry.as_array();
    if (pair == nullptr || pair->size() != 2) return refuse_list(entry);
    const auto first = number_of(*pair->get(0));
    const auto second = number_of(*pair->get(1));
    if (!first || !second) return refuse_list(entry);
    pairs.push_back({*first, *second});
  }
  return pairs;
}

std::vector<NamedNumber> KeyReader::named_numbers(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const toml::table* entries = node->as_table();
  if (entries == nullptr) {
    refuse_type(key, *node, "a table of numbers by name", "write { \"name\" = 1 }");
    return {};
  }
  std::vector<NamedNumber> numbers;
  for (const auto& [name, entry] : *entries) {
    const auto number = number_of(entry);
    if (number) {
      numbers.push_back({std::string(name.str()), *number});
    } else {
      refuse_type(key, entry, "a number for each name", "write { \"name\" = 1 }");
    }
  }
  return numbers;
}

std::optional<Date> KeyReader::date(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_date()) return date_of(value->get());
  const auto* text = node->as_string();
  const auto parsed = text == nullptr ? std::nullopt : parse_date(text->get());
  if (!parsed) refuse_type(key, *node, "a date such as 2020-03-31");
  return parsed;
}

std::optional<ReductionStep> KeyReader::step(const std::string& key, const toml::node& node) const {
  const toml::array* entry = node.as_array();
  const auto* day = entry != nullptr && entry->size() == 2 ? entry->get(0)->as_integer() : nullptr;
  const auto value = day == nullptr ? std::nullopt : number_of(*entry->get(1));
  if (value && std::in_range<std::int32_t>(day->get())) {
    return ReductionStep{static_cast<std::int32_t>(day->get()), *value};
  }
  refuse(key, entry == nullptr ? describe(node) : "an entry that is no pair of day and value",
         "[start day, value] such as [15, 0.50]", "write a list of pairs: [[0, 0.30], [15, 0.50]]");
  return std::nullopt;
}

std::optional<std::vector<ReductionStep>> KeyReader::schedule(const std::string& key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const toml::array* entries = node->as_array();
  if (entries == nullptr) {
    const auto value = number_of(*node);
    if (value) return std::vector<ReductionStep>{{0, *value}};
    refuse_type(key, *node, "a number, or a list of [start day, value]");
    return std::nullopt;
  }
  std::vector<ReductionStep> steps;
  for (const toml::node& entry : *entries) {
    const auto read = step(key, entry);
    if (!read) return std::nullopt;
    steps.push_back(*read);
  }
  return steps;
}

}  // namespace surgeflow::formats
