// SPDX-License-Identifier: Apache-2.0
// Picks the values that are compared, and finds those scenarios that the design has already.
#include "sweep/tornado.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace surgeflow::sweep {
namespace {

std::optional<double> number_of(const std::string& text) {
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  const bool whole = read.ec == std::errc() && read.ptr == end && std::isfinite(value);
  return whole ? std::optional(value) : std::nullopt;
}

/// The values of a key in the order in which they are stated.
std::vector<std::string> values_of(const SweepStatement& statement, const std::string& key) {
  std::vector<std::string> values;
  for (const Factor& factor : statement.factors) {
    if (factor.key == key) values = factor.values;
  }
  for (const ListedScenario& scenario : statement.listed) {
    for (const Setting& setting : scenario.settings) {
      if (setting.key == key) values.push_back(setting.value);
    }
  }
  return values;
}

Contrast contrast_of(const std::string& key, const std::vector<std::string>& values) {
  std::size_t low = 0;
  std::size_t high = values.size() - 1;
  const bool numbers = std::all_of(values.begin(), values.end(),
                                   [](const std::string& v) { return number_of(v).has_value(); });
  for (std::size_t n = 0; numbers && n < values.size(); ++n) {
    const double value = *number_of(values[n]);
    if (value < *number_of(values[low])) low = n;
    if (value > *number_of(values[high])) high = n;
  }
  if (values[low] == values[high]) return {key, std::nullopt, values[high]};
  return {key, values[low], values[high]};
}

}  // namespace

std::vector<std::string> stated_keys(const SweepStatement& statement) {
  std::vector<std::string> keys;
  const auto add = [&](const std::string& key) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const Factor& factor : statement.factors) add(factor.key);
  for (const ListedScenario& scenario : statement.listed) {
    for (const Setting& setting : scenario.settings) add(setting.key);
  }
  return keys;
}

std::vector<Contrast> contrasts_of(const SweepStatement& statement) {
  std::vector<Contrast> contrasts;
  for (const std::string& key : stated_keys(statement)) {
    contrasts.push_back(contrast_of(key, values_of(statement, key)));
  }
  return contrasts;
}

std::optional<std::size_t> find_scenario(const SweepStatement& statement, const std::string& key,
                                         const std::string& value) {
  for (std::size_t n = 0; n < statement.listed.size(); ++n) {
    if (statement.listed[n].settings == std::vector<Setting>{{key, value}}) return n;
  }
  if (statement.factors.size() != 1 || statement.factors[0].key != key) return std::nullopt;
  const std::vector<std::string>& values = statement.factors[0].values;
  const auto found = std::find(values.begin(), values.end(), value);
  if (found == values.end()) return std::nullopt;
  return static_cast<std::size_t>(found - values.begin());
}

std::optional<std::size_t> find_base_case(const SweepStatement& statement) {
  for (std::size_t n = 0; n < statement.listed.size(); ++n) {
    if (statement.listed[n].settings.empty()) return n;
  }
  return std::nullopt;
}

}  // namespace surgeflow::sweep
