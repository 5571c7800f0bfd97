// SPDX-License-Identifier: Apache-2.0
// The HDF5 calls behind Hdf5Reader.
#include "archive/hdf5_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archive/hdf5_types.hpp"

namespace surgeflow::archive {
namespace {

namespace fs = std::filesystem;

/// More than the lane table of the largest case; a shape beyond it is damage, not data.
constexpr std::size_t kMaxValues = std::size_t{1} << 33;

/// Less is read as soon by `read`.
constexpr std::size_t kLeastFetchedBytes = std::size_t{1} << 18;

constexpr std::string_view kWholeFileRemedy =
    "the file is damaged or from elsewhere: copy it again, or write it again with surgeflow plan";

std::vector<std::string> fixed_texts(const std::string& padded, std::size_t width) {
  std::vector<std::string> texts;
  texts.reserve(padded.size() / width);
  for (std::size_t begin = 0; begin < padded.size(); begin += width) {
    const std::string_view cell(padded.data() + begin, width);
    const std::size_t last = cell.find_last_not_of('\0');
    texts.emplace_back(cell.substr(0, last == std::string_view::npos ? 0 : last + 1));
  }
  return texts;
}

/// "/" is the group whose paths are read.
const char* here(const std::string& object) { return object == "/" ? "." : object.c_str(); }

/// Called by C code, so nothing may be thrown out of it.
herr_t append_name(hid_t, const char* name, const H5A_info_t*, void* names) noexcept try {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
} catch (...) {
  return -1;
}

std::vector<std::string> text_values(const Handle& attribute, const Handle& type, std::size_t count,
                                     std::string_view where) {
  if (H5Tis_variable_str(type.id()) > 0) {
    std::vector<char*> values(count, nullptr);
    require(H5Aread(attribute.id(), type.id(), static_cast<void*>(values.data())), "H5Aread",
            where);
    std::vector<std::string> texts;
    for (char* value : values) {
      texts.emplace_back(value != nullptr ? value : "");
      H5free_memory(value);
    }
    return texts;
  }
  const std::size_t width = H5Tget_size(type.id());
  std::string padded(width * count, '\0');
  require(H5Aread(attribute.id(), type.id(), padded.data()), "H5Aread", where);
  return fixed_texts(padded, width);
}

std::size_t attribute_count(const Handle& attribute, std::string_view where) {
  const Handle space(H5Aget_space(attribute.id()), kSpaceCloser, "H5Aget_space", where);
  return static_cast<std::size_t>(
      require(H5Sget_simple_extent_npoints(space.id()), "H5Sget_simple_extent_npoints", where));
}

}  // namespace

Hdf5Reader::Hdf5Reader(fs::path path, std::string_view kind) : path_(std::move(path)), kind_(kind) {
  std::error_code error;
  const fs::file_status status = fs::status(path_, error);
  if (!fs::exists(status)) refuse("", "there is no such file", kind_, "check the name and folder");
  if (!fs::is_regular_file(status)) refuse("", "this is no ordinary file", kind_);
  try {
    if (require(H5Fis_hdf5(path_.c_str()), "H5Fis_hdf5", path_.string()) == 0) {
      refuse("", "this is no HDF5 file", kind_, std::string(kWholeFileRemedy));
    }
    file_ = Handle(H5Fopen(path_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), kFileCloser, "H5Fopen",
                   path_.string());
  } catch (const Hdf5Error& failure) {
    rethrow(failure);
  }
}

Hdf5Reader::Hdf5Reader(fs::path path, std::string_view kind, const std::string& group)
    : Hdf5Reader(std::move(path), kind) {
  if (group.empty()) return;
  if (!has(group)) refuse(group, "the group is missing", kind_);
  try {
    group_ = Handle(H5Gopen2(file_.id(), group.c_str(), H5P_DEFAULT), kGroupCloser, "H5Gopen2",
                    described(group));
  } catch (const Hdf5Error& failure) {
    rethrow(failure);
  }
  group_name_ = group + "/";
}

void Hdf5Reader::refuse(const std::string& where, std::string seen, std::string allowed,
                        std::string remedy) const {
  Diagnostic finding;
  finding.place.file = path_.string();
  finding.place.column = where.empty() ? where : group_name_ + where;
  finding.seen = std::move(seen);
  finding.allowed = std::move(allowed);
  finding.remedy = std::move(remedy);
  throw InputError(std::move(finding));
}

void Hdf5Reader::rethrow(const Hdf5Error& error) const {
  // HDF5 quotes errno where the system refused, and nowhere else.
  if (error.library_text().find("errno") != std::string::npos) throw Hdf5Error(error);
  const std::string prefix = described("");
  const bool inside = error.object().starts_with(prefix);
  refuse(inside ? error.object().substr(prefix.size()) : "",
         fmt::format("HDF5 can not read it ({})", error.library_text()), kind_,
         std::string(kWholeFileRemedy));
}

std::string Hdf5Reader::described(std::string_view object) const {
  return fmt::format("{}:/{}{}", path_.string(), group_name_, object);
}

bool Hdf5Reader::has(const std::string& object) const {
  for (std::size_t end = object.find('/');; end = object.find('/', end + 1)) {
    const std::string part = object.substr(0, end);
    if (require(H5Lexists(id(), part.c_str(), H5P_DEFAULT), "H5Lexists", described(part)) == 0) {
      return false;
    }
    if (end == std::string::npos) break;
  }
  return require(H5Oexists_by_name(id(), object.c_str(), H5P_DEFAULT), "H5Oexists_by_name",
                 described(object)) > 0;
}

bool Hdf5Reader::has_attribute(const std::string& object, const std::string& name) const {
  if (object != "/" && !has(object)) return false;
  return require(H5Aexists_by_name(id(), here(object), name.c_str(), H5P_DEFAULT),
                 "H5Aexists_by_name", described(object)) > 0;
}

Handle Hdf5Reader::open_dataset(const std::string& dataset) const {
  if (!has(dataset)) {
    refuse(dataset, "the dataset is missing", kind_, std::string(kWholeFileRemedy));
  }
  return Handle(H5Dopen2(id(), dataset.c_str(), H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                described(dataset));
}

Handle Hdf5Reader::dataset_type(const Handle& dataset, const std::string& name) const {
  return Handle(H5Dget_type(dataset.id()), kTypeCloser, "H5Dget_type", described(name));
}

Shape Hdf5Reader::shape(const std::string& dataset) const {
  const std::string where = described(dataset);
  const Handle handle = open_dataset(dataset);
  const Handle space(H5Dget_space(handle.id()), kSpaceCloser, "H5Dget_space", where);
  const int axes =
      require(H5Sget_simple_extent_ndims(space.id()), "H5Sget_simple_extent_ndims", where);
  std::vector<hsize_t> sizes(static_cast<std::size_t>(axes));
  require(H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr), "H5Sget_simple_extent_dims",
          where);
  Shape seen(sizes.begin(), sizes.end());
  std::size_t room = kMaxValues;
  for (const std::size_t size : seen) room /= std::max<std::size_t>(size, 1);
  if (room == 0) {
    refuse(dataset, fmt::format("shape {}", shape_text(seen)),
           fmt::format("at most {} values", kMaxValues), std::string(kWholeFileRemedy));
  }
  return seen;
}

void Hdf5Reader::require_shape(const std::string& dataset, const Shape& expected) const {
  const Shape seen = shape(dataset);
  if (seen == expected) return;
  refuse(dataset, fmt::format("shape {}", shape_text(seen)), shape_text(expected),
         std::string(kWholeFileRemedy));
}

template <class T>
void Hdf5Reader::require_type(const Handle& dataset, const std::string& name) const {
  const Handle type = dataset_type(dataset, name);
  if (H5Tequal(type.id(), ElementType<T>::stored()) > 0) return;
  refuse(name, fmt::format("values of type {}", type_name(type.id())),
         std::string(ElementName<T>::value), std::string(kWholeFileRemedy));
}

void Hdf5Reader::read_values(const Handle& dataset, const std::string& name, const Shape& shape,
                             hid_t memory_type, std::span<std::byte> values) const {
  const std::string where = described(name);
  Unpacked state = Unpacked::damaged;
  if (const auto chunks = read_chunks(dataset, shape, where))
    state = unpack(*chunks, values, packer_);
  if (state == Unpacked::whole) return;
  if (state == Unpacked::of_other_length) {
    refuse(name, "a chunk of values that unpacks to another length", kind_,
           std::string(kWholeFileRemedy));
  }
  // HDF5 says what is wrong with what zlib can not inflate.
  require(H5Dread(dataset.id(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          "H5Dread", where);
}

std::optional<Fetching> Hdf5Reader::begin_fetching(const std::string& dataset) const {
  try {
    if (!has(dataset)) return std::nullopt;
    const Shape seen = shape(dataset);
    const Handle handle = open_dataset(dataset);
    const Handle type = dataset_type(handle, dataset);
    const std::size_t count = values_in(seen);
    if (count * H5Tget_size(type.id()) < kLeastFetchedBytes) return std::nullopt;
    std::optional<StoredChunks> chunks = read_chunks(handle, seen, described(dataset));
    if (!chunks) return std::nullopt;
    std::optional<Numbers> values = numbers_of(type.id());
    if (!values) return std::nullopt;
    return Fetching{
        .path = dataset, .shape = seen, .chunks = std::move(*chunks), .values = std::move(*values)};
  } catch (const InputError&) {
    return std::nullopt;
  } catch (const Hdf5Error&) {
    return std::nullopt;
  }
}

void Hdf5Reader::fetch(std::span<const std::string> datasets, int threads) const {
  std::vector<Fetching> fetching;
  for (const std::string& dataset : datasets) {
    if (auto begun = begin_fetching(dataset)) fetching.push_back(std::move(*begun));
  }
  unpack(fetching, remembers_ ? Hashing::all : Hashing::none, threads);
  for (Fetching& one : fetching) {
    if (one.state != Unpacked::whole) continue;
    if (remembers_) checksums_[one.path] = std::move(one.checksum);
    fetched_[one.path] = std::move(one.values);
  }
}

template <class T>
std::optional<std::vector<T>> Hdf5Reader::take_fetched(const std::string& dataset) const {
  const auto found = fetched_.find(dataset);
  if (found == fetched_.end()) return std::nullopt;
  std::vector<T> values = std::get<std::vector<T>>(std::move(found->second));
  fetched_.erase(found);
  return values;
}

template <class T>
std::vector<T> Hdf5Reader::read(const std::string& dataset, const Shape& expected) const {
  require_shape(dataset, expected);
  const Handle handle = open_dataset(dataset);
  require_type<T>(handle, dataset);
  if (auto fetched = take_fetched<T>(dataset)) return std::move(*fetched);
  std::vector<T> values(values_in(expected));
  read_values(handle, dataset, expected, ElementType<T>::memory(),
              std::as_writable_bytes(std::span(values)));
  if (remembers_) checksums_[dataset] = content_sha256<T>(values, expected);
  return values;
}

template std::vector<std::uint8_t> Hdf5Reader::read(const std::string&, const Shape&) const;
template std::vector<std::int32_t> Hdf5Reader::read(const std::string&, const Shape&) const;
template std::vector<std::int64_t> Hdf5Reader::read(const std::string&, const Shape&) const;
template std::vector<double> Hdf5Reader::read(const std::string&, const Shape&) const;

template <class T>
std::vector<T> Hdf5Reader::read_middle(const std::string& dataset, const RowRange& rows) const {
  const Shape whole = shape(dataset);
  if (whole.size() != 3 || rows.first + rows.count > whole[1]) {
    refuse(dataset, fmt::format("shape {}", shape_text(whole)),
           fmt::format("three axes, the second of at least {}", rows.first + rows.count),
           std::string(kWholeFileRemedy));
  }
  const Handle handle = open_dataset(dataset);
  require_type<T>(handle, dataset);
  const std::string where = described(dataset);
  const Handle stored(H5Dget_space(handle.id()), kSpaceCloser, "H5Dget_space", where);
  const hsize_t start[] = {0, rows.first, 0};
  const hsize_t count[] = {whole[0], rows.count, whole[2]};
  require(H5Sselect_hyperslab(stored.id(), H5S_SELECT_SET, start, nullptr, count, nullptr),
          "H5Sselect_hyperslab", where);
  const Handle own(H5Screate_simple(3, count, nullptr), kSpaceCloser, "H5Screate_simple", where);
  std::vector<T> values(whole[0] * rows.count * whole[2]);
  require(H5Dread(handle.id(), ElementType<T>::memory(), own.id(), stored.id(), H5P_DEFAULT,
                  values.data()),
          "H5Dread", where);
  return values;
}

template std::vector<std::int32_t> Hdf5Reader::read_middle(const std::string&,
                                                           const RowRange&) const;

std::vector<std::string> Hdf5Reader::read_text(const std::string& dataset,
                                               const Shape& expected) const {
  require_shape(dataset, expected);
  const Handle handle = open_dataset(dataset);
  const Handle type = dataset_type(handle, dataset);
  if (!is_fixed_text(type.id())) {
    refuse(dataset, fmt::format("values of type {}", type_name(type.id())), "text of fixed width",
           std::string(kWholeFileRemedy));
  }
  const std::size_t width = H5Tget_size(type.id());
  const std::size_t count = values_in(expected);
  if (count > 0 && width > kMaxTextBytes / count) {
    refuse(dataset, fmt::format("{} texts of {} bytes", count, width),
           fmt::format("{} bytes in all", kMaxTextBytes));
  }
  std::string padded(width * count, '\0');
  read_values(handle, dataset, expected, type.id(), std::as_writable_bytes(std::span(padded)));
  std::vector<std::string> texts = fixed_texts(padded, width);
  if (remembers_) checksums_[dataset] = content_sha256(texts, expected);
  return texts;
}

Handle Hdf5Reader::open_attribute(const std::string& object, const std::string& name) const {
  if (!has_attribute(object, name)) {
    refuse(fmt::format("{}@{}", object, name), "the attribute is missing", kind_,
           std::string(kWholeFileRemedy));
  }
  return Handle(H5Aopen_by_name(id(), here(object), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                kAttributeCloser, "H5Aopen_by_name", described(object));
}

std::vector<std::string> Hdf5Reader::texts(const std::string& object,
                                           const std::string& name) const {
  const std::string where = described(object);
  const Handle attribute = open_attribute(object, name);
  const Handle stored(H5Aget_type(attribute.id()), kTypeCloser, "H5Aget_type", where);
  if (H5Tget_class(stored.id()) != H5T_STRING) {
    refuse(fmt::format("{}@{}", object, name),
           fmt::format("a value of type {}", type_name(stored.id())), "text");
  }
  const Handle type(H5Tget_native_type(stored.id(), H5T_DIR_DEFAULT), kTypeCloser,
                    "H5Tget_native_type", where);
  return text_values(attribute, type, attribute_count(attribute, where), where);
}

std::string Hdf5Reader::text(const std::string& object, const std::string& name) const {
  std::vector<std::string> values = texts(object, name);
  if (values.size() != 1) {
    refuse(fmt::format("{}@{}", object, name), fmt::format("{} texts", values.size()), "one text");
  }
  return std::move(values.front());
}

template <class T>
T Hdf5Reader::number(const std::string& object, const std::string& name, H5T_class_t kind,
                     std::string_view allowed) const {
  const std::string where = described(object);
  const Handle attribute = open_attribute(object, name);
  const Handle type(H5Aget_type(attribute.id()), kTypeCloser, "H5Aget_type", where);
  const std::size_t count = attribute_count(attribute, where);
  if (H5Tget_class(type.id()) != kind || count != 1) {
    refuse(fmt::format("{}@{}", object, name),
           fmt::format("{} values of type {}", count, type_name(type.id())), std::string(allowed));
  }
  T value{};
  require(H5Aread(attribute.id(), ElementType<T>::memory(), &value), "H5Aread", where);
  return value;
}

std::int64_t Hdf5Reader::integer(const std::string& object, const std::string& name) const {
  return number<std::int64_t>(object, name, H5T_INTEGER, "one whole number");
}

double Hdf5Reader::real(const std::string& object, const std::string& name) const {
  return number<double>(object, name, H5T_FLOAT, "one real number");
}

std::vector<std::string> Hdf5Reader::attribute_names(const std::string& object) const {
  const std::string where = described(object);
  const Handle owner(H5Oopen(id(), here(object), H5P_DEFAULT), kObjectCloser, "H5Oopen", where);
  std::vector<std::string> names;
  require(H5Aiterate2(owner.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, append_name, &names),
          "H5Aiterate2", where);
  return names;
}

bool Hdf5Reader::is_group(const std::string& object) const {
  const Handle handle(H5Oopen(id(), here(object), H5P_DEFAULT), kObjectCloser, "H5Oopen",
                      described(object));
  return H5Iget_type(handle.id()) == H5I_GROUP;
}

std::vector<std::string> Hdf5Reader::children(const std::string& group) const {
  const std::string where = described(group);
  const Handle handle(H5Gopen2(id(), group.c_str(), H5P_DEFAULT), kGroupCloser, "H5Gopen2", where);
  H5G_info_t info{};
  require(H5Gget_info(handle.id(), &info), "H5Gget_info", where);
  const auto name_into = [&](hsize_t n, char* buffer, std::size_t bytes) {
    return static_cast<std::size_t>(
        require(H5Lget_name_by_idx(handle.id(), ".", H5_INDEX_NAME, H5_ITER_INC, n, buffer, bytes,
                                   H5P_DEFAULT),
                "H5Lget_name_by_idx", where));
  };
  std::vector<std::string> names;
  for (hsize_t n = 0; n < info.nlinks; ++n) {
    std::string name(name_into(n, nullptr, 0), '\0');
    name_into(n, name.data(), name.size() + 1);
    names.push_back(std::move(name));
  }
  return names;
}

std::map<std::string, std::string> Hdf5Reader::all_texts(const std::string& object) const {
  if (!has(object)) refuse(object, "the group is missing", kind_, std::string(kWholeFileRemedy));
  std::map<std::string, std::string> found;
  for (const std::string& name : attribute_names(object)) found[name] = text(object, name);
  return found;
}

std::string Hdf5Reader::content_checksum(const std::string& dataset) const {
  if (const auto known = checksums_.find(dataset); known != checksums_.end()) return known->second;
  if (!has(dataset)) return "";
  const Shape seen = shape(dataset);
  const Handle type = dataset_type(open_dataset(dataset), dataset);
  if (is_fixed_text(type.id())) return content_sha256(read_text(dataset, seen), seen);
  const std::optional<Numbers> numbers = numbers_of(type.id());
  if (!numbers) return "";
  return std::visit(
      [&]<class T>(const std::vector<T>&) {
        return content_sha256<T>(read<T>(dataset, seen), seen);
      },
      *numbers);
}

}  // namespace surgeflow::archive
