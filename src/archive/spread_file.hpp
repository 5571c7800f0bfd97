// SPDX-License-Identifier: Apache-2.0
// Datasets of an HDF5 file written by all ranks, each the rows that it holds.
//
// The root has written a file whose datasets are declared (Hdf5Writer::declare) and whose metadata
// are done; all ranks open it through MPI-IO and write collectively (a process that is alone,
// plainly). A dataset has the chunks and filters it would have from one rank, whatever the number
// of ranks: where a chunk's rows belong to several of them, HDF5 brings them together on one.
//
// Full disks. HDF5 1.10 does not survive one (hdf5_writer.hpp), and a rank that can not write
// leaves the others waiting within HDF5. So before each dataset the root reserves the room that it
// takes uncompressed, at most, and all ranks go on or none. What was reserved too much is cut off
// when the file is closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "archive/hdf5_handle.hpp"
#include "archive/row_range.hpp"
#include "archive/whole_file.hpp"
#include "comm/communicator.hpp"

namespace surgeflow::archive {

class SpreadFile {
 public:
  /// Collective. `file` is the root's, with so many bytes written; the others give nullptr and 0.
  /// Throws SystemError on all ranks where one of them does not see the file.
  SpreadFile(PendingFile* file, std::int64_t bytes, const comm::Communicator& ranks);
  ~SpreadFile();
  SpreadFile(const SpreadFile&) = delete;
  SpreadFile& operator=(const SpreadFile&) = delete;

  /// Collective: own rows, one after the other; those of all ranks together are the dataset.
  template <class T>
  void write_rows(const std::string& path, std::span<const T> values, const RowRange& rows);

  /// Collective; nothing may be written afterwards.
  void close();

 private:
  void require_visible() const;
  void reserve(std::int64_t bytes);
  [[nodiscard]] std::int64_t write_selected(const std::string& path, hid_t memory_type,
                                            const void* values, const RowRange& rows);

  PendingFile* pending_;
  const comm::Communicator& ranks_;
  std::string name_;    ///< of the temporary file
  std::int64_t bytes_;  ///< at most so many are taken so far
  Handle file_;
  bool broken_ = false;  ///< within a call of HDF5 that has not come back in order
};

/// Collective: on the root the checksum of a dataset [rows, row_values] whose rows the ranks hold
/// in their order; nothing on the others. Values travel a few MiB at a time.
template <class T>
[[nodiscard]] std::string spread_sha256(std::span<const T> own, std::size_t row_values,
                                        const comm::Communicator& ranks);

}  // namespace surgeflow::archive
