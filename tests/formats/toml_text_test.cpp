// SPDX-License-Identifier: Apache-2.0
// Values as text: one line, the same value when read again.
#include "formats/toml_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace surgeflow::formats {
namespace {

std::string written(const std::string& value) {
  const toml::table table = toml::parse("value = " + value);
  return toml_text(*table.get("value"));
}

TEST(TomlText, IsShortAndTheSameValue) {
  EXPECT_EQ(written("0.30"), "0.3");
  EXPECT_EQ(written("1e3"), "1000.0");
  EXPECT_EQ(written("1e-7"), "1e-07");
  EXPECT_EQ(written("1_000"), "1000");
  EXPECT_EQ(written("0x10"), "16");
  EXPECT_EQ(written("-5"), "-5");
  EXPECT_EQ(written("true"), "true");
  EXPECT_EQ(written("2020-03-31"), "2020-03-31");
  EXPECT_EQ(written("[[0, 0.30], [15, 0.50]]"), "[[0, 0.3], [15, 0.5]]");
  EXPECT_EQ(written("[]"), "[]");
  EXPECT_EQ(written("'a.csv'"), "\"a.csv\"");
}

TEST(TomlText, StaysOnOneLine) {
  std::string list = "[";
  for (int day = 0; day < 100; ++day) list += "[" + std::to_string(day) + ", 0.125],\n";
  const std::string text = written(list + "]");
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(written(text), text);
  const std::string lines = written("\"\"\"two\nlines \\\" \\\\\"\"\"");
  EXPECT_EQ(lines.find('\n'), std::string::npos);
  EXPECT_EQ(written(lines), lines);
}

}  // namespace
}  // namespace surgeflow::formats
