// SPDX-License-Identifier: Apache-2.0
// Formatted lines into a stream, a block at a time.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <ostream>
#include <string_view>
#include <utility>

namespace surgeflow::formats {

/// Collects text and hands it over in blocks. `finish` must be called at the end; it throws
/// SystemError where the stream did not take all of it.
class TextOutput {
 public:
  explicit TextOutput(std::ostream& out) : out_(out) {}
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;

  template <class... Arguments>
  void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Arguments>(arguments)...);
    if (buffer_.size() >= kBlockBytes) hand_over();
  }
  void finish();

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 16;
  void hand_over();

  std::ostream& out_;
  fmt::memory_buffer buffer_;
};

}  // namespace surgeflow::formats
