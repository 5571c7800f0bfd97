// SPDX-License-Identifier: Apache-2.0
// Any HDF5 file that surgeflow wrote, as readable text.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_types.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::archive {
namespace {

/// Groups in surgeflow's files nest three deep; a group that holds itself must not be followed.
constexpr int kMaxDepth = 8;

/// What HDF5 and xarray keep for themselves, and what stands in a dataset's own line already.
constexpr std::array<std::string_view, 9> kUnspoken{
    "CLASS",     "NAME",        "REFERENCE_LIST", "DIMENSION_LIST", "_FillValue",
    "_Encoding", "coordinates", "units",          "long_name"};

std::string text_or_nothing(const Hdf5Reader& file, const std::string& object,
                            const std::string& name) {
  return file.has_attribute(object, name) ? file.text(object, name) : "";
}

std::string attribute_text(const Hdf5Reader& file, const std::string& object,
                           const std::string& name) {
  const Handle attribute(
      H5Aopen_by_name(file.id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
      kAttributeCloser, "H5Aopen_by_name", object);
  const Handle type(H5Aget_type(attribute.id()), kTypeCloser, "H5Aget_type", object);
  switch (H5Tget_class(type.id())) {
    case H5T_STRING:
      return fmt::format("{}", fmt::join(file.texts(object, name), " "));
    case H5T_INTEGER:
      return fmt::format("{}", file.integer(object, name));
    case H5T_FLOAT:
      return fmt::format("{}", file.real(object, name));
    default:
      return fmt::format("({})", type_name(type.id()));
  }
}

/// Text of several lines is set below its name.
void append_attribute(std::string& out, const std::string& indent, const std::string& name,
                      std::string value) {
  if (value.find('\n') == std::string::npos) {
    out += fmt::format("{}{} = {}\n", indent, name, value);
    return;
  }
  while (!value.empty() && value.back() == '\n') value.pop_back();
  const std::string margin = "\n" + indent + "  ";
  for (std::size_t at = 0; (at = value.find('\n', at)) != std::string::npos; at += margin.size()) {
    value.replace(at, 1, margin);
  }
  out += fmt::format("{}{} ={}{}\n", indent, name, margin, value);
}

void append_attributes(std::string& out, const Hdf5Reader& file, const std::string& object,
                       const std::string& indent) {
  for (const std::string& name : file.attribute_names(object)) {
    if (std::ranges::find(kUnspoken, name) != kUnspoken.end()) continue;
    append_attribute(out, indent, name, attribute_text(file, object, name));
  }
}

std::string dataset_line(const Hdf5Reader& file, const std::string& path) {
  const Handle dataset(H5Dopen2(file.id(), path.c_str(), H5P_DEFAULT), kDatasetCloser, "H5Dopen2",
                       path);
  const Handle type(H5Dget_type(dataset.id()), kTypeCloser, "H5Dget_type", path);
  const std::string units = text_or_nothing(file, path, "units");
  return fmt::format("{:<22} {:<12} {:<8} {}{}", path.substr(path.rfind('/') + 1),
                     shape_text(file.shape(path)), type_name(type.id()),
                     text_or_nothing(file, path, "long_name"),
                     units.empty() || units == "1" ? "" : fmt::format(", in {}", units));
}

void append_group(std::string& out, const Hdf5Reader& file, const std::string& path, int depth) {
  const std::string indent(path == "/" ? 0 : 2, ' ');
  if (path != "/") out += fmt::format("\n/{}\n", path);
  append_attributes(out, file, path, indent);
  std::vector<std::string> groups;
  for (const std::string& name : file.children(path)) {
    const std::string child = path == "/" ? name : path + "/" + name;
    if (!file.has(child)) continue;
    if (file.is_group(child)) {
      groups.push_back(child);
      continue;
    }
    out += fmt::format("{}{}\n", indent, dataset_line(file, child));
    append_attributes(out, file, child, indent + "    ");
  }
  if (depth >= kMaxDepth) return;
  for (const std::string& group : groups) append_group(out, file, group, depth + 1);
}

}  // namespace

std::string describe(const std::filesystem::path& path) {
  const Hdf5Session session;
  return reading(
      Hdf5Reader(path, "an HDF5 file written by surgeflow"), [&](const Hdf5Reader& file) {
        std::string out =
            fmt::format("{}, {} bytes\n", path.string(), std::filesystem::file_size(path));
        append_group(out, file, "/", 0);
        return out;
      });
}

std::string library_version() {
  const Hdf5Session session;
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  require(H5get_libversion(&major, &minor, &release), "H5get_libversion", "HDF5");
  return fmt::format("{}.{}.{}", major, minor, release);
}

}  // namespace surgeflow::archive
