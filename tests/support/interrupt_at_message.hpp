// SPDX-License-Identifier: Apache-2.0
// A log that interrupts whoever writes to it.
#pragma once

#include <atomic>
#include <string_view>

#include "surgeflow/core/log_sink.hpp"

namespace surgeflow::test {

/// Interrupts when something is said for the n-th time.
class InterruptAtMessage final : public LogSink {
 public:
  explicit InterruptAtMessage(int n) : left_(n) {}
  void message(LogLevel /*level*/, std::string_view /*text*/) override {
    if (--left_ == 0) interrupt_.store(true);
  }
  void progress(std::string_view /*activity*/, double /*done*/) override {}
  [[nodiscard]] const std::atomic<bool>& flag() const { return interrupt_; }

 private:
  int left_;
  std::atomic<bool> interrupt_{false};
};

}  // namespace surgeflow::test
