// SPDX-License-Identifier: Apache-2.0
// The folder of a sweep that is under way: its parts, and what they are parts of.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "archive/sweep_part.hpp"
#include "sweep/blocks.hpp"

namespace surgeflow::sweep {

/// Whatever decides what comes out of a sweep, by name: checksums of inputs, versions.
using Identity = std::map<std::string, std::string>;

class PartFolder {
 public:
  /// Beside the file that the sweep will become.
  PartFolder(const std::filesystem::path& output, const Identity& identity);

  /// Makes the folder, or makes sure that it is of the same sweep. Throws InputError that says what
  /// has changed, SystemError where it can not be made.
  void open() const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::string& sweep_sha256() const { return sweep_sha256_; }
  [[nodiscard]] std::filesystem::path part_path(const Block& block) const;

  /// Those whose part is not there or not complete. Throws InputError for a part of another sweep
  /// and for a damaged one.
  [[nodiscard]] std::vector<Block> unfinished(const std::vector<Block>& blocks) const;
  /// What there is of a block's part; without outcomes where there is nothing.
  [[nodiscard]] archive::SweepPart begun(const Block& block) const;

  /// With all parts, once they are merged.
  void remove() const;

 private:
  [[nodiscard]] std::filesystem::path identity_path() const;
  void require_own(const Block& block, const archive::SweepPartHead& head) const;

  std::filesystem::path path_;
  Identity identity_;
  std::string identity_text_;
  std::string sweep_sha256_;
};

}  // namespace surgeflow::sweep
