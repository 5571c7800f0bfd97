// SPDX-License-Identifier: Apache-2.0
// Finds repetitions among sorted lines.
#include "model/repetitions.hpp"

#include <algorithm>
#include <tuple>

namespace surgeflow::checks {

std::vector<Repetition> find_repetitions(std::vector<KeyedLine> lines) {
  std::sort(lines.begin(), lines.end(), [](const KeyedLine& a, const KeyedLine& b) {
    return std::tie(a.first_key, a.second_key, a.line) <
           std::tie(b.first_key, b.second_key, b.line);
  });
  std::vector<Repetition> repetitions;
  const KeyedLine* first = nullptr;
  for (const KeyedLine& line : lines) {
    if (first != nullptr && first->first_key == line.first_key &&
        first->second_key == line.second_key) {
      repetitions.push_back({line.first_key, line.second_key, line.line, first->line});
    } else {
      first = &line;
    }
  }
  std::sort(repetitions.begin(), repetitions.end(),
            [](const Repetition& a, const Repetition& b) { return a.line < b.line; });
  return repetitions;
}

}  // namespace surgeflow::checks
