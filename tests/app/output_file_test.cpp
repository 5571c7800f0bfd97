// SPDX-License-Identifier: Apache-2.0
// Text files that appear whole or not at all.
#include "app/output_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "app/failure.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::app {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }
  [[nodiscard]] static std::string content(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  testing::TemporaryFolder folder_;
};

TEST_F(OutputFileTest, AppearsOnCommit) {
  const fs::path path = folder_ / "a.txt";
  OutputFile file(path);
  file.stream() << "one " << 2;
  EXPECT_FALSE(fs::exists(path));
  file.commit();
  EXPECT_EQ(content(path), "one 2");
  EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFileTest, KeepsEveryByteOfMoreThanABuffer) {
  const fs::path path = folder_ / "a.txt";
  std::string expected;
  OutputFile file(path);
  for (int line = 0; line < 300'000; ++line) {
    file.stream() << line << '\n';
    expected += std::to_string(line) + "\n";
  }
  file.commit();
  EXPECT_EQ(content(path), expected);
}

TEST_F(OutputFileTest, WithoutCommitTheOldFileStays) {
  const fs::path path = folder_ / "a.txt";
  std::ofstream(path) << "old";
  {
    OutputFile file(path);
    file.stream() << "new";
  }
  EXPECT_EQ(content(path), "old");
  EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFileTest, AMissingFolderIsSaid) {
  EXPECT_THROW(OutputFile(folder_ / "absent" / "a.txt"), SystemError);
}

TEST_F(OutputFileTest, TheSamePlaceTwiceIsAUsageError) {
  const std::string path = (folder_ / "a.txt").string();
  const std::string detour = (folder_ / "b" / ".." / "a.txt").string();
  EXPECT_NO_THROW(require_distinct({path, "", "", (folder_ / "b.txt").string()}));
  EXPECT_THROW(require_distinct({path, "", path}), UsageError);
  EXPECT_THROW(require_distinct({path, detour}), UsageError);
}

}  // namespace
}  // namespace surgeflow::app
