// SPDX-License-Identifier: Apache-2.0
// A dataset over facility and period whose rows come one after the other, so that nobody holds all.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "archive/checksum.hpp"
#include "archive/hdf5_handle.hpp"
#include "archive/hdf5_writer.hpp"

namespace surgeflow::archive {

/// What comes of it is what Hdf5Writer::write makes of all rows at once. A chunk that is not yet
/// full waits in HDF5's cache of chunks, so that each is compressed once.
template <class T>
class RowStream {
 public:
  /// `file` must outlive the stream.
  RowStream(Hdf5Writer& file, std::string path, const std::vector<Axis>& axes, Label label);

  /// The rows that follow, one or more. Throws std::invalid_argument where they are not whole or
  /// more than the axes allow.
  void add(std::span<const T> rows);
  /// Once all rows are there; throws std::invalid_argument before.
  void finish();

 private:
  Hdf5Writer& file_;
  std::string path_;
  std::size_t row_values_;
  std::size_t rows_;
  std::size_t added_ = 0;
  Sha256 digest_;
  Handle dataset_;
};

}  // namespace surgeflow::archive
