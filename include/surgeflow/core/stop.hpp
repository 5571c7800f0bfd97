// SPDX-License-Identifier: Apache-2.0
// How a caller ends a long computation early: a time limit, or an interrupt.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

namespace surgeflow {

enum class StopReason { none, time_limit, interrupt };

/// Asked by long computations at safe points. The interrupt flag is the caller's (a signal handler
/// may set it); the deadline is a point in time. A default one never stops anything.
class StopCondition {
 public:
  using Clock = std::chrono::steady_clock;

  StopCondition() = default;
  StopCondition(std::optional<Clock::time_point> deadline, const std::atomic<bool>* interrupt)
      : deadline_(deadline), interrupt_(interrupt) {}

  [[nodiscard]] StopReason check() const {
    if (interrupt_ != nullptr && interrupt_->load(std::memory_order_relaxed)) {
      return StopReason::interrupt;
    }
    if (deadline_ && Clock::now() >= *deadline_) return StopReason::time_limit;
    return StopReason::none;
  }

  [[nodiscard]] std::optional<Clock::time_point> deadline() const { return deadline_; }
  /// The same interrupt beside another deadline, or none.
  [[nodiscard]] StopCondition with_deadline(std::optional<Clock::time_point> deadline) const {
    return {deadline, interrupt_};
  }

 private:
  std::optional<Clock::time_point> deadline_;
  const std::atomic<bool>* interrupt_ = nullptr;
};

}  // namespace surgeflow
