// SPDX-License-Identifier: Apache-2.0
// [[vary]] of SWEEP.toml as factors.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <vector>

#include "surgeflow/core/error.hpp"
#include "surgeflow/model/sweep_statement.hpp"

namespace surgeflow::formats {

/// The words for designs, in the order of the enumeration.
[[nodiscard]] const std::vector<std::string>& design_words();

/// A factor and the line of its [[vary]].
struct StatedFactor {
  std::int64_t line = 0;
  Factor factor;
};

/// The factors of a list of tables, which suit `design`. Findings are added; a factor with findings
/// comes back as far as it could be read.
[[nodiscard]] std::vector<StatedFactor> read_factors(const toml::array& tables, Design design,
                                                     const std::string& file,
                                                     Diagnostics& findings);

/// Whether a value is of the kind that a known "section.key" takes; adds a finding at `place`
/// otherwise.
bool suits_key(const toml::node& value, const std::string& key, const Place& place,
               Diagnostics& findings);

}  // namespace surgeflow::formats
