// SPDX-License-Identifier: Apache-2.0
// Temporary file, fsync, rename, fsync of the folder: POSIX's way to replace a file at once.
#include "archive/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>
#include <utility>

#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

namespace fs = std::filesystem;

/// A path as typed by a person is relative; messages and the rename need its folder by name.
fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

std::string_view remedy_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some space there, or name a place on another disk";
    case EFBIG:
      return "the limit on file sizes is too low: raise it (ulimit -f), or name a smaller output";
    case EACCES:
    case EPERM:
    case EROFS:
      return "name a folder that you may write to";
    case ENOENT:
    case ENOTDIR:
      return "create the folder first, or name another";
    case ENAMETOOLONG:
      return "choose a shorter name";
    default:
      return "name another place";
  }
}

[[noreturn]] void fail(std::string_view call, const fs::path& path, int error) {
  throw SystemError(fmt::format("{} '{}': {}; {}", call, path.string(),
                                std::generic_category().message(error), remedy_for(error)));
}

/// While it lives, a write beyond the limit on file sizes fails with EFBIG in this thread instead
/// of killing the process by SIGXFSZ.
class FileSizeSignalHeld {
 public:
  FileSizeSignalHeld() {
    sigemptyset(&signal_);
    sigaddset(&signal_, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signal_, &before_);
  }
  ~FileSizeSignalHeld() {
    const std::timespec at_once{};
    while (sigismember(&before_, SIGXFSZ) == 0 && sigtimedwait(&signal_, nullptr, &at_once) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  FileSizeSignalHeld(const FileSizeSignalHeld&) = delete;
  FileSizeSignalHeld& operator=(const FileSizeSignalHeld&) = delete;

 private:
  sigset_t signal_{};
  sigset_t before_{};
};

/// A rename replaces a link itself; what a person means is the file the link leads to.
fs::path resolved_target(const fs::path& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path : canonical;
}

/// A rename would put a file in the place of a device, and fails late on a folder.
void require_replaceable(const fs::path& path) {
  if (!path.has_filename()) {
    throw SystemError(fmt::format("'{}' names no file; name the file to write, not only its folder",
                                  path.string()));
  }
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode)) return;
  throw SystemError(fmt::format("'{}' is {}; name a file instead", path.string(),
                                S_ISDIR(status.st_mode) ? "a folder" : "no ordinary file"));
}

struct Temporary {
  fs::path path;
  int descriptor = -1;
};

/// Creates a file of a new name beside `target`. The name is short whatever the target's is, and
/// tells a person who finds one after a crash whose it was.
Temporary create_beside(const fs::path& target) {
  for (int attempt = 0;; ++attempt) {
    const fs::path path =
        folder_of(target) / fmt::format(".surgeflow-{}-{}.partial", ::getpid(), attempt);
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) return {path, descriptor};
    if (errno != EEXIST) fail("can not create a file in", folder_of(target), errno);
  }
}

void flush_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;  // a folder may take files and yet not be readable
  const int status = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  // Some file systems have no way to flush a folder and say EINVAL.
  if (status != 0 && error != EINVAL && error != ENOTSUP) fail("fsync", folder, error);
}

}  // namespace

PendingFile::PendingFile(const fs::path& target) : target_(resolved_target(target)) {
  require_replaceable(target_);
  Temporary temporary = create_beside(target_);
  temporary_ = std::move(temporary.path);
  descriptor_ = temporary.descriptor;
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

PendingFile::~PendingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void PendingFile::write(std::span<const std::byte> bytes) {
  const FileSizeSignalHeld held;
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", target_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void PendingFile::reserve(std::int64_t bytes) {
  const FileSizeSignalHeld held;
  int error = EINTR;
  while (error == EINTR) error = ::posix_fallocate(descriptor_, 0, bytes);
  if (error != 0 && error != EINVAL && error != EOPNOTSUPP) fail("write", target_, error);
  // Where the C library reserves by writing, no other machine may find its own bytes overwritten.
  flush();
}

void PendingFile::flush() {
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP) {
    fail("fsync", target_, errno);
  }
}

void PendingFile::finish() {
  if (descriptor_ < 0) return;
  flush();
  // Network file systems may report a failed write only here.
  if (::close(std::exchange(descriptor_, -1)) != 0) fail("close", target_, errno);
}

void PendingFile::commit() {
  finish();
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail("rename to", target_, errno);
  temporary_.clear();
  flush_folder(folder_of(target_));
}

void write_whole(const fs::path& target, std::span<const std::byte> bytes) {
  PendingFile file(target);
  file.write(bytes);
  file.commit();
}

void require_place_for_file(const fs::path& path) { const PendingFile probe(path); }

}  // namespace surgeflow::archive
