// SPDX-License-Identifier: Apache-2.0
// The bytes of an input file, or the system's reason for not giving them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace surgeflow::formats {

struct InputBytes {
  std::optional<std::string> bytes;
  std::string failure;  ///< the system's text where there are no bytes
};

[[nodiscard]] InputBytes read_input(const std::filesystem::path& path);

}  // namespace surgeflow::formats
