// SPDX-License-Identifier: Apache-2.0
// Reads whole files through the C library, which names the reason where it fails.
#include "surgeflow/formats/input_files.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace surgeflow::formats {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

InputBytes failed(int code) { return {std::nullopt, std::generic_category().message(code)}; }

InputBytes read_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) return failed(errno);
  std::string bytes;
  std::array<char, 1 << 16> block{};
  for (;;) {
    const std::size_t got = std::fread(block.data(), 1, block.size(), file.get());
    bytes.append(block.data(), got);
    if (got < block.size()) break;
  }
  if (std::ferror(file.get()) != 0) return failed(errno);
  return {std::move(bytes), {}};
}

}  // namespace

InputFiles::InputFiles(std::map<std::string, std::string> known) {
  for (auto& [path, bytes] : known) files_.emplace(path, InputBytes{std::move(bytes), {}});
}

const InputBytes& InputFiles::read(const std::filesystem::path& path) {
  const std::lock_guard lock(mutex_);
  const auto known = files_.find(path.string());
  if (known != files_.end()) return known->second;
  return files_.emplace(path.string(), read_file(path)).first->second;
}

std::map<std::string, std::string> InputFiles::contents() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> contents;
  for (const auto& [path, file] : files_) {
    if (file.bytes) contents.emplace(path, *file.bytes);
  }
  return contents;
}

}  // namespace surgeflow::formats
