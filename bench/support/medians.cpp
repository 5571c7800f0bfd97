// SPDX-License-Identifier: Apache-2.0
// Sorts and takes the middle.
#include "support/medians.hpp"

#include <algorithm>
#include <cstddef>

namespace surgeflow::bench {

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

}  // namespace surgeflow::bench
