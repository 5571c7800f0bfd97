// SPDX-License-Identifier: Apache-2.0
// Which chunks a dataset has, and the HDF5 calls that pass its filters by.
#include "archive/stored_chunks.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace surgeflow::archive {
namespace {

/// Where a dataset has several, H5Dread is as fast with smaller ones.
constexpr std::size_t kLeastChunkBytes = std::size_t{1} << 16;
/// zlib counts larger ones in parts.
constexpr std::size_t kMostChunkBytes = std::size_t{1} << 30;

/// The only axis that chunks cut; the number of axes where there is none.
std::size_t cut_axis(const Shape& shape, const Shape& chunk) {
  if (shape.empty()) return 0;
  std::size_t cut = shape.size();
  while (cut > 0 && chunk[cut - 1] == shape[cut - 1]) --cut;
  const std::size_t axis = cut > 0 ? cut - 1 : 0;
  const auto before = std::span(chunk).first(axis);
  const bool single = std::ranges::all_of(before, [](std::size_t size) { return size == 1; });
  return single && chunk[axis] <= shape[axis] ? axis : shape.size();
}

std::size_t product(std::span<const std::size_t> sizes) {
  return values_in({sizes.begin(), sizes.end()});
}

bool is_filter(const Handle& properties, unsigned position, H5Z_filter_t filter,
               std::string_view object, unsigned* first_value = nullptr) {
  std::array<unsigned, 8> values{};
  std::size_t count = values.size();
  unsigned flags = 0;
  const H5Z_filter_t seen = require(
      H5Pget_filter2(properties.id(), position, &flags, &count, values.data(), 0, nullptr, nullptr),
      "H5Pget_filter2", object);
  if (first_value != nullptr) *first_value = count > 0 ? values[0] : 0;
  return seen == filter;
}

/// Nothing for filters that are not ours.
std::optional<Packing> packing_of(const Handle& properties, std::size_t element_bytes,
                                  std::string_view object) {
  const int filters = require(H5Pget_nfilters(properties.id()), "H5Pget_nfilters", object);
  Packing packing{.element_bytes = element_bytes, .chunk_bytes = 0, .shuffled = filters == 2};
  unsigned width = 0;
  if (filters != 1 && filters != 2) return std::nullopt;
  if (packing.shuffled &&
      (!is_filter(properties, 0, H5Z_FILTER_SHUFFLE, object, &width) || width != element_bytes)) {
    return std::nullopt;
  }
  const unsigned last = packing.shuffled ? 1 : 0;
  if (!is_filter(properties, last, H5Z_FILTER_DEFLATE, object)) return std::nullopt;
  return packing;
}

Shape chunk_shape(const Handle& properties, std::size_t axes, std::string_view object) {
  if (axes == 0 || H5Pget_layout(properties.id()) != H5D_CHUNKED) return {};
  std::vector<hsize_t> sizes(axes);
  const int seen = require(H5Pget_chunk(properties.id(), static_cast<int>(axes), sizes.data()),
                           "H5Pget_chunk", object);
  return static_cast<std::size_t>(seen) == axes ? Shape(sizes.begin(), sizes.end()) : Shape{};
}

std::size_t element_bytes_of(const Handle& dataset, std::string_view object) {
  const Handle type(H5Dget_type(dataset.id()), kTypeCloser, "H5Dget_type", object);
  return H5Tget_size(type.id());
}

/// How the chunks of a dataset are packed, and which there are.
std::optional<StoredChunks> chunks_of(const Handle& dataset, const Shape& shape,
                                      std::string_view object) {
  const Handle properties(H5Dget_create_plist(dataset.id()), kPropertiesCloser,
                          "H5Dget_create_plist", object);
  const Shape chunk = chunk_shape(properties, shape.size(), object);
  const std::size_t element_bytes = element_bytes_of(dataset, object);
  if (chunk.empty() || element_bytes == 0) return std::nullopt;
  std::optional<Packing> packing = packing_of(properties, element_bytes, object);
  if (!packing) return std::nullopt;
  packing->chunk_bytes = values_in(chunk) * element_bytes;
  if (packing->chunk_bytes < kLeastChunkBytes && chunk != shape) return std::nullopt;
  if (packing->chunk_bytes > kMostChunkBytes) return std::nullopt;
  std::optional<std::vector<ChunkRun>> runs = chunk_runs(shape, chunk);
  if (!runs) return std::nullopt;
  return StoredChunks{.packing = *packing, .runs = std::move(*runs), .packed = {}};
}

}  // namespace

std::optional<std::vector<ChunkRun>> chunk_runs(const Shape& shape, const Shape& chunk) {
  const std::size_t axis = cut_axis(shape, chunk);
  if (axis >= shape.size()) return std::nullopt;
  const std::size_t outer = product(std::span(shape).first(axis));
  const std::size_t row = product(std::span(shape).subspan(axis + 1));
  std::vector<ChunkRun> runs;
  std::vector<hsize_t> corner(shape.size(), 0);
  for (std::size_t n = 0; n < outer && row > 0; ++n) {
    std::size_t rest = n;
    for (std::size_t a = axis; a-- > 0; rest /= shape[a]) corner[a] = rest % shape[a];
    for (std::size_t begin = 0; begin < shape[axis]; begin += chunk[axis]) {
      corner[axis] = begin;
      runs.push_back({.corner = corner,
                      .first = (n * shape[axis] + begin) * row,
                      .count = std::min(chunk[axis], shape[axis] - begin) * row});
    }
  }
  return runs;
}

std::optional<StoredChunks> read_chunks(const Handle& dataset, const Shape& shape,
                                        std::string_view object) {
  std::optional<StoredChunks> chunks = chunks_of(dataset, shape, object);
  if (!chunks) return std::nullopt;
  const std::size_t most = most_packed_bytes(chunks->packing.chunk_bytes);
  for (const ChunkRun& run : chunks->runs) {
    hsize_t bytes = 0;
    require(H5Dget_chunk_storage_size(dataset.id(), run.corner.data(), &bytes),
            "H5Dget_chunk_storage_size", object);
    if (bytes == 0 || bytes > most) return std::nullopt;
    std::vector<std::byte>& packed = chunks->packed.emplace_back(bytes);
    std::uint32_t skipped_filters = 0;
    require(H5Dread_chunk(dataset.id(), H5P_DEFAULT, run.corner.data(), &skipped_filters,
                          packed.data()),
            "H5Dread_chunk", object);
    if (skipped_filters != 0) return std::nullopt;
  }
  return chunks;
}

void write_chunks(const Handle& dataset, const StoredChunks& chunks, std::string_view object) {
  for (std::size_t n = 0; n < chunks.runs.size(); ++n) {
    const std::vector<std::byte>& packed = chunks.packed[n];
    require(H5Dwrite_chunk(dataset.id(), H5P_DEFAULT, 0, chunks.runs[n].corner.data(),
                           packed.size(), packed.data()),
            "H5Dwrite_chunk", object);
  }
}

}  // namespace surgeflow::archive
