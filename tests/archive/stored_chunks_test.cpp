// SPDX-License-Identifier: Apache-2.0
// Chunks packed and unpacked beside HDF5 are those that HDF5 packs and unpacks.
#include "archive/stored_chunks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "archive/crew.hpp"
#include "archive/fetched_datasets.hpp"
#include "archive/file_surgery.hpp"
#include "archive/folder_content.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "support/temporary_folder.hpp"

namespace surgeflow::archive {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class T>
std::vector<T> small_counts(std::size_t count) {
  std::vector<T> values(count);
  for (std::size_t n = 0; n < count; ++n) values[n] = static_cast<T>(n * n % 251 % 17);
  return values;
}

template <class T>
std::span<const std::byte> bytes_of(const std::vector<T>& values) {
  return std::as_bytes(std::span(values));
}

/// How HDF5 is to store a dataset.
struct Layout {
  Shape chunk = {};  ///< empty: contiguous
  bool shuffle = false;
  bool deflate = false;
  bool checksums = false;  ///< of HDF5
};

Handle layout_properties(const Layout& layout) {
  Handle properties(H5Pcreate(H5P_DATASET_CREATE), kPropertiesCloser, "H5Pcreate", "x");
  if (layout.chunk.empty()) return properties;
  const std::vector<hsize_t> sizes(layout.chunk.begin(), layout.chunk.end());
  require(H5Pset_chunk(properties.id(), static_cast<int>(sizes.size()), sizes.data()),
          "H5Pset_chunk", "x");
  if (layout.checksums) require(H5Pset_fletcher32(properties.id()), "H5Pset_fletcher32", "x");
  if (layout.shuffle) require(H5Pset_shuffle(properties.id()), "H5Pset_shuffle", "x");
  if (layout.deflate) require(H5Pset_deflate(properties.id(), 4), "H5Pset_deflate", "x");
  return properties;
}

/// By HDF5 alone.
template <class T>
Handle write_plainly(const Handle& file, const std::vector<T>& values, const Shape& shape,
                     const Layout& layout) {
  const std::vector<hsize_t> sizes(shape.begin(), shape.end());
  const Handle space(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr),
                     kSpaceCloser, "H5Screate_simple", "x");
  const Handle properties = layout_properties(layout);
  Handle dataset(H5Dcreate2(file.id(), "x", ElementType<T>::stored(), space.id(), H5P_DEFAULT,
                            properties.id(), H5P_DEFAULT),
                 kDatasetCloser, "H5Dcreate2", "x");
  if (!values.empty()) {
    require(H5Dwrite(dataset.id(), ElementType<T>::memory(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                     values.data()),
            "H5Dwrite", "x");
  }
  require(H5Dflush(dataset.id()), "H5Dflush", "x");
  return dataset;
}

Handle new_file(const std::filesystem::path& path) {
  return Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), kFileCloser,
                "H5Fcreate", "x");
}

std::vector<std::size_t> firsts(const std::optional<std::vector<ChunkRun>>& runs) {
  std::vector<std::size_t> firsts;
  for (const ChunkRun& run : runs.value()) firsts.push_back(run.first);
  return firsts;
}

TEST(ChunkRuns, AreRowsOfAPanel) {
  const auto runs = chunk_runs({5, 3}, {2, 3});
  EXPECT_THAT(firsts(runs), ElementsAre(0, 6, 12));
  EXPECT_EQ(runs->back().count, 3u);
  EXPECT_THAT(runs->back().corner, ElementsAre(4, 0));
}

TEST(ChunkRuns, BeginAnewWithEachPanel) {
  const auto runs = chunk_runs({2, 5, 3}, {1, 3, 3});
  EXPECT_THAT(firsts(runs), ElementsAre(0, 9, 15, 24));
  EXPECT_EQ((*runs)[1].count, 6u);
  EXPECT_THAT((*runs)[3].corner, ElementsAre(1, 3, 0));
}

TEST(ChunkRuns, AreOneForAllInOneChunk) {
  EXPECT_THAT(firsts(chunk_runs({4}, {4})), ElementsAre(0));
  EXPECT_THAT(firsts(chunk_runs({3, 4}, {3, 4})), ElementsAre(0));
}

TEST(ChunkRuns, AreNoneWhereChunksCutTwoAxesOrAreLonger) {
  EXPECT_FALSE(chunk_runs({4, 6}, {2, 3}));
  EXPECT_FALSE(chunk_runs({4, 6}, {5, 6}));
  EXPECT_FALSE(chunk_runs({4, 6}, {4, 8}));
  EXPECT_FALSE(chunk_runs({}, {}));
}

template <class T>
class PackedAsByHdf5 : public ::testing::Test {};
using Stored = ::testing::Types<std::uint8_t, std::int32_t, std::int64_t, double>;
TYPED_TEST_SUITE(PackedAsByHdf5, Stored);

TYPED_TEST(PackedAsByHdf5, InWholeChunksAndAtTheEnd) {
  const testing::TemporaryFolder folder;
  const Hdf5Session session;
  const auto values = small_counts<TypeParam>(100'000);
  const Layout layout{.chunk = {40'000, 2}, .shuffle = true, .deflate = true};
  const Handle file = new_file(folder / "x.h5");
  const Handle dataset = write_plainly(file, values, {50'000, 2}, layout);
  const auto stored = read_chunks(dataset, {50'000, 2}, "x");
  ASSERT_TRUE(stored);
  ChunkPacker packer;
  for (std::size_t n = 0; n < stored->runs.size(); ++n) {
    const ChunkRun& run = stored->runs[n];
    const std::span own = std::span(values).subspan(run.first, run.count);
    EXPECT_EQ(packer.pack(std::as_bytes(own), stored->packing, nullptr, 4), stored->packed[n]);
  }
  std::vector<TypeParam> unpacked(values.size());
  EXPECT_EQ(unpack(*stored, std::as_writable_bytes(std::span(unpacked)), packer), Unpacked::whole);
  EXPECT_EQ(unpacked, values);
}

class ChunkPacking : public ::testing::Test {
 protected:
  Unpacked unpack(std::span<const std::byte> packed) {
    return packer_.unpack(packed, packing_, std::as_writable_bytes(std::span(unpacked_)));
  }
  std::vector<std::byte> pack(std::size_t count) {
    const Packing packing{.element_bytes = 4, .chunk_bytes = 4 * count};
    return packer_.pack(bytes_of(small_counts<std::int32_t>(count)), packing, nullptr, 4);
  }

  ChunkPacker packer_;
  Packing packing_{.element_bytes = 4, .chunk_bytes = 4000};
  std::vector<std::int32_t> unpacked_ = std::vector<std::int32_t>(1000);
};

TEST_F(ChunkPacking, FillsAChunkUp) {
  const std::vector<std::int32_t> values{1, -2};
  const std::int32_t fill = 7;
  ASSERT_EQ(unpack(packer_.pack(bytes_of(values), packing_, &fill, 4)), Unpacked::whole);
  EXPECT_EQ(unpacked_[1], -2);
  EXPECT_EQ(std::ranges::count(unpacked_, 7), 998);
}

TEST_F(ChunkPacking, SaysWhatIsNotWhole) {
  const std::vector<std::byte> packed = pack(1000);
  EXPECT_EQ(unpack(std::span(packed).first(packed.size() / 2)), Unpacked::damaged);
  std::vector<std::byte> rotten = packed;
  rotten[rotten.size() / 2] ^= std::byte{0x10};
  EXPECT_EQ(unpack(rotten), Unpacked::damaged);
  EXPECT_EQ(unpack({}), Unpacked::damaged);
  EXPECT_EQ(unpack(packed), Unpacked::whole);
}

TEST_F(ChunkPacking, SaysThatAStreamIsShorterOrLonger) {
  EXPECT_EQ(unpack(pack(999)), Unpacked::of_other_length);
  EXPECT_EQ(unpack(pack(1001)), Unpacked::of_other_length);
}

TEST(Crew, DoesEachTaskOnceAndSaysWhatFailedFirst) {
  for (const int threads : {0, 1, 4}) {
    Crew crew(threads);
    std::vector<int> done(100, 0);
    crew.share(done.size(), [&](std::size_t n, ChunkPacker&) { ++done[n]; });
    EXPECT_EQ(std::ranges::count(done, 1), 100);
    try {
      crew.share(100, [](std::size_t n, ChunkPacker&) {
        if (n % 30 == 29) throw std::runtime_error(std::to_string(n));
      });
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "29");
    }
  }
}

/// Three chunks of whole rows, the last one not full.
constexpr std::size_t kRows = 3000;
constexpr std::size_t kColumns = 200;

std::vector<std::byte> panels_on(int threads) {
  const Hdf5Session session;
  Hdf5Writer file("x.h5", Compression::small, threads);
  const std::vector<Axis> axes{{"row", kRows}, {"column", kColumns}};
  file.write<std::int32_t>("row", small_counts<std::int32_t>(kRows), {axes[0]}, {"1", "row"});
  file.write<std::int32_t>("column", small_counts<std::int32_t>(kColumns), {axes[1]},
                           {"1", "column"});
  file.write<std::int32_t>("counts", small_counts<std::int32_t>(kRows * kColumns), axes,
                           {"1", "counts"});
  file.write<std::int64_t>("totals", small_counts<std::int64_t>(kRows * kColumns), axes,
                           {"1", "totals"});
  file.write<double>("shares", small_counts<double>(kRows * kColumns), axes, {"1", "shares"});
  file.make_group("checksums");
  for (const auto& [path, checksum] : file.checksums()) file.set("checksums", path, checksum);
  return file.finish();
}

class StoredPanels : public ::testing::Test {
 protected:
  void put(std::span<const std::byte> bytes) {
    testing::put_bytes(path_,
                       std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  template <class Action>
  std::string refusal(Action action) {
    try {
      const Hdf5Session session;
      reading(Hdf5Reader(path_, "a file of panels"), action);
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing was refused";
  }
  /// Puts bytes in the place of a chunk of the counts.
  void put_chunk(const std::vector<std::byte>& packed) {
    const Hdf5Session session;
    const Handle file = testing::open_for_surgery(path_);
    const Handle dataset(H5Dopen2(file.id(), "counts", H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                         "counts");
    const hsize_t corner[] = {0, 0};
    require(H5Dwrite_chunk(dataset.id(), H5P_DEFAULT, 0, corner, packed.size(), packed.data()),
            "H5Dwrite_chunk", "counts");
  }

  testing::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "x.h5";
};

TEST_F(StoredPanels, AreTheSameBytesOnAnyNumberOfThreads) {
  const std::vector<std::byte> alone = panels_on(1);
  EXPECT_TRUE(panels_on(2) == alone);
  EXPECT_TRUE(panels_on(5) == alone);
}

TEST_F(StoredPanels, WithoutValuesHaveAChecksum) {
  const Hdf5Session session;
  Hdf5Writer file("x.h5");
  file.write<std::int32_t>("none", {}, {{"none", 0}}, {"1", "nothing"});
  EXPECT_EQ(file.checksums().at("none"), content_sha256(std::span<const std::int32_t>(), {0}));
}

TEST_F(StoredPanels, AreReadAsWritten) {
  put(panels_on(2));
  const Hdf5Session session;
  for (const int threads : {0, 1, 3}) {
    Hdf5Reader file(path_, "a file of panels");
    file.remember_checksums();
    if (threads > 0) {
      file.fetch(std::vector<std::string>{"counts", "totals", "shares", "row", "none"}, threads);
    }
    const Shape shape{kRows, kColumns};
    EXPECT_TRUE(file.read<std::int32_t>("counts", shape) ==
                small_counts<std::int32_t>(kRows * kColumns));
    EXPECT_TRUE(file.read<std::int64_t>("totals", shape) ==
                small_counts<std::int64_t>(kRows * kColumns));
    EXPECT_TRUE(file.read<double>("shares", shape) == small_counts<double>(kRows * kColumns));
    EXPECT_TRUE(file.read<std::int32_t>("counts", shape) ==
                small_counts<std::int32_t>(kRows * kColumns));
    for (const auto& [dataset, checksum] : file.all_texts("checksums")) {
      EXPECT_EQ(file.content_checksum(dataset), checksum) << dataset;
    }
  }
}

TEST_F(StoredPanels, HoldTheFillValueBeyondTheEnd) {
  put(panels_on(2));
  const Hdf5Session session;
  const Hdf5Reader file(path_, "a file of panels");
  const Handle dataset(H5Dopen2(file.id(), "shares", H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                       "shares");
  const auto chunks = read_chunks(dataset, {kRows, kColumns}, "shares");
  ASSERT_TRUE(chunks);
  std::vector<double> chunk(chunks->packing.chunk_bytes / sizeof(double));
  ChunkPacker packer;
  ASSERT_EQ(packer.unpack(chunks->packed.back(), chunks->packing,
                          std::as_writable_bytes(std::span(chunk))),
            Unpacked::whole);
  EXPECT_LT(chunks->runs.back().count, chunk.size());
  EXPECT_TRUE(std::isnan(chunk.back()));
}

TEST_F(StoredPanels, OfAnotherTypeAreRefusedThoughTheyWereFetched) {
  put(panels_on(1));
  EXPECT_THAT(refusal([](const Hdf5Reader& file) {
                file.fetch(std::vector<std::string>{"counts"}, 1);
                return file.read<std::int64_t>("counts", {kRows, kColumns});
              }),
              AllOf(HasSubstr("counts"), HasSubstr("values of type int32")));
}

TEST_F(StoredPanels, OfOtherLayoutsAreReadByHdf5) {
  const auto values = small_counts<std::int32_t>(kRows * kColumns);
  const Shape shape{kRows, kColumns};
  for (const Layout& layout :
       {Layout{}, Layout{.chunk = {1000, kColumns}},
        Layout{.chunk = {1000, kColumns}, .deflate = true},
        Layout{.chunk = {1000, kColumns}, .shuffle = true, .deflate = true, .checksums = true},
        Layout{.chunk = {1000, 30}, .shuffle = true, .deflate = true},
        Layout{.chunk = {10, kColumns}, .shuffle = true, .deflate = true}}) {
    const Hdf5Session session;
    { (void)write_plainly(new_file(path_), values, shape, layout); }
    const Hdf5Reader file(path_, "a file of panels");
    file.fetch(std::vector<std::string>{"x"}, 2);
    EXPECT_TRUE(file.read<std::int32_t>("x", shape) == values);
  }
}

TEST_F(StoredPanels, ThatWereNeverWrittenAreZeros) {
  const Hdf5Session session;
  const Shape shape{kRows, kColumns};
  {
    (void)write_plainly<std::int32_t>(
        new_file(path_), {}, shape, {.chunk = {1000, kColumns}, .shuffle = true, .deflate = true});
  }
  const Hdf5Reader file(path_, "a file of panels");
  file.fetch(std::vector<std::string>{"x"}, 2);
  EXPECT_TRUE(file.read<std::int32_t>("x", shape) == std::vector<std::int32_t>(kRows * kColumns));
}

TEST_F(StoredPanels, WithARottenChunkAreRefused) {
  for (const bool fetches : {false, true}) {
    put(panels_on(1));
    put_chunk(std::vector<std::byte>(100, std::byte{0x78}));
    EXPECT_THAT(
        refusal([&](const Hdf5Reader& file) {
          if (fetches) file.fetch(std::vector<std::string>{"counts"}, 2);
          return file.read<std::int32_t>("counts", {kRows, kColumns});
        }),
        AllOf(HasSubstr("counts"), HasSubstr("HDF5 can not read it"), HasSubstr("damaged")));
  }
}

TEST_F(StoredPanels, WithAShortOrALongChunkAreRefused) {
  for (const std::size_t bytes : {std::size_t{16}, std::size_t{2'000'000}}) {
    put(panels_on(1));
    ChunkPacker packer;
    put_chunk(packer.pack(std::vector<std::byte>(bytes), {.element_bytes = 4, .chunk_bytes = bytes},
                          nullptr, 4));
    EXPECT_THAT(refusal([&](const Hdf5Reader& file) {
                  file.fetch(std::vector<std::string>{"counts"}, 2);
                  return file.read<std::int32_t>("counts", {kRows, kColumns});
                }),
                AllOf(HasSubstr("counts"), HasSubstr("unpacks to another length")));
  }
}

}  // namespace
}  // namespace surgeflow::archive
