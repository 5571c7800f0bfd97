// SPDX-License-Identifier: Apache-2.0
// Datasets that were read at once, on several threads, until somebody asks for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "archive/stored_chunks.hpp"

namespace surgeflow::archive {

/// The values of a dataset of one of the types of numbers that Hdf5Writer writes.
using Numbers = std::variant<std::vector<std::uint8_t>, std::vector<std::int32_t>,
                             std::vector<std::int64_t>, std::vector<double>>;

/// No values of an HDF5 type; nothing for another one.
[[nodiscard]] std::optional<Numbers> numbers_of(hid_t type);

/// A dataset as it lies in the file, and its values.
struct Fetching {
  std::string path;
  Shape shape;
  StoredChunks chunks;
  Numbers values;
  Unpacked state = Unpacked::whole;  ///< of the last chunk that is not whole
  std::string checksum = {};         ///< of its content, where it was asked for
};

enum class Hashing { none, all };

/// Unpacks a dataset's chunks into its values.
[[nodiscard]] Unpacked unpack(const StoredChunks& chunks, std::span<std::byte> values,
                              ChunkPacker& packer);

/// Unpacks all chunks of all datasets, and computes checksums of their content.
void unpack(std::span<Fetching> datasets, Hashing hashing, int threads);

}  // namespace surgeflow::archive
