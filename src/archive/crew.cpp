// SPDX-License-Identifier: Apache-2.0
// Shares tasks by OpenMP.
#include "archive/crew.hpp"

#include <algorithm>
#include <atomic>
#include <exception>

namespace surgeflow::archive {

Crew::Crew(int threads) : packers_(static_cast<std::size_t>(std::max(1, threads))) {}

void Crew::share(std::size_t tasks, const Task& task) {
  const std::size_t threads = std::clamp<std::size_t>(tasks, 1, packers_.size());
  std::vector<std::exception_ptr> failures(tasks);
  std::atomic<std::size_t> next_thread = 0;
#pragma omp parallel num_threads(static_cast <int>(threads))
  {
    ChunkPacker& packer = packers_[next_thread++];
#pragma omp for schedule(dynamic, 1)
    for (std::size_t n = 0; n < tasks; ++n) {
      try {
        task(n, packer);
      } catch (...) {
        failures[n] = std::current_exception();
      }
    }
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

void Crew::do_alone(std::size_t tasks, const Task& task) {
  for (std::size_t n = 0; n < tasks; ++n) task(n, packers_.front());
}

}  // namespace surgeflow::archive
