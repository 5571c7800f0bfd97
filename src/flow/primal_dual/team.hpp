// SPDX-License-Identifier: Apache-2.0
// Threads that share what is to be done at once.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace surgeflow::flow {

/// With fewer, threads would wait for each other longer than they work.
inline constexpr std::int32_t kManyFacilities = 512;

/// The caller's thread and helpers, which sleep in between. Passes over all nodes take a
/// millisecond and follow each other; where other processes want the processors too, a helper may
/// have none for longer than that. So nobody waits for a helper that has not begun: whoever is
/// awake takes the next number until none is left. (Parallel regions of OpenMP end when all their
/// threads have come: beside other processes a re-plan of 17 ms took 80 to 110 ms with them.)
class Team {
 public:
  using Visit = std::function<void(std::int32_t)>;

  /// As many threads, the caller's among them; fewer where the system starts no more.
  explicit Team(int threads);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  /// As it was asked for.
  [[nodiscard]] int threads() const { return threads_; }
  /// Calls `visit(n)` for all n below `count`, some at once: they must not write to the same place,
  /// and not share out themselves. What one throws is thrown when all have ended. For one caller at
  /// a time.
  void share_out(std::int32_t count, const Visit& visit);

 private:
  struct Task;
  void help();
  void work(Task& task);
  void end();

  int threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  Task* task_ = nullptr;     ///< that is being shared
  std::uint64_t tasks_ = 0;  ///< so far
  bool ended_ = false;
  std::vector<std::thread> helpers_;
};

/// The same on the caller's thread alone where there is no team.
inline void share_out(Team* team, std::int32_t count, const Team::Visit& visit) {
  if (team != nullptr) return team->share_out(count, visit);
  for (std::int32_t n = 0; n < count; ++n) visit(n);
}

}  // namespace surgeflow::flow
