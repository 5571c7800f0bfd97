// SPDX-License-Identifier: Apache-2.0
// Hands blocks of text to a stream and checks that they were taken.
#include "formats/text_output.hpp"

#include "surgeflow/core/error.hpp"

namespace surgeflow::formats {

void TextOutput::hand_over() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
  // Stops at once, so that a full disk is not found out after gigabytes.
  if (!out_)
    throw SystemError(
        "std::ostream::write: the output takes no more text; see that its "
        "disk has space left");
}

void TextOutput::finish() {
  hand_over();
  out_.flush();
  if (!out_)
    throw SystemError(
        "std::ostream::flush: the output takes no more text; see that its "
        "disk has space left");
}

}  // namespace surgeflow::formats
