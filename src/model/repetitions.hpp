// SPDX-License-Identifier: Apache-2.0
// Lines of a file that state the same thing twice.
#pragma once

#include <cstdint>
#include <vector>

namespace surgeflow::checks {

/// What a line is about, two indices, and its number.
struct KeyedLine {
  std::int32_t first_key = 0;
  std::int32_t second_key = 0;
  std::int64_t line = 0;
};

/// A line about what an earlier line states; `first_line` is the first of them.
struct Repetition {
  std::int32_t first_key = 0;
  std::int32_t second_key = 0;
  std::int64_t line = 0;
  std::int64_t first_line = 0;
};

/// All repetitions, by line. Sorts: 16 bytes a line, against the 50 and more of a hash table.
[[nodiscard]] std::vector<Repetition> find_repetitions(std::vector<KeyedLine> lines);

}  // namespace surgeflow::checks
