// SPDX-License-Identifier: Apache-2.0
// HDF5 calls that change a file in place.
#include "archive/file_surgery.hpp"

namespace surgeflow::testing {

using namespace archive;

std::string attribute_bytes(const Hdf5Reader& file, const std::string& object,
                            const std::string& name) {
  const Handle attribute(
      H5Aopen_by_name(file.id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
      kAttributeCloser, "H5Aopen_by_name", object);
  const Handle type(H5Aget_type(attribute.id()), kTypeCloser, "H5Aget_type", object);
  std::string seen = type_name(type.id());
  if (seen == "text") {
    for (const std::string& text : file.texts(object, name)) seen.append("|").append(text);
    return seen;
  }
  // References to other datasets are addresses in the file, equal where the layout is.
  const auto bytes = static_cast<std::size_t>(H5Aget_storage_size(attribute.id()));
  seen.append(" ").append(std::to_string(bytes));
  if (H5Tget_class(type.id()) == H5T_VLEN || H5Tget_class(type.id()) == H5T_COMPOUND) return seen;
  std::string value(bytes, '\0');
  require(H5Aread(attribute.id(), type.id(), value.data()), "H5Aread", object);
  return seen.append(" ").append(value);
}

Handle open_for_surgery(const std::filesystem::path& path) {
  return Handle(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), kFileCloser, "H5Fopen",
                path.string());
}

void remove_attribute(const std::filesystem::path& path, const std::string& object,
                      const std::string& name) {
  const Hdf5Session session;
  const Handle file = open_for_surgery(path);
  require(H5Adelete_by_name(file.id(), object.c_str(), name.c_str(), H5P_DEFAULT),
          "H5Adelete_by_name", name);
}

void remove_link(const std::filesystem::path& path, const std::string& object) {
  const Hdf5Session session;
  const Handle file = open_for_surgery(path);
  require(H5Ldelete(file.id(), object.c_str(), H5P_DEFAULT), "H5Ldelete", object);
}

void overwrite_attribute(const std::filesystem::path& path, const std::string& object,
                         const std::string& name, std::int64_t value) {
  const Hdf5Session session;
  const Handle file = open_for_surgery(path);
  // HDF5 1.10 does not write to an attribute that H5Aopen_by_name opened below the root.
  const Handle owner(H5Oopen(file.id(), object.c_str(), H5P_DEFAULT), kObjectCloser, "H5Oopen",
                     object);
  const Handle attribute(H5Aopen(owner.id(), name.c_str(), H5P_DEFAULT), kAttributeCloser,
                         "H5Aopen", name);
  require(H5Awrite(attribute.id(), H5T_NATIVE_INT64, &value), "H5Awrite", name);
}

void overwrite_attribute(const std::filesystem::path& path, const std::string& object,
                         const std::string& name, const std::string& value) {
  remove_attribute(path, object, name);
  const Hdf5Session session;
  const Handle file = open_for_surgery(path);
  const Handle type = text_type(value.size(), name);
  const Handle space(H5Screate(H5S_SCALAR), kSpaceCloser, "H5Screate", name);
  const Handle attribute(H5Acreate_by_name(file.id(), object.c_str(), name.c_str(), type.id(),
                                           space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                         kAttributeCloser, "H5Acreate_by_name", name);
  require(H5Awrite(attribute.id(), type.id(), value.data()), "H5Awrite", name);
}

void replace_dataset(const std::filesystem::path& path, const std::string& dataset, hid_t type,
                     const std::vector<hsize_t>& shape) {
  const Hdf5Session session;
  const Handle file = open_for_surgery(path);
  require(H5Ldelete(file.id(), dataset.c_str(), H5P_DEFAULT), "H5Ldelete", dataset);
  const Handle space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr),
                     kSpaceCloser, "H5Screate_simple", dataset);
  const Handle created(H5Dcreate2(file.id(), dataset.c_str(), type, space.id(), H5P_DEFAULT,
                                  H5P_DEFAULT, H5P_DEFAULT),
                       kDatasetCloser, "H5Dcreate2", dataset);
}

}  // namespace surgeflow::testing
