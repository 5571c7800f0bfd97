// SPDX-License-Identifier: Apache-2.0
// Where a library call may report what it does; the library itself never prints.
#pragma once

#include <string_view>

namespace surgeflow {

enum class LogLevel { debug, info, warning };

/// Receives messages and progress. Implementations must not throw.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void message(LogLevel level, std::string_view text) = 0;
  /// `done` in [0, 1] of the named activity.
  virtual void progress(std::string_view activity, double done) = 0;
};

/// A sink that discards everything.
[[nodiscard]] LogSink& silent_log();

}  // namespace surgeflow
