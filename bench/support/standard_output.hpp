// SPDX-License-Identifier: Apache-2.0
// What a process that measures says: results to the one who started it, messages to a person.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::bench {

/// The standard output, kept from what libraries may print there: from now on that goes nowhere.
/// Throws SystemError where it can not be turned.
class ResultLines {
 public:
  ResultLines();
  /// One line of JSON, at once.
  void write(const nlohmann::ordered_json& result) const;

 private:
  int descriptor_;
};

/// Messages to the standard error, without progress.
class StandardError final : public LogSink {
 public:
  void message(LogLevel level, std::string_view text) override;
  void progress(std::string_view stage, double fraction) override;
};

}  // namespace surgeflow::bench
