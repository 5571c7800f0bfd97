// SPDX-License-Identifier: Apache-2.0
// A plan file as what equal runs agree on.
#pragma once

#include <filesystem>
#include <string>

namespace surgeflow::testing {

/// Every dataset's content, chunks and filters, and every attribute that equal runs share, as text.
[[nodiscard]] std::string lasting_content(const std::filesystem::path& path);

}  // namespace surgeflow::testing
