// SPDX-License-Identifier: Apache-2.0
// A task at a time, number by number.
#include "flow/primal_dual/team.hpp"

#include <atomic>
#include <exception>
#include <system_error>

namespace surgeflow::flow {

struct Team::Task {
  const Visit& visit;
  std::int32_t count;
  std::atomic<std::int32_t> next = 0;
  int helpers = 0;  // at work on it
  std::exception_ptr failure = {};
};

Team::Team(int threads) : threads_(threads) {
  try {
    for (int n = 1; n < threads; ++n) helpers_.emplace_back([this] { help(); });
  } catch (const std::system_error&) {
    // The others do the same work.
  } catch (...) {
    end();
    throw;
  }
}

Team::~Team() { end(); }

void Team::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  wake_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void Team::share_out(std::int32_t count, const Visit& visit) {
  Task task{.visit = visit, .count = count};
  {
    const std::lock_guard lock(mutex_);
    task_ = &task;
    ++tasks_;
  }
  wake_.notify_all();
  work(task);
  std::unique_lock lock(mutex_);
  task_ = nullptr;  // who wakes up now has come too late
  idle_.wait(lock, [&] { return task.helpers == 0; });
  if (task.failure) std::rethrow_exception(task.failure);
}

void Team::help() {
  std::uint64_t last = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return ended_ || (task_ != nullptr && tasks_ != last); });
    if (ended_) return;
    last = tasks_;
    Task& task = *task_;
    ++task.helpers;
    lock.unlock();
    work(task);
    lock.lock();
    if (--task.helpers == 0) idle_.notify_one();
  }
}

void Team::work(Task& task) {
  while (true) {
    const std::int32_t n = task.next.fetch_add(1, std::memory_order_relaxed);
    if (n >= task.count) return;
    try {
      task.visit(n);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      task.failure = std::current_exception();
    }
  }
}

}  // namespace surgeflow::flow
