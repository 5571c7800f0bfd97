// SPDX-License-Identifier: Apache-2.0
// Threads that pack and unpack chunks, and take tasks as they become free.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "archive/chunk_packing.hpp"

namespace surgeflow::archive {

class Crew {
 public:
  /// Of one thread at least.
  explicit Crew(int threads);

  /// A task has a number from 0, and the packer of the thread that does it.
  using Task = std::function<void(std::size_t, ChunkPacker&)>;
  /// Does so many tasks, the first ones first. Throws what the first task that failed has thrown,
  /// once all are done.
  void share(std::size_t tasks, const Task& task);
  /// The same on the caller's thread, for tasks that are done sooner than threads are woken.
  void do_alone(std::size_t tasks, const Task& task);

 private:
  std::vector<ChunkPacker> packers_;  ///< [thread]
};

}  // namespace surgeflow::archive
