// SPDX-License-Identifier: Apache-2.0
// The sink that discards everything.
#include "surgeflow/core/log_sink.hpp"

namespace surgeflow {
namespace {

class SilentLog final : public LogSink {
 public:
  void message(LogLevel, std::string_view) override {}
  void progress(std::string_view, double) override {}
};

}  // namespace

LogSink& silent_log() {
  static SilentLog sink;
  return sink;
}

}  // namespace surgeflow
