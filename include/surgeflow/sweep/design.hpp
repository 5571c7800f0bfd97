// SPDX-License-Identifier: Apache-2.0
// The scenarios of a sweep, from its design.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "surgeflow/epidemic/draws.hpp"
#include "surgeflow/model/sweep_statement.hpp"

namespace surgeflow::sweep {

/// Sweeps of more scenarios are refused.
inline constexpr std::int64_t kMaxScenarios = 1'000'000;

/// One case to be planned: the base case with settings changed and parameters drawn.
struct Scenario {
  std::string name;
  std::vector<std::string> overrides;  ///< "section.key=VALUE", in TOML
  std::vector<epidemic::Draw> draws;   ///< `parameter` points into the statement
  /// What stands in the table of scenarios under each input (Designed::inputs): a number or TOML
  /// text, empty where the base case's value stands.
  std::vector<std::string> inputs;
};

/// What a one-at-a-time comparison looks at: two scenarios that differ in one input alone.
struct TornadoPair {
  std::size_t input = 0;
  std::size_t low = 0;   ///< scenario
  std::size_t high = 0;  ///< scenario
};

struct Designed {
  std::vector<std::string> inputs;  ///< "demand.contact_reduction", "demand.contact_reduction@15"
  /// First those of the design, then those that only the tornado table needs.
  std::vector<Scenario> scenarios;
  std::size_t of_design = 0;  ///< scenarios that the design has, which quantiles are taken of
  std::size_t centre = 0;     ///< every input at its median or the base case's value
  std::vector<TornadoPair> tornado;
};

/// How many scenarios there will be, the tornado's included; more than kMaxScenarios is no error
/// here.
[[nodiscard]] std::int64_t count_scenarios(const SweepStatement& statement);

/// The same scenarios on every machine. Throws InputError for more than kMaxScenarios. `statement`
/// must outlive the result.
[[nodiscard]] Designed make_scenarios(const SweepStatement& statement);

}  // namespace surgeflow::sweep
