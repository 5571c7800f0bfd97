// SPDX-License-Identifier: Apache-2.0
// Time between two looks for a message: none at first, then sleeps, so that the core is left.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>

namespace surgeflow::comm {

/// Lets time pass between two looks, the longer the more there were. A message moves on only while
/// MPI is looked at: where `bytes` are on their way, the looks stay dense for as long as they may
/// take.
class Pause {
 public:
  explicit Pause(std::int64_t bytes = 0)
      : arrived_until_(busy_until_ +
                       std::chrono::microseconds(bytes / kSlowestBytesPerMicrosecond)) {}

  void operator()() {
    const auto now = Clock::now();
    // Not even a yield at first: on a full node it costs a hundred times what a collective does.
    if (now < busy_until_) return;
    if (now < arrived_until_) {
      std::this_thread::yield();
      return;
    }
    std::this_thread::sleep_for(sleep_);
    busy_until_ = Clock::now() + kBusyAgain;
    sleep_ = std::min(sleep_ * 3 / 2, kLongestSleep);
  }

 private:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::microseconds kBusy{50};
  /// After a sleep. A collective takes several messages to and fro, each of which its ranks have to
  /// look for: with one look a sleep every one of them would cost as long as a sleep.
  static constexpr std::chrono::microseconds kBusyAgain{25};
  static constexpr std::chrono::microseconds kFirstSleep{50};
  static constexpr std::chrono::microseconds kLongestSleep{1000};
  static constexpr std::int64_t kSlowestBytesPerMicrosecond = 50;  // of a network that is busy

  Clock::time_point busy_until_ = Clock::now() + kBusy;
  Clock::time_point arrived_until_;
  std::chrono::microseconds sleep_ = kFirstSleep;
};

}  // namespace surgeflow::comm
