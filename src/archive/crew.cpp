// SPDX-License-Identifier: Apache-2.0
// Threads of the moment. Those that OpenMP keeps would spin while they wait for each other, which
// costs more than making new ones where other work has the processor.
#include "archive/crew.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <system_error>
#include <thread>

namespace surgeflow::archive {

Crew::Crew(int threads) : packers_(static_cast<std::size_t>(std::max(1, threads))) {}

void Crew::share(std::size_t tasks, const Task& task) {
  std::vector<std::exception_ptr> failures(tasks);
  std::atomic<std::size_t> next = 0;
  const auto work = [&](ChunkPacker& packer) {
    for (std::size_t n = next++; n < tasks; n = next++) {
      try {
        task(n, packer);
      } catch (...) {
        failures[n] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t threads = std::min(tasks, packers_.size());
    try {
      for (std::size_t n = 1; n < threads; ++n) others.emplace_back(work, std::ref(packers_[n]));
    } catch (const std::system_error&) {
      // There may be no more threads: those that there are do it all.
    }
    work(packers_.front());
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

void Crew::do_alone(std::size_t tasks, const Task& task) {
  for (std::size_t n = 0; n < tasks; ++n) task(n, packers_.front());
}

}  // namespace surgeflow::archive
