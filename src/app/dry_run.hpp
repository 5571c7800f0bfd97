// SPDX-License-Identifier: Apache-2.0
// plan --dry-run: how large a case is and what planning it would take.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/available_memory.hpp"
#include "surgeflow/model/statement.hpp"

namespace surgeflow::app {

/// What is counted for a dry run, and what is left out because counting it would itself be long or
/// large.
struct DryRunLimits {
  std::int64_t most_nodes = 50'000'000;  ///< above it demand is not forecast: 12 bytes a node
  std::int64_t most_pairs = 80'000'000;  ///< above it lanes are bounded: 15 ns a pair
  int threads = 1;
};

/// Checks the case and says its size; throws InputError as planning it would. Memory grows with
/// facilities and with facilities x periods, up to the limit, never with pairs of facilities.
/// `machines` are those that would plan it.
[[nodiscard]] std::string size_in_words(const CaseStatement& statement, const DryRunLimits& limits,
                                        const std::vector<Machine>& machines);

}  // namespace surgeflow::app
