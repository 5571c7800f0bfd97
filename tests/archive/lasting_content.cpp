// SPDX-License-Identifier: Apache-2.0
// Walks through a plan file.
#include "archive/lasting_content.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "archive/file_surgery.hpp"
#include "archive/hdf5_reader.hpp"
#include "archive/plan_layout.hpp"

namespace surgeflow::testing {
namespace {

using namespace archive;

constexpr const char* kMeasured[] = {kStepSeconds.path, kStepSlowest.path, kStepMean.path,
                                     kStepBytes.path};

/// "chunks [2, 3], filters [2, 1]" by HDF5's numbers; empty for a single value.
std::string storage_of(const Hdf5Reader& file, const std::string& path) {
  const Handle dataset(H5Dopen2(file.id(), path.c_str(), H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                       path);
  const Handle properties(H5Dget_create_plist(dataset.id()), kPropertiesCloser,
                          "H5Dget_create_plist", path);
  if (H5Pget_layout(properties.id()) != H5D_CHUNKED) return {};
  std::vector<hsize_t> chunk(file.shape(path).size());
  H5Pget_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data());
  std::vector<int> filters;
  for (int n = 0; n < H5Pget_nfilters(properties.id()); ++n) {
    unsigned flags = 0;
    std::size_t values = 0;
    filters.push_back(H5Pget_filter2(properties.id(), static_cast<unsigned>(n), &flags, &values,
                                     nullptr, 0, nullptr, nullptr));
  }
  return fmt::format("chunks {}, filters {}", chunk, filters);
}

void append_content(std::string& out, const Hdf5Reader& file, const std::string& path) {
  if (path == "provenance/volatile" || std::ranges::find(kMeasured, path) != std::end(kMeasured)) {
    return;
  }
  const bool group = file.is_group(path);
  out += group
             ? path + "\n"
             : fmt::format("{} {} {}\n", path, file.content_checksum(path), storage_of(file, path));
  for (const std::string& name : file.attribute_names(path)) {
    out += path + "@" + name + " " + attribute_bytes(file, path, name) + "\n";
  }
  if (!group) return;
  for (const std::string& name : file.children(path)) {
    append_content(out, file, path == "/" ? name : path + "/" + name);
  }
}

}  // namespace

std::string lasting_content(const std::filesystem::path& path) {
  const Hdf5Session session;
  std::string content;
  append_content(content, Hdf5Reader(path, "a plan file"), "/");
  return content;
}

}  // namespace surgeflow::testing
