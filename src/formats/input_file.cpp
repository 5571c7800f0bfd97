// SPDX-License-Identifier: Apache-2.0
// Reads a whole file through the C library, which names the reason where it fails.
#include "formats/input_file.hpp"

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

}  // namespace

InputBytes read_input(const std::filesystem::path& path) {
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

}  // namespace surgeflow::formats
