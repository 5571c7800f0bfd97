// SPDX-License-Identifier: Apache-2.0
// A text file that appears whole or not at all.
#pragma once

#include <filesystem>
#include <ostream>
#include <streambuf>
#include <string>
#include <vector>

#include "archive/whole_file.hpp"

namespace surgeflow::app {

/// Throws UsageError where two of the paths are the same place; empty ones are left out.
void require_distinct(const std::vector<std::string>& paths);

/// A stream into a file that takes its place only by `commit`. Without it, what stood at the path
/// before stays untouched. Writing and `commit` throw SystemError.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path);

  [[nodiscard]] std::ostream& stream() { return stream_; }
  void commit();

 private:
  /// Hands full buffers to the pending file.
  class Buffer final : public std::streambuf {
   public:
    explicit Buffer(archive::PendingFile& file);

   protected:
    int_type overflow(int_type character) override;
    int sync() override;

   private:
    void hand_over();

    archive::PendingFile& file_;
    std::vector<char> bytes_;
  };

  archive::PendingFile file_;
  Buffer buffer_;
  std::ostream stream_;
};

}  // namespace surgeflow::app
