// SPDX-License-Identifier: Apache-2.0
// Reads /proc/meminfo and the limits of control groups, versions 1 and 2.
#include "app/available_memory.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

namespace surgeflow::app {
namespace {

namespace fs = std::filesystem;

/// The number that follows `label` in a file of lines "label number"; the first number of the file
/// for an empty label.
std::optional<std::int64_t> number_in(const fs::path& file, std::string_view label = {}) {
  std::ifstream lines(file);
  std::string word;
  while (!label.empty() && lines >> word && word != label) {
  }
  std::int64_t number = 0;
  if (lines >> number) return number;
  return std::nullopt;
}

/// How a version of control groups names its files.
struct GroupFiles {
  const char* limit;
  const char* usage;
  const char* cache;  ///< in memory.stat: what of the usage is given up when memory gets short
};
constexpr GroupFiles kVersion1{"memory.limit_in_bytes", "memory.usage_in_bytes",
                               "total_inactive_file"};
constexpr GroupFiles kVersion2{"memory.max", "memory.current", "inactive_file"};

std::optional<std::int64_t> least(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// Nothing where the group has no limit ("max").
std::optional<std::int64_t> left_in(const fs::path& group, const GroupFiles& files) {
  const auto limit = number_in(group / files.limit);
  const auto usage = number_in(group / files.usage);
  if (!limit || !usage) return std::nullopt;
  const std::int64_t cache = number_in(group / "memory.stat", files.cache).value_or(0);
  return std::max<std::int64_t>(0, *limit - *usage + cache);
}

/// A group is bound by the limits of all groups above it too.
std::optional<std::int64_t> left_up_to(const fs::path& root, fs::path group,
                                       const GroupFiles& files) {
  std::optional<std::int64_t> left;
  for (;;) {
    left = least(left, left_in(group, files));
    if (group == root || !group.has_relative_path()) return left;
    group = group.parent_path();
  }
}

/// `line` is "number:controllers:/path"; version 2 names no controllers.
std::optional<std::int64_t> left_by(std::string_view line, const fs::path& tree) {
  const std::size_t first = line.find(':');
  const std::size_t second = line.find(':', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view controllers = line.substr(first + 1, second - first - 1);
  const std::string_view path = line.substr(std::min(second + 2, line.size()));
  const auto group_below = [&](const fs::path& root) {
    return path.empty() ? root : (root / path).lexically_normal();
  };
  if (controllers.empty()) return left_up_to(tree, group_below(tree), kVersion2);
  if (controllers != "memory") return std::nullopt;
  const fs::path root = tree / "memory";
  return left_up_to(root, group_below(root), kVersion1);
}

}  // namespace

std::optional<std::int64_t> available_memory_bytes(const MemorySources& sources) {
  std::optional<std::int64_t> available = number_in(sources.machine, "MemAvailable:");
  if (available) *available *= 1024;
  std::ifstream groups(sources.own_groups);
  for (std::string line; std::getline(groups, line);) {
    available = least(available, left_by(line, sources.group_tree));
  }
  return available;
}

}  // namespace surgeflow::app
