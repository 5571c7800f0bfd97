// SPDX-License-Identifier: Apache-2.0
// Reads [[vary]]: a key of the case, and its values or its distribution.
#include "formats/sweep_factors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "formats/case_keys.hpp"
#include "formats/key_reader.hpp"
#include "formats/toml_document.hpp"
#include "formats/toml_text.hpp"
#include "model/parameter_bounds.hpp"

namespace surgeflow::formats {
namespace {

constexpr std::string_view kFitted = "fitted";
constexpr double kSumTolerance = 1e-9;

const std::vector<Choice<DistributionKind>>& distributions() {
  static const std::vector<Choice<DistributionKind>> choices = {
      {"uniform", DistributionKind::uniform},     {"normal", DistributionKind::normal},
      {"lognormal", DistributionKind::lognormal}, {"triangular", DistributionKind::triangular},
      {"beta", DistributionKind::beta},           {"gamma", DistributionKind::gamma}};
  return choices;
}

/// Parameters of all distributions.
const std::set<std::string>& distribution_parameters() {
  static const std::set<std::string> names = [] {
    std::set<std::string> all;
    for (const auto& choice : distributions()) {
      for (const std::string_view name : parameter_names(choice.value)) all.emplace(name);
    }
    return all;
  }();
  return names;
}

const KnownSection& vary_section() {
  static const KnownSection section = [] {
    KnownSection known{"vary",
                       {"key", "values", "distribution", "from_day", "national", "regional",
                        "local", "share_of", "least", "most", "whole"}};
    const auto& parameters = distribution_parameters();
    known.keys.insert(known.keys.end(), parameters.begin(), parameters.end());
    return known;
  }();
  return section;
}

std::string vary(std::string_view key) { return fmt::format("vary.{}", key); }

bool lists(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class FactorReader {
 public:
  FactorReader(const toml::table& table, Design design, const std::string& file,
               Diagnostics& findings)
      : table_(table),
        design_(design),
        file_(file),
        keys_(table, "vary", file, findings),
        findings_(findings) {}

  Factor read() {
    refuse_unknown();
    read_key();
    if (design_ == Design::grid) {
      refuse_keys_but({"key", "values"}, "a grid takes values as they are written",
                      "key and values");
      read_values();
    } else {
      refuse_values();
      read_distribution();
      read_from_day();
      read_spread();
      read_share();
      read_bounds();
      read_number_kind();
    }
    return factor_;
  }

 private:
  void refuse_unknown() {
    for (const auto& [name, node] : table_) {
      const std::string key(name.str());
      if (lists(vary_section().keys, key)) continue;
      const std::string nearest = nearest_name(key, vary_section().keys);
      findings_.add(unknown_key({file_, line_of(node), vary(key)}, vary_section(), nearest));
    }
  }

  static std::int64_t line_of(const toml::node& node) {
    return static_cast<std::int64_t>(node.source().begin.line);
  }

  void refuse_keys_but(const std::vector<std::string>& allowed, const std::string& seen,
                       const std::string& words) {
    for (const auto& [name, node] : table_) {
      const std::string key(name.str());
      if (lists(allowed, key) || !lists(vary_section().keys, key)) continue;
      keys_.refuse(vary(key), seen, words, "remove it, or choose a design that draws");
    }
  }

  void refuse_values() {
    if (!keys_.has("vary.values")) return;
    keys_.refuse("vary.values", fmt::format("values with design = {}", word_of_design()),
                 "a distribution", "state one instead, or choose design = \"grid\"");
  }

  [[nodiscard]] std::string word_of_design() const {
    return in_quotes(design_words()[static_cast<std::size_t>(design_)]);
  }

  void read_key() {
    keys_.require("vary.key", "a key of the case such as \"demand.contact_reduction\"");
    factor_.key = keys_.text("vary.key").value_or("");
    if (factor_.key.empty()) return;
    kind_ = kind_of_key(factor_.key);
    if (!kind_) {
      const std::size_t dot = factor_.key.find('.');
      const bool dotted = dot != std::string::npos;
      const std::string nearest = nearest_key(dotted ? factor_.key.substr(0, dot) : "",
                                              dotted ? factor_.key.substr(dot + 1) : factor_.key);
      keys_.refuse("vary.key", fmt::format("{} is no key of a case", in_quotes(factor_.key)),
                   "\"section.key\" of CASE.toml", remedy_for_unknown(nearest));
      return;
    }
    factor_.uncertain.name = factor_.key.substr(factor_.key.find('.') + 1);
    drawn_ = factor_.key.starts_with("demand.") && kind_of_parameter(factor_.uncertain.name);
  }

  void read_values() {
    const std::string allowed = "a list of one value or more, each once";
    keys_.require("vary.values", allowed);
    const toml::node* node = keys_.find("vary.values");
    if (node == nullptr) return;
    const toml::array* values = node->as_array();
    if (values == nullptr || values->empty()) {
      keys_.refuse("vary.values", values == nullptr ? describe(*node) : "an empty list", allowed,
                   "write values = [0.3, 0.5]");
      return;
    }
    for (const toml::node& value : *values) {
      if (kind_ && !suits_key(value, factor_.key, place("values", value), findings_)) continue;
      std::string text = toml_text(value);
      if (lists(factor_.values, text)) {
        findings_.add({place("values", value), fmt::format("{} is there already", text), allowed,
                       "remove one of the two"});
      }
      factor_.values.push_back(std::move(text));
    }
  }

  [[nodiscard]] Place place(std::string_view key, const toml::node& node) const {
    return {file_, line_of(node), vary(key)};
  }

  void read_distribution() {
    keys_.require("vary.distribution", words_of_distributions());
    const auto word = keys_.text("vary.distribution");
    if (!word) return;
    refuse_what_can_not_be_drawn();
    if (*word == kFitted) {
      read_fitted();
      return;
    }
    for (const auto& choice : distributions()) {
      if (choice.word == *word) read_parameters(choice);
      if (choice.word == *word) return;
    }
    keys_.refuse("vary.distribution", in_quotes(*word), words_of_distributions(),
                 remedy_for_unknown(nearest_name(*word, distribution_words())));
  }

  static std::vector<std::string> distribution_words() {
    std::vector<std::string> words;
    for (const auto& choice : distributions()) words.push_back(choice.word);
    words.emplace_back(kFitted);
    return words;
  }

  static std::string words_of_distributions() {
    return fmt::format("\"{}\"", fmt::join(distribution_words(), "\", \""));
  }

  void refuse_what_can_not_be_drawn() {
    if (!kind_ || drawn_ || *kind_ == KeyKind::whole || *kind_ == KeyKind::decimal) return;
    if (*kind_ == KeyKind::text_or_whole) return;
    keys_.refuse("vary.key", fmt::format("{} is no number", factor_.key),
                 "a key that takes a number", "list its values with design = \"grid\"");
  }

  void read_fitted() {
    const auto& fitted = kFittedParameters;
    const bool known =
        drawn_ && std::find(fitted.begin(), fitted.end(), factor_.uncertain.name) != fitted.end();
    if (kind_ && !known) {
      keys_.refuse("vary.distribution", "\"fitted\"",
                   fmt::format("for demand.{} only", fmt::join(fitted, ", demand.")),
                   "state a distribution with its parameters");
    }
    refuse_parameters_but({}, kFitted);
  }

  void read_parameters(const Choice<DistributionKind>& choice) {
    const std::vector<std::string_view> names = parameter_names(choice.value);
    refuse_parameters_but(names, choice.word);
    Distribution distribution{choice.value, {}};
    for (const std::string_view name : names) {
      keys_.require(vary(name),
                    fmt::format("a number: \"{}\" has {}", choice.word, fmt::join(names, ", ")));
      if (const auto number = keys_.decimal(vary(name))) distribution.parameters.push_back(*number);
    }
    if (distribution.parameters.size() != names.size()) return;
    if (const auto impossible = what_is_impossible(distribution)) {
      keys_.refuse("vary.distribution", *impossible,
                   fmt::format("numbers with which \"{}\" exists", choice.word),
                   "correct its parameters");
      return;
    }
    factor_.uncertain.distribution = std::move(distribution);
  }

  void refuse_parameters_but(const std::vector<std::string_view>& names, std::string_view word) {
    for (const std::string& name : distribution_parameters()) {
      if (!keys_.has(vary(name)) || std::find(names.begin(), names.end(), name) != names.end()) {
        continue;
      }
      keys_.refuse(vary(name), fmt::format("no parameter of \"{}\"", word),
                   names.empty() ? "none: the facilities' file states standard errors"
                                 : fmt::format("{}", fmt::join(names, ", ")),
                   "remove it, or choose another distribution");
    }
  }

  void read_from_day() {
    const auto day = keys_.whole("vary.from_day");
    if (!day) return;
    if (kind_ && *kind_ != KeyKind::schedule) {
      keys_.refuse("vary.from_day", fmt::format("a day of {}, which has no schedule", factor_.key),
                   "with demand.contact_reduction and demand.reproduction_number only",
                   "remove it");
    } else if (*day < 0 || *day > std::numeric_limits<std::int32_t>::max()) {
      keys_.refuse("vary.from_day", fmt::format("{}", *day), "days from 0 on",
                   "count days from the start of the horizon");
    } else {
      factor_.uncertain.from_day = static_cast<std::int32_t>(*day);
    }
  }

  void read_spread() {
    const auto part = [&](std::string_view name) -> std::optional<double> {
      const auto value = keys_.decimal(vary(name));
      if (value && !(*value >= 0.0 && *value <= 1.0)) {
        keys_.refuse(vary(name), fmt::format("{}", *value), "a share of the variance from 0 to 1",
                     "national, regional and local are 1 together");
      }
      return value;
    };
    Spread& spread = factor_.uncertain.spread;
    spread.regional = part("regional").value_or(0.0);
    spread.local = part("local").value_or(0.0);
    // Whoever states two parts has stated the third.
    spread.national = part("national").value_or(1.0 - spread.regional - spread.local);
    const double sum = spread.national + spread.regional + spread.local;
    if (!(std::abs(sum - 1.0) <= kSumTolerance) || spread.national < 0.0) {
      keys_.refuse(vary(keys_.has("vary.national") ? "national" : "regional"),
                   fmt::format("the parts are {} together", sum),
                   "national, regional and local that are 1 together",
                   "leave national out: it is what the others leave");
    }
    if (spread.regional > 0.0 || spread.local > 0.0) refuse_spread();
  }

  void refuse_spread() {
    const std::string key = vary(factor_.uncertain.spread.regional > 0.0 ? "regional" : "local");
    if (kind_ && !drawn_) {
      keys_.refuse(key, fmt::format("{} is one number for all facilities", factor_.key),
                   "parts of numbers of [demand] only", "remove it");
    } else if (design_ == Design::saltelli) {
      keys_.refuse(key, "draws of places beside design = \"saltelli\"", "national draws only",
                   "remove it: Sobol' indices tell what the design's own numbers do");
    }
  }

  void read_share() {
    const auto whole = keys_.text("vary.share_of");
    if (!whole) return;
    const std::string name = whole->starts_with("demand.") ? whole->substr(7) : std::string{};
    if (kind_ && !is_share(factor_.uncertain.name)) {
      keys_.refuse("vary.share_of", fmt::format("{} is no share", factor_.key),
                   "with rates of [demand] only", "remove it");
    } else if (!is_share(name) || name == factor_.uncertain.name) {
      keys_.refuse("vary.share_of", in_quotes(*whole), "another rate of [demand]",
                   "write share_of = \"demand.hospitalized_rate\"");
    } else {
      factor_.uncertain.share_of = name;
    }
  }

  /// Whether a plain number of [demand] is a share.
  [[nodiscard]] static bool is_share(std::string_view name) {
    return std::any_of(kNumberParameters.begin(), kNumberParameters.end(), [&](const auto& known) {
      return known.name == name &&
             (known.kind == ParameterKind::share || known.kind == ParameterKind::positive_share);
    });
  }

  void read_bounds() {
    UncertainParameter& uncertain = factor_.uncertain;
    uncertain.least = keys_.decimal("vary.least");
    uncertain.most = keys_.decimal("vary.most");
    if (uncertain.least && uncertain.most && *uncertain.least > *uncertain.most) {
      keys_.refuse("vary.most", fmt::format("{}, below least", *uncertain.most),
                   fmt::format("{} or more", *uncertain.least), "exchange them");
    }
  }

  /// Keys that take whole numbers are whole without saying so.
  void read_number_kind() {
    const auto stated = keys_.truth("vary.whole");
    const bool by_key = kind_ && (*kind_ == KeyKind::whole || *kind_ == KeyKind::text_or_whole);
    if (stated && *stated && drawn_) {
      keys_.refuse("vary.whole", "whole numbers", "with keys outside [demand] only",
                   "remove it: numbers of [demand] have decimals");
    } else if (stated && !*stated && by_key) {
      keys_.refuse("vary.whole", fmt::format("false, but {} is a whole number", factor_.key),
                   "true", "remove it");
    }
    if (by_key || stated.value_or(false)) factor_.kind = NumberKind::whole;
  }

  const toml::table& table_;
  Design design_;
  const std::string& file_;
  KeyReader keys_;
  Diagnostics& findings_;
  Factor factor_;
  std::optional<KeyKind> kind_;  ///< nothing where the key is not known
  bool drawn_ = false;           ///< a number of [demand], drawn for each facility
};

bool is_number(const toml::node& node) {
  const auto* decimal = node.as_floating_point();
  return node.is_integer() || (decimal != nullptr && std::isfinite(decimal->get()));
}

bool suits(const toml::node& value, KeyKind kind) {
  switch (kind) {
    case KeyKind::text:
      return value.is_string();
    case KeyKind::date:
      return value.is_date() || value.is_string();
    case KeyKind::whole:
      return value.is_integer();
    case KeyKind::decimal:
      return is_number(value);
    case KeyKind::truth:
      return value.is_boolean();
    case KeyKind::schedule:
      return is_number(value) || value.is_array();
    case KeyKind::pairs:
      return value.is_array();
    case KeyKind::text_or_whole:
      return value.is_string() || value.is_integer();
  }
  return false;
}

std::string words_of(KeyKind kind) {
  switch (kind) {
    case KeyKind::text:
      return "a text in double quotes";
    case KeyKind::date:
      return "a date such as 2020-03-31";
    case KeyKind::whole:
      return "a whole number";
    case KeyKind::decimal:
      return "a number";
    case KeyKind::truth:
      return "true or false";
    case KeyKind::schedule:
      return "a number, or a list of [start day, value]";
    case KeyKind::pairs:
      return "a list of pairs of numbers";
    case KeyKind::text_or_whole:
      return "a text in double quotes, or a whole number";
  }
  return {};
}

void refuse_twice(const std::vector<StatedFactor>& factors, const std::string& file,
                  Diagnostics& findings) {
  for (std::size_t n = 0; n < factors.size(); ++n) {
    const Factor& factor = factors[n].factor;
    const auto same = [&](const StatedFactor& other) {
      return other.factor.key == factor.key &&
             other.factor.uncertain.from_day == factor.uncertain.from_day;
    };
    const auto end = factors.begin() + static_cast<std::ptrdiff_t>(n);
    const auto first = std::find_if(factors.begin(), end, same);
    if (first == end || factor.key.empty()) continue;
    findings.add({{file, factors[n].line, "vary.key"},
                  fmt::format("{} varies already, in line {}", in_quotes(factor.key), first->line),
                  "each key once, and of a schedule each from_day",
                  "remove one of the two"});
  }
}

}  // namespace

const std::vector<std::string>& design_words() {
  static const std::vector<std::string> words = {"list",  "grid",     "latin_hypercube",
                                                 "sobol", "saltelli", "ensemble"};
  return words;
}

std::vector<StatedFactor> read_factors(const toml::array& tables, Design design,
                                       const std::string& file, Diagnostics& findings) {
  std::vector<StatedFactor> factors;
  for (const toml::node& node : tables) {
    const toml::table* table = node.as_table();
    if (table == nullptr) continue;
    factors.push_back({static_cast<std::int64_t>(table->source().begin.line),
                       FactorReader(*table, design, file, findings).read()});
  }
  refuse_twice(factors, file, findings);
  return factors;
}

bool suits_key(const toml::node& value, const std::string& key, const Place& place,
               Diagnostics& findings) {
  const auto kind = kind_of_key(key);
  if (!kind || suits(value, *kind)) return true;
  findings.add({place, describe(value), fmt::format("{} for {}", words_of(*kind), key),
                "correct the value"});
  return false;
}

}  // namespace surgeflow::formats
