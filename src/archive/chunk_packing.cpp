// SPDX-License-Identifier: Apache-2.0
// Shuffles, deflates and inflates chunks.
#include "archive/chunk_packing.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"

namespace surgeflow::archive {
namespace {

/// zlib writes to none of its input.
Bytef* as_zlib(const std::byte* bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes));
}

/// The first `count` of `elements`.
template <class Word>
void shuffle_words(const std::byte* values, std::size_t count, std::size_t elements,
                   std::byte* shuffled) {
  for (std::size_t n = 0; n < count; ++n) {
    Word word;
    std::memcpy(&word, values + n * sizeof(Word), sizeof(Word));
    for (std::size_t byte = 0; byte < sizeof(Word); ++byte) {
      shuffled[byte * elements + n] = static_cast<std::byte>(word >> (8 * byte));
    }
  }
}

/// Back again.
template <class Word>
void unshuffle_words(const std::byte* shuffled, std::size_t elements, std::size_t count,
                     std::byte* values) {
  for (std::size_t n = 0; n < count; ++n) {
    Word word = 0;
    for (std::size_t byte = 0; byte < sizeof(Word); ++byte) {
      word |= static_cast<Word>(shuffled[byte * elements + n]) << (8 * byte);
    }
    std::memcpy(values + n * sizeof(Word), &word, sizeof(Word));
  }
}

/// Values of `width` bytes, and `fill` in the places of further ones of so many `elements`.
void shuffle(std::span<const std::byte> values, std::size_t width, std::size_t elements,
             const void* fill, std::byte* shuffled) {
  const std::size_t count = values.size() / width;
  if (width == 4) {
    shuffle_words<std::uint32_t>(values.data(), count, elements, shuffled);
  } else if (width == 8) {
    shuffle_words<std::uint64_t>(values.data(), count, elements, shuffled);
  } else {
    for (std::size_t byte = 0; byte < width; ++byte) {
      for (std::size_t n = 0; n < count; ++n) {
        shuffled[byte * elements + n] = values[n * width + byte];
      }
    }
  }
  for (std::size_t byte = 0; byte < width && count < elements; ++byte) {
    const int value = fill == nullptr ? 0 : static_cast<const unsigned char*>(fill)[byte];
    std::memset(shuffled + byte * elements + count, value, elements - count);
  }
}

void unshuffle(const std::byte* shuffled, std::size_t elements, std::size_t width,
               std::span<std::byte> values) {
  const std::size_t count = values.size() / width;
  if (width == 4) return unshuffle_words<std::uint32_t>(shuffled, elements, count, values.data());
  if (width == 8) return unshuffle_words<std::uint64_t>(shuffled, elements, count, values.data());
  for (std::size_t byte = 0; byte < width; ++byte) {
    for (std::size_t n = 0; n < count; ++n) {
      values[n * width + byte] = shuffled[byte * elements + n];
    }
  }
}

void require_zlib(int status, std::string_view call) {
  if (status == Z_OK || status == Z_STREAM_END) return;
  if (status == Z_MEM_ERROR) throw std::bad_alloc();
  throw SystemError(fmt::format("{}: zlib's error {}; see that zlib is whole", call, status));
}

}  // namespace

std::size_t most_packed_bytes(std::size_t chunk_bytes) {
  return compressBound(static_cast<uLong>(chunk_bytes));
}

void ChunkPacker::EndDeflate::operator()(z_stream* stream) const {
  deflateEnd(stream);
  delete stream;
}

void ChunkPacker::EndInflate::operator()(z_stream* stream) const {
  inflateEnd(stream);
  delete stream;
}

std::byte* ChunkPacker::room(std::size_t bytes) {
  if (bytes > room_bytes_) {
    room_bytes_ = 0;
    room_ = std::make_unique_for_overwrite<std::byte[]>(bytes);
    room_bytes_ = bytes;
  }
  return room_.get();
}

z_stream& ChunkPacker::deflater(int level) {
  if (deflater_ && level_ == level) {
    require_zlib(deflateReset(deflater_.get()), "deflateReset");
    return *deflater_;
  }
  auto fresh = std::make_unique<z_stream>();
  require_zlib(deflateInit(fresh.get(), level), "deflateInit");
  deflater_.reset(fresh.release());
  level_ = level;
  return *deflater_;
}

z_stream& ChunkPacker::inflater() {
  if (inflater_) {
    require_zlib(inflateReset(inflater_.get()), "inflateReset");
    return *inflater_;
  }
  auto fresh = std::make_unique<z_stream>();
  require_zlib(inflateInit(fresh.get()), "inflateInit");
  inflater_.reset(fresh.release());
  return *inflater_;
}

std::vector<std::byte> ChunkPacker::pack(std::span<const std::byte> values, const Packing& packing,
                                         const void* fill, int level) {
  const std::size_t bytes = packing.chunk_bytes;
  const std::size_t most = most_packed_bytes(bytes);
  std::byte* const shuffled = room(bytes + most);
  std::byte* const packed = shuffled + bytes;
  shuffle(values, packing.element_bytes, bytes / packing.element_bytes, fill, shuffled);
  z_stream& stream = deflater(level);
  stream.next_in = as_zlib(shuffled);
  stream.avail_in = narrow<uInt>(bytes);
  stream.next_out = as_zlib(packed);
  stream.avail_out = narrow<uInt>(most);
  require_zlib(deflate(&stream, Z_FINISH), "deflate");
  return {packed, packed + stream.total_out};
}

Unpacked ChunkPacker::inflate_whole(std::span<const std::byte> packed, std::span<std::byte> chunk) {
  z_stream& stream = inflater();
  stream.next_in = as_zlib(packed.data());
  stream.avail_in = narrow<uInt>(packed.size());
  stream.next_out = as_zlib(chunk.data());
  stream.avail_out = narrow<uInt>(chunk.size());
  const int status = inflate(&stream, Z_FINISH);
  if (status == Z_MEM_ERROR) throw std::bad_alloc();
  if (status == Z_STREAM_END) {
    return stream.avail_out == 0 ? Unpacked::whole : Unpacked::of_other_length;
  }
  return status == Z_BUF_ERROR && stream.avail_out == 0 ? Unpacked::of_other_length
                                                        : Unpacked::damaged;
}

Unpacked ChunkPacker::unpack(std::span<const std::byte> packed, const Packing& packing,
                             std::span<std::byte> values) {
  const bool in_place = !packing.shuffled || packing.element_bytes == 1;
  if (in_place && values.size() == packing.chunk_bytes) return inflate_whole(packed, values);
  const std::span chunk(room(packing.chunk_bytes), packing.chunk_bytes);
  const Unpacked unpacked = inflate_whole(packed, chunk);
  if (unpacked != Unpacked::whole) return unpacked;
  if (in_place) {
    std::memcpy(values.data(), chunk.data(), values.size());
  } else {
    unshuffle(chunk.data(), packing.chunk_bytes / packing.element_bytes, packing.element_bytes,
              values);
  }
  return unpacked;
}

}  // namespace surgeflow::archive
