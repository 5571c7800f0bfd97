// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them.
#include "app/words.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace surgeflow::app {
namespace {

TEST(Grouped, PutsCommasBetweenThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(29100), "29,100");
  EXPECT_EQ(grouped(100000), "100,000");
  EXPECT_EQ(grouped(1781234567), "1,781,234,567");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(-123456), "-123,456");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(Counted, AgreesInNumber) {
  EXPECT_EQ(counted(0, "device", "devices"), "0 devices");
  EXPECT_EQ(counted(1, "device", "devices"), "1 device");
  EXPECT_EQ(counted(1234, "device", "devices"), "1,234 devices");
}

TEST(BytesInWords, ChoosesTheUnit) {
  EXPECT_EQ(bytes_in_words(1), "1 byte");
  EXPECT_EQ(bytes_in_words(1023), "1,023 bytes");
  EXPECT_EQ(bytes_in_words(1024), "1.0 KiB");
  EXPECT_EQ(bytes_in_words(53687091), "51.2 MiB");
  EXPECT_EQ(bytes_in_words(std::numeric_limits<std::int64_t>::max()), "8388608.0 TiB");
}

TEST(SecondsInWords, ChoosesTheUnit) {
  EXPECT_EQ(seconds_in_words(0.4), "less than a second");
  EXPECT_EQ(seconds_in_words(7.6), "8 s");
  EXPECT_EQ(seconds_in_words(180.0), "3 min");
  EXPECT_EQ(seconds_in_words(7200.0), "2 h");
  EXPECT_EQ(seconds_in_words(1e6), "12 days");
}

TEST(PercentInWords, NeverShowsAGapAsNone) {
  EXPECT_EQ(percent_in_words(0.0), "0.00 %");
  EXPECT_EQ(percent_in_words(1e-9), "less than 0.01 %");
  EXPECT_EQ(percent_in_words(0.0123), "1.23 %");
  EXPECT_EQ(percent_in_words(1.0), "100.00 %");
}

}  // namespace
}  // namespace surgeflow::app
