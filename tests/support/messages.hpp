// SPDX-License-Identifier: Apache-2.0
// What an error says, and whether it says what it should.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "surgeflow/core/error.hpp"

namespace surgeflow::testing {

/// The message of the InputError that `action` throws; empty where it throws none.
template <class Action>
[[nodiscard]] std::string input_error_of(Action action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

/// Whether one line of `message` holds all parts.
[[nodiscard]] inline ::testing::AssertionResult one_line_says(
    const std::string& message, const std::vector<std::string>& parts) {
  std::size_t begin = 0;
  while (begin < message.size()) {
    const std::size_t end = std::min(message.find('\n', begin), message.size());
    const std::string line = message.substr(begin, end - begin);
    if (std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
          return line.find(part) != std::string::npos;
        })) {
      return ::testing::AssertionSuccess();
    }
    begin = end + 1;
  }
  auto failure = ::testing::AssertionFailure() << "no line with";
  for (const std::string& part : parts) failure << " <" << part << ">";
  return failure << " in:\n" << (message.empty() ? "(no error)" : message);
}

}  // namespace surgeflow::testing
