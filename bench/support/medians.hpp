// SPDX-License-Identifier: Apache-2.0
// Medians over runs.
#pragma once

#include <vector>

namespace surgeflow::bench {

/// Of an even number of values the mean of the middle two. There must be one value.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace surgeflow::bench
