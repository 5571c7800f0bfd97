// SPDX-License-Identifier: Apache-2.0
// A TOML value as text again, on one line.
#pragma once

#include <toml++/toml.h>

#include <string>

namespace surgeflow::formats {

/// TOML that reads as the value. Numbers are in decimals, as short as they can be.
[[nodiscard]] std::string toml_text(const toml::node& node);

}  // namespace surgeflow::formats
