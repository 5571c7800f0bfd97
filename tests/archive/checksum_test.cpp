// SPDX-License-Identifier: Apache-2.0
// Checksums are those that the documents say, as another SHA-256 computes them.
#include "archive/checksum.hpp"

#include <gtest/gtest.h>

namespace surgeflow::archive {
namespace {

// printf '' | sha256sum
TEST(Checksum, OfNothing) {
  EXPECT_EQ(Sha256().finish(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// printf 'int32[2,1]\n\001\000\000\000\377\377\377\377' | sha256sum
TEST(Checksum, OfIntegersIsOfTypeShapeAndLittleEndianBytes) {
  const std::vector<std::int32_t> values{1, -1};
  EXPECT_EQ(content_sha256<std::int32_t>(values, {2, 1}),
            "f86058dd094c8798acbe8b1af01859149bb24312ca80b7783c5232b1fa4b1755");
  EXPECT_NE(content_sha256<std::int32_t>(values, {1, 2}),
            content_sha256<std::int32_t>(values, {2, 1}));
}

// printf 'text[2]\nab\000\000' | sha256sum
TEST(Checksum, OfTextsEndsEachWithAZero) {
  const std::vector<std::string> texts{"ab", ""};
  EXPECT_EQ(content_sha256(texts, {2}),
            "7e72c05b2e6453a50661f9153f568c0c79e8c00cfc7b8c2875e441898b6668b5");
  EXPECT_NE(content_sha256(texts, {2}), content_sha256(std::vector<std::string>{"a", "b"}, {2}));
}

// printf 'uint8[]\n\000' | sha256sum
TEST(Checksum, OfASingleValueHasAnEmptyShape) {
  const std::vector<std::uint8_t> values{0};
  EXPECT_EQ(content_sha256<std::uint8_t>(values, {}),
            "38f635a53b5d4de5a483aa2cd37a45174fcb4bb2d3f8b281b1b345653374713e");
}

}  // namespace
}  // namespace surgeflow::archive
