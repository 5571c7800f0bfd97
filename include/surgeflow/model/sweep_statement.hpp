// SPDX-License-Identifier: Apache-2.0
// A sweep as stated: a base case, what is varied in it, and what is wanted of the scenarios.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "surgeflow/core/error.hpp"
#include "surgeflow/model/uncertainty.hpp"

namespace surgeflow {

/// How scenarios come about.
enum class Design {
  list,             ///< each as written
  grid,             ///< every combination of the values of all factors
  latin_hypercube,  ///< each factor's range cut into as many slices as scenarios, one draw in each
  sobol,            ///< points of a Sobol' sequence
  saltelli,         ///< Saltelli's design for Sobol' indices: N (k + 2) scenarios
  ensemble,         ///< random draws
};

/// Whether a design draws from distributions.
[[nodiscard]] constexpr bool is_sampled(Design design) {
  return design != Design::list && design != Design::grid;
}

/// A setting of the case, in TOML: key "demand.contact_reduction", value "[[0, 0.3], [15, 0.5]]".
struct Setting {
  std::string key;
  std::string value;  ///< on one line
  bool operator==(const Setting&) const = default;
};

/// [[scenario]]: the base case with some settings changed.
struct ListedScenario {
  std::string name;
  std::vector<Setting> settings;
};

enum class NumberKind { decimal, whole };

/// [[vary]]: one key of the case, and the values it takes.
struct Factor {
  std::string key;                  ///< "section.key" of the case
  std::vector<std::string> values;  ///< of a grid, in TOML, each on one line
  /// Of a sampled design. Where the key is a number of [demand] it is drawn for each facility.
  UncertainParameter uncertain;
  NumberKind kind = NumberKind::decimal;  ///< whole: draws are rounded to the nearest
};

struct SweepStatement {
  std::string file;  ///< the TOML file
  std::map<std::string, Place> places;

  std::string name;
  std::string description;
  std::string case_file;  ///< as the program can open it
  Design design = Design::list;
  std::int64_t scenarios = 0;  ///< of sampled designs; Saltelli's N
  std::uint64_t seed = 1;
  std::vector<ListedScenario> listed;
  std::vector<Factor> factors;
  /// Numbers of [demand] that every scenario has in place of the case's and the facilities':
  /// `least` and `most` are the number.
  std::vector<UncertainParameter> constants;
  std::vector<std::string> not_used;  ///< names of a parameter file that no model here knows

  std::vector<double> quantiles = {0.05, 0.25, 0.5, 0.75, 0.95};
  bool plans = true;                   ///< false: demand alone
  bool keep_plans = false;             ///< a plan file for every scenario
  bool warm_starts = true;             ///< false: no scenario starts from its neighbour's plan
  std::vector<double> plan_quantiles;  ///< demand of these quantiles is planned as well
};

}  // namespace surgeflow
