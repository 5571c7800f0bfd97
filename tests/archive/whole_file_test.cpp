// SPDX-License-Identifier: Apache-2.0
// A file is whole or untouched: full disks, size limits, places that take no file.
#include "archive/whole_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "archive/folder_content.hpp"
#include "archive/small_plan.hpp"
#include "support/temporary_folder.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::bytes_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::put_bytes;
using testing::TemporaryFolder;

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const SystemError& error) {
    return error.what();
  }
  return "nothing was refused";
}

void write_text(const fs::path& path, const std::string& text) {
  PendingFile file(path);
  file.write(text);
  file.commit();
}

TEST(WholeFile, ReplacesTheTargetAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  put_bytes(folder / "a", "old");
  write_text(folder / "a", "new and longer");
  EXPECT_EQ(bytes_of(folder / "a"), "new and longer");
  EXPECT_THAT(testing::names_in(folder.path()), ElementsAre("a"));
}

TEST(WholeFile, WithoutCommitTheTargetStaysAsItWas) {
  const TemporaryFolder folder;
  put_bytes(folder / "a", "old");
  {
    PendingFile file(folder / "a");
    file.write("half of the n");
    EXPECT_EQ(testing::names_in(folder.path()).size(), 2u);
  }
  EXPECT_EQ(bytes_of(folder / "a"), "old");
  EXPECT_THAT(testing::names_in(folder.path()), ElementsAre("a"));
}

TEST(WholeFile, TwoAtOnceDoNotMeet) {
  const TemporaryFolder folder;
  PendingFile first(folder / "a");
  PendingFile second(folder / "b");
  first.write("1");
  second.write("2");
  first.commit();
  second.commit();
  EXPECT_EQ(bytes_of(folder / "a") + bytes_of(folder / "b"), "12");
}

TEST(WholeFile, HasThePermissionsOfAnyNewFile) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  write_text(folder / "a", "x");
  ::umask(before);
  EXPECT_EQ(fs::status(folder / "a").permissions(), static_cast<fs::perms>(0640));
}

TEST(WholeFile, FollowsALink) {
  const TemporaryFolder folder;
  put_bytes(folder / "real", "old");
  fs::create_symlink(folder / "real", folder / "link");
  write_text(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(bytes_of(folder / "real"), "new");
}

TEST(WholeFile, RefusesToReplaceWhatIsNoFile) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  fs::create_directory(folder / "inner");
  EXPECT_THAT(refusal([&] { require_writable(folder / "pipe"); }),
              HasSubstr("pipe' is no ordinary file; name a file instead"));
  EXPECT_THAT(refusal([&] { require_writable(folder / "inner"); }), HasSubstr("is a folder"));
  EXPECT_THAT(refusal([&] { require_writable(folder.path() / ""); }), HasSubstr("names no file"));
  EXPECT_THAT(refusal([&] { require_writable(""); }), HasSubstr("names no file"));
  EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
}

TEST(WholeFile, SaysWhyAPlaceTakesNoFile) {
  const TemporaryFolder folder;
  put_bytes(folder / "file", "x");
  EXPECT_THAT(refusal([&] { require_writable(folder / "missing/plan.h5"); }),
              AllOf(HasSubstr("missing'"), HasSubstr("No such file or directory"),
                    HasSubstr("create the folder first")));
  EXPECT_THAT(refusal([&] { require_writable(folder / "file/plan.h5"); }),
              AllOf(HasSubstr("Not a directory"), HasSubstr("create the folder first")));
  EXPECT_THAT(refusal([&] { require_writable("/proc/self/plan.h5"); }), HasSubstr("/proc/self'"));
  require_writable(folder / "plan.h5");
  EXPECT_THAT(testing::names_in(folder.path()), ElementsAre("file"));
}

/// Runs `action` in a process of its own and gives its exit code.
int exit_code_of(const std::function<int()>& action) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(action());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(WholeFile, AFolderWithoutWritePermissionIsNamed) {
  const TemporaryFolder folder;
  fs::permissions(folder.path(), static_cast<fs::perms>(0555));
  const int code = exit_code_of([&] {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) return 1;  // permissions do not bind root
    const std::string text = refusal([&] { require_writable(folder / "plan.h5"); });
    const bool said =
        text.find("Permission denied; name a folder that you may write to") != std::string::npos;
    return said ? 0 : 2;
  });
  fs::permissions(folder.path(), fs::perms::owner_all);
  EXPECT_EQ(code, 0);
}

TEST(WholeFile, ALongNameOfTheTargetIsNoObstacle) {
  const TemporaryFolder folder;
  const std::string name(250, 'n');
  write_text(folder / name, "x");
  EXPECT_EQ(bytes_of(folder / name), "x");
  EXPECT_THAT(refusal([&] { write_text(folder / std::string(300, 'n'), "x"); }),
              HasSubstr("choose a shorter name"));
  EXPECT_THAT(testing::names_in(folder.path()), ElementsAre(name));
}

/// While it lives, no file of the process grows beyond `bytes`. SIGXFSZ keeps its default, which
/// is to kill.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST(WholeFile, APlanBeyondTheFileSizeLimitLeavesTheOldOneUntouched) {
  const TemporaryFolder folder;
  const fs::path path = folder / "plan.h5";
  write_plan(path, testing::plan_without_shipments());
  const std::string before = bytes_of(path);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1000}, before.size() - 1}) {
    const std::string text = [&] {
      const FileSizeLimit held(limit);
      return refusal([&] { write_plan(path, testing::small_plan()); });
    }();
    EXPECT_THAT(text,
                AllOf(HasSubstr("File too large"), HasSubstr("plan.h5"), HasSubstr("ulimit -f")));
    EXPECT_EQ(bytes_of(path), before);
    EXPECT_THAT(testing::names_in(folder.path()), ElementsAre("plan.h5"));
  }
  write_plan(path, testing::small_plan());
  EXPECT_EQ(read_plan(path).plan.shipments.size(), 2u);
}

TEST(WholeFile, RoomIsReservedOrRefused) {
  const TemporaryFolder folder;
  PendingFile file(folder / "a");
  file.write("begun");
  file.reserve(5000);
  EXPECT_EQ(fs::file_size(file.temporary()), 5000u);
  const std::string text = [&] {
    const FileSizeLimit held(6000);
    file.reserve(6000);
    return refusal([&] { file.reserve(6001); });
  }();
  EXPECT_THAT(text, AllOf(HasSubstr("File too large"), HasSubstr("ulimit -f")));
  EXPECT_EQ(bytes_of(file.temporary()).substr(0, 5), "begun");
}

TEST(WholeFile, KeepsTheCallersSignalMask) {
  const TemporaryFolder folder;
  {
    const FileSizeLimit held(0);
    refusal([&] { write_text(folder / "a", "x"); });
  }
  sigset_t mask;
  ::sigprocmask(SIG_SETMASK, nullptr, &mask);
  sigset_t pending;
  ::sigpending(&pending);
  EXPECT_EQ(sigismember(&mask, SIGXFSZ), 0);
  EXPECT_EQ(sigismember(&pending, SIGXFSZ), 0);
}

constexpr int kNotPermitted = 77;
constexpr int kFullDiskSeen = 0;

/// Mounts a file system of 64 KiB where only this process sees it and fills it up.
int fill_a_small_disk(const fs::path& folder) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
    return kNotPermitted;
  }
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=64k") != 0) {
    return kNotPermitted;
  }
  put_bytes(folder / "ballast", std::string(40'000, 'x'));
  put_bytes(folder / "plan.h5", "old");
  const std::string text = refusal([&] { write_plan(folder / "plan.h5", testing::small_plan()); });
  if (text.find("No space left on device; free some space there") == std::string::npos) return 1;
  if (bytes_of(folder / "plan.h5") != "old") return 2;
  const auto entries = std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  return entries == 2 ? kFullDiskSeen : 3;
}

TEST(WholeFile, AFullDiskLeavesTheOldFileUntouched) {
  const TemporaryFolder folder;
  const int code = exit_code_of([&] { return fill_a_small_disk(folder.path()); });
  if (code == kNotPermitted) GTEST_SKIP() << "no file system may be mounted here";
  EXPECT_EQ(code, kFullDiskSeen);
}

}  // namespace
}  // namespace surgeflow::archive
