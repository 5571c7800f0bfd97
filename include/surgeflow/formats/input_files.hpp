// SPDX-License-Identifier: Apache-2.0
// Input files, each read once.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace surgeflow::formats {

/// The bytes of an input file, or the system's reason for not giving them.
struct InputBytes {
  std::optional<std::string> bytes;
  std::string failure;  ///< the system's text where there are no bytes
};

/// Remembers what it has read, so that a case which is read again with other settings costs no disk
/// and can not change meanwhile. Safe to use from several threads.
class InputFiles {
 public:
  InputFiles() = default;
  /// Holds these already: bytes by path. What others have read is as good as read here.
  explicit InputFiles(std::map<std::string, std::string> known);

  /// The reference stays valid as long as this object.
  [[nodiscard]] const InputBytes& read(const std::filesystem::path& path);

  /// Bytes of all that could be read, by path.
  [[nodiscard]] std::map<std::string, std::string> contents() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, InputBytes> files_;
};

}  // namespace surgeflow::formats
