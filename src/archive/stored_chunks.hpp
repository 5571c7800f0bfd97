// SPDX-License-Identifier: Apache-2.0
// Datasets chunk by chunk, packed as they lie in the file.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "archive/checksum.hpp"
#include "archive/chunk_packing.hpp"
#include "archive/hdf5_handle.hpp"

namespace surgeflow::archive {

/// The values of a chunk, which are one run of those of its dataset in row-major order.
struct ChunkRun {
  std::vector<hsize_t> corner;  ///< index of its first value, by axis
  std::size_t first = 0;        ///< the same counted in values
  std::size_t count = 0;        ///< fewer than a chunk has at the end of an axis
};

/// The chunks of a dataset in row-major order; nothing where they are no runs, because they cut
/// more than one axis, or are longer than one.
[[nodiscard]] std::optional<std::vector<ChunkRun>> chunk_runs(const Shape& shape,
                                                              const Shape& chunk);

struct StoredChunks {
  Packing packing;
  std::vector<ChunkRun> runs;
  std::vector<std::vector<std::byte>> packed;  ///< [run]
};

/// Reads the chunks of a dataset without unpacking them. Nothing where H5Dread has to: another
/// layout, other filters, many small chunks, chunks that were never written. Throws Hdf5Error.
[[nodiscard]] std::optional<StoredChunks> read_chunks(const Handle& dataset, const Shape& shape,
                                                      std::string_view object);

/// Writes them into a dataset of such chunks.
void write_chunks(const Handle& dataset, const StoredChunks& chunks, std::string_view object);

}  // namespace surgeflow::archive
