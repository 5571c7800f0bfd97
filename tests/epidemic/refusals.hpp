// SPDX-License-Identifier: Apache-2.0
// What tests of refused parameters share: a value that is no number, and what a message must say.
#pragma once

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace surgeflow::testing {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

inline void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

}  // namespace surgeflow::testing
