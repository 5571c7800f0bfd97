// SPDX-License-Identifier: Apache-2.0
// Files that are written whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace surgeflow::archive {

/// A file on its way: bytes go to a temporary name beside the target; `commit` puts it in the
/// target's place. Without a commit the temporary is removed and the target stays as it was.
/// Throws SystemError with call, file, the system's text and a remedy.
class PendingFile {
 public:
  explicit PendingFile(const std::filesystem::path& target);
  ~PendingFile();
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
  /// Makes sure of room for so many bytes in all, which others may then write. On a file system
  /// that can not reserve it does nothing.
  void reserve(std::int64_t bytes);
  /// Where the bytes are until they are committed.
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
  /// Flushes the bytes to the disk; after this only the rename is left to go wrong.
  void finish();
  /// finish, rename, and flush the folder.
  void commit();

 private:
  void flush();

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;
};

/// All of a file at once.
void write_whole(const std::filesystem::path& target, std::span<const std::byte> bytes);

/// Throws SystemError unless a file could be put at `path` now: its folder is there and takes new
/// files, and no folder or device stands in its place. Leaves nothing behind.
void require_place_for_file(const std::filesystem::path& path);

}  // namespace surgeflow::archive
