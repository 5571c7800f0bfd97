// SPDX-License-Identifier: Apache-2.0
// A folder for the files of a campaign.
#pragma once

#include <filesystem>

namespace surgeflow::bench {

/// A new folder in the system's place for temporary files (TMPDIR), removed at the end with all
/// that is in it. Throws SystemError where none can be made.
class WorkFolder {
 public:
  WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace surgeflow::bench
