// SPDX-License-Identifier: Apache-2.0
// Turns the standard output to /dev/null and writes to what it was.
#include "support/standard_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "surgeflow/core/error.hpp"

namespace surgeflow::bench {

ResultLines::ResultLines() : descriptor_(dup(STDOUT_FILENO)) {
  const int nowhere = open("/dev/null", O_WRONLY);
  if (descriptor_ < 0 || nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0) {
    throw SystemError("the standard output can not be turned to /dev/null");
  }
  close(nowhere);
}

void ResultLines::write(const nlohmann::ordered_json& result) const {
  const std::string line = result.dump() + "\n";
  if (::write(descriptor_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    throw SystemError("write of a result to the standard output failed");
  }
}

void StandardError::message(LogLevel, std::string_view text) { fmt::print(stderr, "{}\n", text); }

void StandardError::progress(std::string_view, double) {}

}  // namespace surgeflow::bench
