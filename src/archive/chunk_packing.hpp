// SPDX-License-Identifier: Apache-2.0
// Chunks as HDF5's filters pack them: the bytes of all elements shuffled, then deflated by zlib.
//
// HDF5 calls its filters on one thread, makes zlib's state anew for each chunk, and inflates into a
// buffer that it doubles from the size of what is packed: ten times for a mebibyte of small counts.
// Here a chunk is a task for any thread and goes straight to its place. The packed bytes are those
// that HDF5 would make.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

struct z_stream_s;

namespace surgeflow::archive {

/// How the chunks of a dataset are packed.
struct Packing {
  std::size_t element_bytes = 1;
  std::size_t chunk_bytes = 0;  ///< unpacked; a multiple of element_bytes
  bool shuffled = true;         ///< first byte of all elements, then the second of all, ...
};

/// The most bytes that a chunk can take when it is packed.
[[nodiscard]] std::size_t most_packed_bytes(std::size_t chunk_bytes);

enum class Unpacked {
  whole,
  damaged,         ///< nothing that zlib can inflate
  of_other_length  ///< a stream of fewer bytes than a chunk has, or of more
};

/// zlib's state and room for a chunk, for one thread. What it does depends on arguments alone.
class ChunkPacker {
 public:
  /// A chunk, shuffled and deflated at zlib's `level`: `values`, and up to its end the value of one
  /// element at `fill`, or zeros where that is null.
  [[nodiscard]] std::vector<std::byte> pack(std::span<const std::byte> values,
                                            const Packing& packing, const void* fill, int level);
  /// The first values of a chunk, as many as `values` has room for.
  [[nodiscard]] Unpacked unpack(std::span<const std::byte> packed, const Packing& packing,
                                std::span<std::byte> values);

 private:
  struct EndDeflate {
    void operator()(z_stream_s* stream) const;
  };
  struct EndInflate {
    void operator()(z_stream_s* stream) const;
  };
  /// At least so many bytes, of any content; what was there before is lost.
  [[nodiscard]] std::byte* room(std::size_t bytes);
  [[nodiscard]] z_stream_s& deflater(int level);
  [[nodiscard]] z_stream_s& inflater();
  [[nodiscard]] Unpacked inflate_whole(std::span<const std::byte> packed,
                                       std::span<std::byte> chunk);

  std::unique_ptr<z_stream_s, EndDeflate> deflater_;
  int level_ = 0;  ///< of the deflater
  std::unique_ptr<z_stream_s, EndInflate> inflater_;
  std::unique_ptr<std::byte[]> room_;
  std::size_t room_bytes_ = 0;
};

}  // namespace surgeflow::archive
