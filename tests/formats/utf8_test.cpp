// SPDX-License-Identifier: Apache-2.0
// The borders of well-formed UTF-8 (RFC 3629).
#include "formats/utf8.hpp"

#include <gtest/gtest.h>

namespace surgeflow::formats {
namespace {

TEST(Utf8, AcceptsTheFirstAndLastOfEveryLength) {
  for (const char* text :
       {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(first_invalid_utf8(text), std::nullopt) << text;
  }
}

TEST(Utf8, RefusesOverlongSurrogateAndCutSequences) {
  for (const char* text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                           "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
                           "\xC2", "\xE2\x82", "\xF0\x9F\x98", "\xE2\x82\x28"}) {
    EXPECT_EQ(first_invalid_utf8(text), 0U) << text;
  }
}

TEST(Utf8, SaysWhere) { EXPECT_EQ(first_invalid_utf8("ab\xC3\xA9\xFFz"), 4U); }

}  // namespace
}  // namespace surgeflow::formats
