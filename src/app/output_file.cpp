// SPDX-License-Identifier: Apache-2.0
// A stream buffer in front of a pending file.
#include "app/output_file.hpp"

#include <fmt/format.h>

#include <set>

#include "app/failure.hpp"

namespace surgeflow::app {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

}  // namespace

void require_distinct(const std::vector<std::string>& paths) {
  std::set<std::filesystem::path> places;
  for (const std::string& path : paths) {
    if (path.empty() || places.insert(std::filesystem::weakly_canonical(path)).second) continue;
    throw UsageError(
        fmt::format("'{}' is named twice; allowed: a place of its own for each", path));
  }
}

OutputFile::Buffer::Buffer(archive::PendingFile& file) : file_(file), bytes_(kBufferBytes) {
  setp(bytes_.data(), bytes_.data() + bytes_.size());
}

void OutputFile::Buffer::hand_over() {
  const std::string_view text(pbase(), static_cast<std::size_t>(pptr() - pbase()));
  setp(bytes_.data(), bytes_.data() + bytes_.size());
  file_.write(text);
}

OutputFile::Buffer::int_type OutputFile::Buffer::overflow(int_type character) {
  hand_over();
  if (!traits_type::eq_int_type(character, traits_type::eof())) {
    sputc(traits_type::to_char_type(character));
  }
  return traits_type::not_eof(character);
}

int OutputFile::Buffer::sync() {
  hand_over();
  return 0;
}

OutputFile::OutputFile(const std::filesystem::path& path)
    : file_(path), buffer_(file_), stream_(&buffer_) {
  // A full disk stops whoever writes at once, with the file's own exception.
  stream_.exceptions(std::ios::badbit);
}

void OutputFile::commit() {
  stream_.flush();
  file_.commit();
}

}  // namespace surgeflow::app
