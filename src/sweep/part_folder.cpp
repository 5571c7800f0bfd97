// SPDX-License-Identifier: Apache-2.0
// Finds, names and judges parts.
#include "sweep/part_folder.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <system_error>

#include "archive/checksum.hpp"
#include "archive/whole_file.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::sweep {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIdentityFile = "sweep.txt";

std::string text_of(const Identity& identity) {
  std::string text;
  for (const auto& [name, value] : identity) text += fmt::format("{}\t{}\n", name, value);
  return text;
}

Identity identity_of(const std::string& text) {
  Identity identity;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string::npos) identity[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return identity;
}

std::string sha256_of(const std::string& text) {
  archive::Sha256 digest;
  digest.update(std::as_bytes(std::span(text)));
  return digest.finish();
}

/// The names whose values differ, or that only one has.
std::string differences(const Identity& before, const Identity& now) {
  std::string names;
  const auto add = [&](const std::string& name) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  };
  for (const auto& [name, value] : before) {
    const auto found = now.find(name);
    if (found == now.end() || found->second != value) add(name);
  }
  for (const auto& [name, value] : now) {
    if (!before.contains(name)) add(name);
  }
  return names;
}

}  // namespace

PartFolder::PartFolder(const fs::path& output, const Identity& identity)
    : path_(output.string() + ".parts"),
      identity_(identity),
      identity_text_(text_of(identity)),
      sweep_sha256_(sha256_of(identity_text_)) {}

fs::path PartFolder::identity_path() const { return path_ / kIdentityFile; }

fs::path PartFolder::part_path(const Block& block) const {
  return path_ / fmt::format("scenarios-{:07}.h5", block.first);
}

void PartFolder::open() const {
  std::error_code error;
  fs::create_directories(path_, error);
  if (error) {
    throw SystemError(fmt::format(
        "the folder {} for the parts of the sweep can not be made: {}; choose another place for -o",
        path_.string(), error.message()));
  }
  std::ifstream file(identity_path(), std::ios::binary);
  if (!file) {
    archive::write_whole(identity_path(), std::as_bytes(std::span(identity_text_)));
    return;
  }
  const std::string before((std::istreambuf_iterator<char>(file)), {});
  if (before == identity_text_) return;
  throw InputError(
      {{path_.string(), 0, {}},
       fmt::format("these parts belong to another sweep; changed since it was started: {}",
                   differences(identity_of(before), identity_)),
       "parts of the same sweep, from the same files and program",
       "put the files back as they were to go on; or delete the folder, or choose another -o, to "
       "start anew"});
}

void PartFolder::require_own(const Block& block, const archive::SweepPartHead& head) const {
  if (head.sweep_sha256 == sweep_sha256_ && head.first == block.first &&
      head.scenarios == block.count) {
    return;
  }
  throw InputError({{part_path(block).string(), 0, {}},
                    "this part belongs to another sweep",
                    fmt::format("a part of the sweep of {}", identity_path().string()),
                    "take it out of the folder; the sweep plans its scenarios again"});
}

std::vector<Block> PartFolder::unfinished(const std::vector<Block>& blocks) const {
  std::vector<Block> left;
  for (const Block& block : blocks) {
    if (!fs::exists(part_path(block))) {
      left.push_back(block);
      continue;
    }
    const archive::SweepPartHead head = archive::read_sweep_part_head(part_path(block));
    require_own(block, head);
    if (!head.is_complete()) left.push_back(block);
  }
  return left;
}

archive::SweepPart PartFolder::begun(const Block& block) const {
  if (fs::exists(part_path(block))) return archive::read_sweep_part(part_path(block));
  return {.sweep_sha256 = sweep_sha256_,
          .first = block.first,
          .scenarios = block.count,
          .outcomes = {},
          .state = {}};
}

void PartFolder::remove() const {
  std::error_code ignored;  // what is left is told by no one and used by no one
  fs::remove_all(path_, ignored);
}

}  // namespace surgeflow::sweep
