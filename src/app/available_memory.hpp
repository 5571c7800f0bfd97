// SPDX-License-Identifier: Apache-2.0
// How much memory this process can still take.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace surgeflow::app {

/// Where Linux tells it.
struct MemorySources {
  std::filesystem::path machine = "/proc/meminfo";
  std::filesystem::path own_groups = "/proc/self/cgroup";  ///< control groups of this process
  std::filesystem::path group_tree = "/sys/fs/cgroup";
};

/// Bytes that the machine has available, or that the limits of this process's control groups (a
/// queue's, a container's) leave, whichever is less. Nothing where neither can be read.
[[nodiscard]] std::optional<std::int64_t> available_memory_bytes(const MemorySources& sources = {});

/// A machine with those of a run's ranks that share its memory.
struct Machine {
  std::int64_t ranks = 1;
  std::optional<std::int64_t> available_bytes{};  ///< nothing where it is not known
};

}  // namespace surgeflow::app
