// SPDX-License-Identifier: Apache-2.0
// Reads arrays and attributes of an HDF5 file that others may have written or damaged.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/checksum.hpp"
#include "archive/fetched_datasets.hpp"
#include "archive/hdf5_handle.hpp"
#include "archive/row_range.hpp"

namespace surgeflow::archive {

/// Every finding about the file's content is an InputError that names file and dataset, or
/// attribute as "dataset@attribute"; a failing disk is a SystemError.
class Hdf5Reader {
 public:
  /// `kind` says in messages what the file should be, for example "a plan file".
  Hdf5Reader(std::filesystem::path path, std::string_view kind);
  /// The same with a group of the file in the place of its root: paths are relative to it.
  Hdf5Reader(std::filesystem::path path, std::string_view kind, const std::string& group);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] hid_t id() const { return group_name_.empty() ? file_.id() : group_.id(); }

  [[nodiscard]] bool has(const std::string& object) const;
  [[nodiscard]] bool has_attribute(const std::string& object, const std::string& name) const;
  /// Throws where the dataset is missing.
  [[nodiscard]] Shape shape(const std::string& dataset) const;

  /// The values of a dataset that must have exactly this type and shape.
  template <class T>
  [[nodiscard]] std::vector<T> read(const std::string& dataset, const Shape& expected) const;
  /// Rows of the second of three axes, for all of the first and the last.
  template <class T>
  [[nodiscard]] std::vector<T> read_middle(const std::string& dataset, const RowRange& rows) const;
  [[nodiscard]] std::vector<std::string> read_text(const std::string& dataset,
                                                   const Shape& expected) const;

  [[nodiscard]] std::string text(const std::string& object, const std::string& name) const;
  [[nodiscard]] std::vector<std::string> texts(const std::string& object,
                                               const std::string& name) const;
  [[nodiscard]] std::int64_t integer(const std::string& object, const std::string& name) const;
  [[nodiscard]] double real(const std::string& object, const std::string& name) const;
  /// All text attributes of a group, by name.
  [[nodiscard]] std::map<std::string, std::string> all_texts(const std::string& object) const;

  [[nodiscard]] std::vector<std::string> attribute_names(const std::string& object) const;

  [[nodiscard]] bool is_group(const std::string& object) const;
  /// Names of what a group holds, in alphabetical order.
  [[nodiscard]] std::vector<std::string> children(const std::string& group) const;

  /// Reads those of the datasets that are large, all at once on up to `threads` threads, and keeps
  /// their values until `read` hands them out. What can not be read is left for `read` to say.
  void fetch(std::span<const std::string> datasets, int threads) const;
  /// Computes the checksums of all that is read from here on, so that it need not be read again.
  void remember_checksums() { remembers_ = true; }
  /// SHA-256 as the writer counts it; empty where there is no such dataset or its type is none that
  /// the writer uses.
  [[nodiscard]] std::string content_checksum(const std::string& dataset) const;

  [[noreturn]] void refuse(const std::string& where, std::string seen, std::string allowed,
                           std::string remedy = "") const;
  /// What went wrong in HDF5 as the finding it is: damage to the file, or a failing disk.
  [[noreturn]] void rethrow(const Hdf5Error& error) const;

 private:
  [[nodiscard]] Handle open_dataset(const std::string& dataset) const;
  [[nodiscard]] Handle open_attribute(const std::string& object, const std::string& name) const;
  [[nodiscard]] Handle dataset_type(const Handle& dataset, const std::string& name) const;
  template <class T>
  void require_type(const Handle& dataset, const std::string& name) const;
  template <class T>
  [[nodiscard]] T number(const std::string& object, const std::string& name, H5T_class_t kind,
                         std::string_view allowed) const;
  void require_shape(const std::string& dataset, const Shape& expected) const;
  /// Of a dataset of the type `memory_type`.
  void read_values(const Handle& dataset, const std::string& name, const Shape& shape,
                   hid_t memory_type, std::span<std::byte> values) const;
  [[nodiscard]] std::optional<Fetching> begin_fetching(const std::string& dataset) const;
  template <class T>
  [[nodiscard]] std::optional<std::vector<T>> take_fetched(const std::string& dataset) const;
  [[nodiscard]] std::string described(std::string_view object) const;

  std::filesystem::path path_;
  std::string kind_;
  Handle file_;
  std::string group_name_;  ///< "" or "items/NAME/"
  Handle group_;
  bool remembers_ = false;
  mutable ChunkPacker packer_;
  mutable std::map<std::string, Numbers> fetched_;        ///< not yet handed out
  mutable std::map<std::string, std::string> checksums_;  ///< of what was read or fetched
};

/// Runs `action` on the file and turns failed HDF5 calls into findings about it.
template <class Action>
auto reading(const Hdf5Reader& file, Action action) {
  try {
    return action(file);
  } catch (const Hdf5Error& error) {
    file.rethrow(error);
  }
}

}  // namespace surgeflow::archive
