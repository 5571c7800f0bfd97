// SPDX-License-Identifier: Apache-2.0
// Available memory as the files of Linux tell it.
#include "app/available_memory.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace surgeflow::app {
namespace {

constexpr std::int64_t kMebibyte = std::int64_t{1} << 20;

class AvailableMemory : public ::testing::Test {
 protected:
  AvailableMemory() {
    write("meminfo", "MemTotal:  4096000 kB\nMemFree:  1 kB\nMemAvailable:  1024000 kB\n");
    sources_ = {folder_ / "meminfo", folder_ / "groups", folder_ / "tree"};
  }
  [[nodiscard]] std::optional<std::int64_t> mebibytes() const {
    const auto bytes = available_memory_bytes(sources_);
    return bytes ? std::optional(*bytes / kMebibyte) : std::nullopt;
  }
  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    folder_.write(name, text);
  }
  static std::string bytes(std::int64_t mebibytes) {
    return std::to_string(mebibytes * kMebibyte) + "\n";
  }

  surgeflow::testing::TemporaryFolder folder_;
  MemorySources sources_;
};

TEST_F(AvailableMemory, IsTheMachinesWithoutControlGroups) { EXPECT_EQ(mebibytes(), 1000); }

TEST_F(AvailableMemory, IsWhatTheGroupsLimitLeaves) {
  write("groups", "0::/job/step\n");
  write("tree/job/step/memory.max", bytes(700));
  write("tree/job/step/memory.current", bytes(300));
  EXPECT_EQ(mebibytes(), 400);
  // The cache of files is given up when memory gets short.
  write("tree/job/step/memory.stat", "anon 1\ninactive_file " + bytes(100) + "file 7\n");
  EXPECT_EQ(mebibytes(), 500);
}

TEST_F(AvailableMemory, KnowsTheGroupsAbove) {
  write("groups", "0::/job/step\n");
  write("tree/job/step/memory.max", "max\n");
  write("tree/job/step/memory.current", bytes(1));
  write("tree/job/memory.max", bytes(250));
  write("tree/job/memory.current", bytes(50));
  EXPECT_EQ(mebibytes(), 200);
  write("tree/memory.max", bytes(60));
  write("tree/memory.current", bytes(80));
  EXPECT_EQ(mebibytes(), 0);
}

TEST_F(AvailableMemory, ReadsVersionOneOfControlGroups) {
  write("groups", "8:pids:/job\n4:memory:/job\n1:name=systemd:/\n");
  write("tree/memory/job/memory.limit_in_bytes", bytes(512));
  write("tree/memory/job/memory.usage_in_bytes", bytes(112));
  write("tree/memory/job/memory.stat", "cache 9\ntotal_inactive_file " + bytes(30));
  EXPECT_EQ(mebibytes(), 430);
  // "No limit" is a number near 2^63.
  write("tree/memory/job/memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_EQ(mebibytes(), 1000);
}

TEST_F(AvailableMemory, IsNotKnownWhereNothingCanBeRead) {
  sources_.machine = folder_ / "absent";
  EXPECT_EQ(mebibytes(), std::nullopt);
  write("groups", "nonsense\n::\n0::\n4:memory\n0::/../..\n");
  EXPECT_EQ(mebibytes(), std::nullopt);
}

TEST(AvailableMemoryHere, IsAtMostWhatAnyMachineHas) {
  const auto bytes = available_memory_bytes();
  if (!bytes) GTEST_SKIP() << "no Linux";
  EXPECT_GE(*bytes, 0);
  EXPECT_LT(*bytes, std::int64_t{1} << 50);
}

}  // namespace
}  // namespace surgeflow::app
