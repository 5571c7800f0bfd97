// SPDX-License-Identifier: Apache-2.0
// Chunks of many datasets, each a task.
#include "archive/fetched_datasets.hpp"

#include "archive/crew.hpp"
#include "archive/hdf5_types.hpp"

namespace surgeflow::archive {
namespace {

template <class T>
bool is_of(hid_t type) {
  return H5Tequal(type, ElementType<T>::stored()) > 0;
}

/// Room for all of its values. Memory that is touched first costs as much as unpacking into it.
void make_room(Fetching& dataset) {
  std::visit([&](auto& values) { values.resize(values_in(dataset.shape)); }, dataset.values);
}

std::span<std::byte> bytes_of(Numbers& numbers) {
  return std::visit([](auto& values) { return std::as_writable_bytes(std::span(values)); },
                    numbers);
}

struct ChunkTask {
  std::size_t dataset;
  std::size_t chunk;
};

/// One of its chunks into its place.
Unpacked unpack_one(const StoredChunks& chunks, std::size_t chunk, std::span<std::byte> values,
                    ChunkPacker& packer) {
  const ChunkRun& run = chunks.runs[chunk];
  const std::size_t width = chunks.packing.element_bytes;
  return packer.unpack(chunks.packed[chunk], chunks.packing,
                       values.subspan(run.first * width, run.count * width));
}

std::string checksum_of(const Fetching& dataset) {
  return std::visit(
      [&]<class T>(const std::vector<T>& values) {
        return content_sha256<T>(values, dataset.shape);
      },
      dataset.values);
}

}  // namespace

std::optional<Numbers> numbers_of(hid_t type) {
  if (is_of<std::uint8_t>(type)) return std::vector<std::uint8_t>{};
  if (is_of<std::int32_t>(type)) return std::vector<std::int32_t>{};
  if (is_of<std::int64_t>(type)) return std::vector<std::int64_t>{};
  if (is_of<double>(type)) return std::vector<double>{};
  return std::nullopt;
}

Unpacked unpack(const StoredChunks& chunks, std::span<std::byte> values, ChunkPacker& packer) {
  for (std::size_t n = 0; n < chunks.runs.size(); ++n) {
    const Unpacked state = unpack_one(chunks, n, values, packer);
    if (state != Unpacked::whole) return state;
  }
  return Unpacked::whole;
}

void unpack(std::span<Fetching> datasets, Hashing hashing, int threads) {
  std::vector<ChunkTask> tasks;
  for (std::size_t n = 0; n < datasets.size(); ++n) {
    for (std::size_t c = 0; c < datasets[n].chunks.runs.size(); ++c) tasks.push_back({n, c});
  }
  std::vector<Unpacked> states(tasks.size());
  Crew crew(threads);
  crew.share(datasets.size(), [&](std::size_t n, ChunkPacker&) { make_room(datasets[n]); });
  crew.share(tasks.size(), [&](std::size_t n, ChunkPacker& packer) {
    Fetching& dataset = datasets[tasks[n].dataset];
    states[n] = unpack_one(dataset.chunks, tasks[n].chunk, bytes_of(dataset.values), packer);
  });
  for (std::size_t n = 0; n < tasks.size(); ++n) {
    if (states[n] != Unpacked::whole) datasets[tasks[n].dataset].state = states[n];
  }
  if (hashing == Hashing::none) return;
  crew.share(datasets.size(), [&](std::size_t n, ChunkPacker&) {
    if (datasets[n].state == Unpacked::whole) datasets[n].checksum = checksum_of(datasets[n]);
  });
}

}  // namespace surgeflow::archive
