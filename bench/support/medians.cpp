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

nlohmann::ordered_json medians(const std::vector<nlohmann::ordered_json>& records) {
  auto result = nlohmann::ordered_json::object();
  for (const auto& [name, first] : records.front().items()) {
    std::vector<nlohmann::ordered_json> values;
    for (const auto& record : records) values.push_back(record.at(name));
    if (first.is_object()) {
      result[name] = medians(values);
    } else if (first.is_number()) {
      result[name] = median({values.begin(), values.end()});
    }
  }
  return result;
}

}  // namespace surgeflow::bench
