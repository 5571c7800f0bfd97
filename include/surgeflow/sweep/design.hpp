// SPDX-License-Identifier: Apache-2.0
// The scenarios of a sweep, from its design.
//
// Sampled designs are points z of k independent standard normal numbers, one for each factor: its
// national Z (epidemic/draws.hpp). A factor that is a number of [demand] takes part in a scenario
// as a draw for each facility; any other as a setting, F^-1(Phi(z)) rounded where it is whole.
//
//   latin hypercube  z = Phi^-1((p + r) / N): p a random order of 0..N-1, r uniform in (0, 1)
//   sobol            the first N points of a Sobol' sequence (Joe and Kuo's directions), each
//                    coordinate shifted by a random pattern of bits, which keeps the net (Owen,
//                    "On dropping the first Sobol' point", 2020: the first point stays)
//   saltelli         N points A and B, the two halves of a Sobol' sequence of 2 k coordinates.
//                    Scenarios: A; B; then for each factor i all of A with coordinate i from B
//   ensemble         independent
//
// The seed changes each of them, and a point does not depend on any other random number. The points
// of a single factor are put in its order (Saltelli's excepted), so that scenarios that follow one
// another are near each other.
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
  /// `parameter` points into the statement. A share of another number stands after it, a later day
  /// of a schedule after an earlier one.
  std::vector<epidemic::Draw> draws;
  /// Keys the regional and local parts of its draws: the scenario's number in the design, the same
  /// for all that only the tornado table needs, which so differ in one input alone.
  std::uint32_t member = 0;
  /// What stands in the table of scenarios under each input (Designed::inputs): a number or TOML
  /// text, empty where the base case's value stands. Of a draw, its value where the regional and
  /// local parts are 0; around facilities' own values, the standard errors by which all are moved
  /// on the normal scale.
  std::vector<std::string> inputs;
};

/// What a one-at-a-time comparison looks at: two scenarios that differ from the centre in one input
/// alone. Sampled designs: the factor's Z at its 10 % and 90 % quantile. Grid and list: the least
/// and the greatest of the input's values where all are numbers, else the first and the last; the
/// base case and the value where there is but one.
struct TornadoPair {
  std::size_t input = 0;
  std::size_t low = 0;   ///< scenario
  std::size_t high = 0;  ///< scenario
};

struct Designed {
  /// "demand.contact_reduction", "demand.contact_reduction@15" from a day on,
  /// "demand.icu_rate_per_hospitalized_rate" for a share of another number.
  std::vector<std::string> inputs;
  /// First those of the design, then those that only the tornado table needs.
  std::vector<Scenario> scenarios;
  std::size_t of_design = 0;  ///< scenarios that the design has, which quantiles are taken of
  std::size_t centre = 0;     ///< every input at its median (grid, list: the base case's value)
  std::vector<TornadoPair> tornado;
};

/// How many scenarios there will be, the tornado's included; more than kMaxScenarios is no error
/// here.
[[nodiscard]] std::int64_t count_scenarios(const SweepStatement& statement);

/// The same scenarios on every machine. Throws InputError for more than kMaxScenarios, and for more
/// factors than a Sobol' sequence has coordinates. `statement` must outlive the result.
[[nodiscard]] Designed make_scenarios(const SweepStatement& statement);

}  // namespace surgeflow::sweep
