// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace surgeflow::app {

/// 29100 as "29,100".
[[nodiscard]] std::string grouped(std::int64_t number);

/// "1 shipment", "117 shipments".
[[nodiscard]] std::string counted(std::int64_t number, std::string_view singular,
                                  std::string_view plural);

/// "51.2 MiB".
[[nodiscard]] std::string bytes_in_words(std::int64_t bytes);

/// A stretch of time in its unit: "less than a second", "8 s", "3 min", "5 h", "4 days".
[[nodiscard]] std::string seconds_in_words(double seconds);

/// A share in [0, 1] as "0.12 %"; never shown as zero where it is not.
[[nodiscard]] std::string percent_in_words(double share);

}  // namespace surgeflow::app
