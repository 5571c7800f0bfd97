// SPDX-License-Identifier: Apache-2.0
// One-at-a-time comparisons of designs whose values are written down.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "surgeflow/model/sweep_statement.hpp"

namespace surgeflow::sweep {

/// Two values of one input, in TOML.
struct Contrast {
  std::string key;
  std::optional<std::string> low;  ///< nothing: the base case's value
  std::string high;
};

/// Keys that occur in a grid or a list, in the order of their first occurrence.
[[nodiscard]] std::vector<std::string> stated_keys(const SweepStatement& statement);

/// One for each of stated_keys().
[[nodiscard]] std::vector<Contrast> contrasts_of(const SweepStatement& statement);

/// The scenario of the design in which one key alone differs from the base case; nothing where
/// there is none.
[[nodiscard]] std::optional<std::size_t> find_scenario(const SweepStatement& statement,
                                                       const std::string& key,
                                                       const std::string& value);

/// The scenario of the design that is the base case.
[[nodiscard]] std::optional<std::size_t> find_base_case(const SweepStatement& statement);

}  // namespace surgeflow::sweep
