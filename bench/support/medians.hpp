// SPDX-License-Identifier: Apache-2.0
// Medians over runs.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace surgeflow::bench {

/// Of an even number of values the mean of the middle two. There must be one value.
[[nodiscard]] double median(std::vector<double> values);

/// One JSON object with the median of every number that the objects hold, at any depth, under the
/// same names; what is no number is left out. The objects, at least one, must hold the same names.
[[nodiscard]] nlohmann::ordered_json medians(const std::vector<nlohmann::ordered_json>& records);

}  // namespace surgeflow::bench
