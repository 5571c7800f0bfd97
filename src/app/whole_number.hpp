// SPDX-License-Identifier: Apache-2.0
// Options that are whole numbers within bounds.
#pragma once

#include <cstdint>

#include "app/options.hpp"

namespace surgeflow::app {

/// Refuses what is no whole number from `least` to `most`, with both in the message.
[[nodiscard]] Refusal whole_number(std::uint64_t least, std::uint64_t most);

}  // namespace surgeflow::app
