// SPDX-License-Identifier: Apache-2.0
// The HDF5 calls behind Hdf5Writer.
#include "archive/hdf5_writer.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "archive/hdf5_types.hpp"

namespace surgeflow::archive {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
constexpr std::size_t kGrowthBytes = std::size_t{1} << 20;
/// Fewer are packed sooner than threads are woken.
constexpr std::size_t kLeastSharedBytes = std::size_t{1} << 18;

Shape shape_of(const std::vector<Axis>& axes) {
  Shape shape;
  for (const Axis& axis : axes) shape.push_back(axis.size);
  return shape;
}

Handle make_space(const std::vector<Axis>& axes, std::string_view object) {
  const Shape shape = shape_of(axes);
  if (shape.empty()) {
    return Handle(H5Screate(H5S_SCALAR), kSpaceCloser, "H5Screate", object);
  }
  const std::vector<hsize_t> sizes(shape.begin(), shape.end());
  std::vector<hsize_t> limits = sizes;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    // Chunks must fit an axis of fixed length, so an empty one is made extensible.
    if (axes[axis].length == AxisLength::extensible || sizes[axis] == 0) {
      limits[axis] = H5S_UNLIMITED;
    }
  }
  return Handle(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), limits.data()),
                kSpaceCloser, "H5Screate_simple", object);
}

/// About a mebibyte: the last axes whole as far as they fit, a part of the one before.
std::vector<hsize_t> chunk_of(const Shape& shape, std::size_t element_bytes) {
  std::vector<hsize_t> chunk(shape.size(), 1);
  std::size_t room = std::max<std::size_t>(kChunkBytes / element_bytes, 1);
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    chunk[axis] = std::clamp<std::size_t>(shape[axis], 1, room);
    room = std::max<std::size_t>(room / chunk[axis], 1);
  }
  return chunk;
}

int deflate_level(Compression compression) { return compression == Compression::small ? 4 : 1; }

/// Without times, because two equal runs are to give equal files.
Handle dataset_properties(const Shape& shape, std::size_t element_bytes, Compression compression,
                          std::string_view object) {
  Handle properties(H5Pcreate(H5P_DATASET_CREATE), kPropertiesCloser, "H5Pcreate", object);
  require(H5Pset_obj_track_times(properties.id(), false), "H5Pset_obj_track_times", object);
  if (shape.empty()) return properties;
  const std::vector<hsize_t> chunk = chunk_of(shape, element_bytes);
  require(H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()),
          "H5Pset_chunk", object);
  require(H5Pset_shuffle(properties.id()), "H5Pset_shuffle", object);
  require(H5Pset_deflate(properties.id(), static_cast<unsigned>(deflate_level(compression))),
          "H5Pset_deflate", object);
  return properties;
}

/// "/" is the group that `here` is, the root of the file or one that was entered.
Handle open_object(hid_t here, const std::string& path, std::string_view object) {
  return Handle(H5Oopen(here, path == "/" ? "." : path.c_str(), H5P_DEFAULT), kObjectCloser,
                "H5Oopen", object);
}

void write_attribute(const Handle& owner, const std::string& name, hid_t stored, hid_t memory,
                     const Handle& space, const void* value, std::string_view object) {
  Handle attribute(
      H5Acreate2(owner.id(), name.c_str(), stored, space.id(), H5P_DEFAULT, H5P_DEFAULT),
      kAttributeCloser, "H5Acreate2", object);
  require(H5Awrite(attribute.id(), memory, value), "H5Awrite", object);
  attribute.close(object);
}

}  // namespace

Hdf5Writer::Hdf5Writer(std::string name, Compression compression, int threads)
    : name_(std::move(name)), compression_(compression), crew_(threads) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), kPropertiesCloser, "H5Pcreate", name_);
  require(H5Pset_fapl_core(access.id(), kGrowthBytes, false), "H5Pset_fapl_core", name_);
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), kPropertiesCloser, "H5Pcreate", name_);
  require(H5Pset_obj_track_times(creation.id(), false), "H5Pset_obj_track_times", name_);
  file_ = Handle(H5Fcreate(name_.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), kFileCloser,
                 "H5Fcreate", name_);
}

std::string Hdf5Writer::described(std::string_view path) const {
  return fmt::format("{}:/{}{}", name_, entered_, path);
}

void Hdf5Writer::enter(const std::string& group) {
  if (!entered_.empty()) group_.close(described(""));
  entered_.clear();
  checksums_.clear();
  if (group.empty()) return;
  make_group(group);
  group_ = Handle(H5Gopen2(file_.id(), group.c_str(), H5P_DEFAULT), kGroupCloser, "H5Gopen2",
                  described(group));
  entered_ = group + "/";
}

void Hdf5Writer::make_group(const std::string& path) {
  const std::string object = described(path);
  const Handle creation(H5Pcreate(H5P_GROUP_CREATE), kPropertiesCloser, "H5Pcreate", object);
  require(H5Pset_obj_track_times(creation.id(), false), "H5Pset_obj_track_times", object);
  Handle group(H5Gcreate2(here(), path.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
               kGroupCloser, "H5Gcreate2", object);
  group.close(object);
}

template <class T>
void Hdf5Writer::write(const std::string& path, std::span<const T> values,
                       const std::vector<Axis>& axes, Label label) {
  const Shape shape = shape_of(axes);
  if (values_in(shape) != values.size()) {
    throw std::invalid_argument(fmt::format("{}: {} values for shape {}", described(path),
                                            values.size(), shape_text(shape)));
  }
  // No number but a real one has a value that can mean "unknown".
  constexpr bool kMayBeUnknown = std::is_same_v<T, double>;
  write_dataset(
      path,
      {ElementType<T>::stored(), ElementType<T>::memory(), sizeof(T), values.data(),
       kMayBeUnknown ? &kUnknown : nullptr, [&] { return content_sha256(values, shape); }},
      axes, label);
  if constexpr (kMayBeUnknown) set(path, "_FillValue", kUnknown);
}

template <class T>
void Hdf5Writer::declare(const std::string& path, const std::vector<Axis>& axes, Label label) {
  write_dataset(
      path, {ElementType<T>::stored(), ElementType<T>::memory(), sizeof(T), nullptr, nullptr, {}},
      axes, label);
}

template void Hdf5Writer::declare<std::int32_t>(const std::string&, const std::vector<Axis>&,
                                                Label);
template void Hdf5Writer::declare<std::int64_t>(const std::string&, const std::vector<Axis>&,
                                                Label);

Handle Hdf5Writer::open_dataset(const std::string& path) const {
  return Handle(H5Dopen2(here(), path.c_str(), H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                described(path));
}

template void Hdf5Writer::write(const std::string&, std::span<const std::uint8_t>,
                                const std::vector<Axis>&, Label);
template void Hdf5Writer::write(const std::string&, std::span<const std::int32_t>,
                                const std::vector<Axis>&, Label);
template void Hdf5Writer::write(const std::string&, std::span<const std::int64_t>,
                                const std::vector<Axis>&, Label);
template void Hdf5Writer::write(const std::string&, std::span<const double>,
                                const std::vector<Axis>&, Label);

void Hdf5Writer::write_text(const std::string& path, std::span<const std::string> texts,
                            const std::vector<Axis>& axes, Label label) {
  std::size_t width = 1;
  for (const std::string& text : texts) width = std::max(width, text.size());
  if (width > kMaxTextBytes / std::max<std::size_t>(texts.size(), 1)) {
    Diagnostic finding;
    finding.place.file = name_;
    finding.place.column = path;
    finding.seen = fmt::format("{} texts, the longest of {} bytes", texts.size(), width);
    finding.allowed = fmt::format("{} bytes in all, at the longest's width", kMaxTextBytes);
    finding.remedy = "shorten the longest ones";
    throw InputError(std::move(finding));
  }
  std::string padded(width * texts.size(), '\0');
  for (std::size_t n = 0; n < texts.size(); ++n) texts[n].copy(padded.data() + n * width, width);
  const Handle type = text_type(width, described(path));
  write_dataset(path,
                {type.id(), type.id(), width, padded.data(), nullptr,
                 [&] { return content_sha256(texts, shape_of(axes)); }},
                axes, label);
  set(path, "_Encoding", "utf-8");
}

void Hdf5Writer::write_dataset(const std::string& path, const Content& content,
                               const std::vector<Axis>& axes, Label label) {
  const std::string object = described(path);
  const Shape shape = shape_of(axes);
  const Handle space = make_space(axes, object);
  const Handle properties = dataset_properties(shape, content.element_bytes, compression_, object);
  if (content.fill != nullptr) {
    require(H5Pset_fill_value(properties.id(), content.memory_type, content.fill),
            "H5Pset_fill_value", object);
  }
  Handle dataset(H5Dcreate2(here(), path.c_str(), content.stored_type, space.id(), H5P_DEFAULT,
                            properties.id(), H5P_DEFAULT),
                 kDatasetCloser, "H5Dcreate2", object);
  const StoredChunks chunks = pack(path, content, shape);
  if (shape.empty() && content.checksum) {
    require(
        H5Dwrite(dataset.id(), content.memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, content.values),
        "H5Dwrite", object);
  }
  attach_axes(path, dataset.id(), axes);
  write_chunks(dataset, chunks, object);
  dataset.close(object);
  set(path, "units", label.units);
  set(path, "long_name", label.long_name);
}

StoredChunks Hdf5Writer::pack(const std::string& path, const Content& content, const Shape& shape) {
  if (!content.checksum) return {};
  const std::size_t width = content.element_bytes;
  const std::span values(static_cast<const std::byte*>(content.values), values_in(shape) * width);
  StoredChunks chunks;
  if (!shape.empty() && !values.empty()) {
    const std::vector<hsize_t> chunk = chunk_of(shape, width);
    const Shape chunk_shape(chunk.begin(), chunk.end());
    chunks.packing = {.element_bytes = width, .chunk_bytes = values_in(chunk_shape) * width};
    chunks.runs = chunk_runs(shape, chunk_shape).value();
    chunks.packed.resize(chunks.runs.size());
  }
  const int level = deflate_level(compression_);
  std::string& checksum = checksums_[path];
  const auto task = [&](std::size_t n, ChunkPacker& packer) {
    if (n == 0) {
      checksum = content.checksum();
      return;
    }
    const ChunkRun& run = chunks.runs[n - 1];
    const auto own = values.subspan(run.first * width, run.count * width);
    chunks.packed[n - 1] = packer.pack(own, chunks.packing, content.fill, level);
  };
  const std::size_t tasks = 1 + chunks.runs.size();
  if (values.size() < kLeastSharedBytes) {
    crew_.do_alone(tasks, task);
  } else {
    crew_.share(tasks, task);
  }
  return chunks;
}

void Hdf5Writer::attach_axes(const std::string& path, hid_t dataset,
                             const std::vector<Axis>& axes) {
  const std::string object = described(path);
  if (axes.size() == 1 && axes[0].scale == path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    require(H5DSset_scale(dataset, name.c_str()), "H5DSset_scale", object);
    return;
  }
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    const Handle scale = open_dataset(axes[axis].scale);
    require(H5DSattach_scale(dataset, scale.id(), static_cast<unsigned>(axis)), "H5DSattach_scale",
            object);
  }
}

void Hdf5Writer::set(const std::string& object, const std::string& name, std::string_view text) {
  const std::string where = described(object);
  const Handle owner = open_object(here(), object, where);
  const Handle type = text_type(H5T_VARIABLE, where);
  const std::string terminated(text);
  const char* value = terminated.c_str();
  write_attribute(owner, name, type.id(), type.id(), make_space({}, where), &value, where);
}

void Hdf5Writer::set(const std::string& object, const std::string& name,
                     const std::vector<std::string>& texts) {
  const std::string where = described(object);
  const Handle owner = open_object(here(), object, where);
  const Handle type = text_type(H5T_VARIABLE, where);
  std::vector<const char*> values;
  for (const std::string& text : texts) values.push_back(text.c_str());
  write_attribute(owner, name, type.id(), type.id(), make_space({{"", texts.size()}}, where),
                  values.data(), where);
}

void Hdf5Writer::set(const std::string& object, const std::string& name, std::int64_t number) {
  set_numeric(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, &number);
}

void Hdf5Writer::set(const std::string& object, const std::string& name, double number) {
  set_numeric(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &number);
}

void Hdf5Writer::set_numeric(const std::string& object, const std::string& name, hid_t stored_type,
                             hid_t memory_type, const void* value) {
  const std::string where = described(object);
  const Handle owner = open_object(here(), object, where);
  write_attribute(owner, name, stored_type, memory_type, make_space({}, where), value, where);
}

std::vector<std::byte> Hdf5Writer::finish() {
  require(H5Fflush(file_.id(), H5F_SCOPE_LOCAL), "H5Fflush", name_);
  const ssize_t bytes =
      require(H5Fget_file_image(file_.id(), nullptr, 0), "H5Fget_file_image", name_);
  std::vector<std::byte> image(static_cast<std::size_t>(bytes));
  require(H5Fget_file_image(file_.id(), image.data(), image.size()), "H5Fget_file_image", name_);
  file_.close(name_);
  return image;
}

}  // namespace surgeflow::archive
