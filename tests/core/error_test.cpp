// SPDX-License-Identifier: Apache-2.0
// Messages about bad input, and names that are nearly right.
#include "surgeflow/core/error.hpp"

#include <gtest/gtest.h>

namespace surgeflow {
namespace {

TEST(Diagnostic, SaysPlaceValueBoundsAndRemedy) {
  EXPECT_EQ(to_string({{"demand.csv", 7, "patients"}, "-3", "0 or more", "correct it"}),
            "demand.csv:7: 'patients': -3; allowed: 0 or more; correct it");
}

TEST(Diagnostic, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(to_string({{"case.toml", 0, {}}, "gone", {}, {}}), "case.toml: gone");
  EXPECT_EQ(to_string({{"", 0, "rate"}, "2", "0 to 1", {}}), "'rate': 2; allowed: 0 to 1");
}

TEST(InputError, ShowsTwentyFindingsAndCountsTheRest) {
  Diagnostics findings;
  for (int n = 1; n <= 23; ++n) findings.add({{"a.csv", n, "c"}, "bad", "good", {}});
  EXPECT_EQ(findings.size(), 23U);
  try {
    findings.throw_if_any();
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    const std::string text = error.what();
    EXPECT_EQ(error.diagnostics().size(), 23U);
    EXPECT_NE(text.find("a.csv:20: "), std::string::npos);
    EXPECT_EQ(text.find("a.csv:21: "), std::string::npos);
    EXPECT_NE(text.find("and 3 more"), std::string::npos);
  }
}

TEST(Diagnostics, ThrowNothingWhereNothingWasFound) {
  EXPECT_NO_THROW(Diagnostics{}.throw_if_any());
}

TEST(EditDistance, CountsSingleChanges) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("hospitalised", "hospitalized"), 1U);
  EXPECT_EQ(edit_distance("popluation", "population"), 2U);
}

TEST(NearestName, FindsTheLeastChanged) {
  const std::vector<std::string> known = {"period", "periods", "period_hours", "start"};
  EXPECT_EQ(nearest_name("preiods", known), "periods");
  EXPECT_EQ(nearest_name("period_hour", known), "period_hours");
  EXPECT_EQ(nearest_name("strat", known), "start");
}

TEST(NearestName, GivesNothingWhereNoneIsNear) {
  EXPECT_EQ(nearest_name("zzzzzz", {"period", "start"}), "");
  EXPECT_EQ(nearest_name("anything", {}), "");
}

TEST(InQuotes, ReplacesControlCharacters) {
  EXPECT_EQ(in_quotes("08031"), "\"08031\"");
  EXPECT_EQ(in_quotes("a\nb\x7F"), "\"a?b?\"");
}

TEST(InQuotes, CutsLongTextBetweenCharacters) {
  EXPECT_EQ(in_quotes(std::string(61, 'x')), "\"" + std::string(60, 'x') + "...\"");
  // Byte 60 is the second of a two-byte character: all of it is left out.
  EXPECT_EQ(in_quotes(std::string(59, 'x') + "\xC3\xA9z"), "\"" + std::string(59, 'x') + "...\"");
}

}  // namespace
}  // namespace surgeflow
