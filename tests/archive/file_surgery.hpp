// SPDX-License-Identifier: Apache-2.0
// Changes to plan files that a careless or hostile hand could make.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_types.hpp"

namespace surgeflow::testing {

/// An attribute's type, size and value as a string to compare.
[[nodiscard]] std::string attribute_bytes(const archive::Hdf5Reader& file,
                                          const std::string& object, const std::string& name);

/// Opens for writing; use with the calls below.
[[nodiscard]] archive::Handle open_for_surgery(const std::filesystem::path& path);

void remove_attribute(const std::filesystem::path& path, const std::string& object,
                      const std::string& name);
void remove_link(const std::filesystem::path& path, const std::string& object);
void overwrite_attribute(const std::filesystem::path& path, const std::string& object,
                         const std::string& name, std::int64_t value);
void overwrite_attribute(const std::filesystem::path& path, const std::string& object,
                         const std::string& name, const std::string& value);

/// Puts a dataset of zeros of another type or shape in the place of one.
void replace_dataset(const std::filesystem::path& path, const std::string& dataset, hid_t type,
                     const std::vector<hsize_t>& shape);

/// Sets one value, counted in row-major order.
template <class T>
void overwrite(const std::filesystem::path& path, const std::string& dataset, std::size_t position,
               T value) {
  using namespace archive;
  const Hdf5Session session;
  const Handle file = open_for_surgery(path);
  const Handle handle(H5Dopen2(file.id(), dataset.c_str(), H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                      dataset);
  const Handle space(H5Dget_space(handle.id()), kSpaceCloser, "H5Dget_space", dataset);
  const auto count = static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id()));
  std::vector<T> values(count);
  require(
      H5Dread(handle.id(), ElementType<T>::memory(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
      "H5Dread", dataset);
  values.at(position) = value;
  require(
      H5Dwrite(handle.id(), ElementType<T>::memory(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
      "H5Dwrite", dataset);
}

}  // namespace surgeflow::testing
