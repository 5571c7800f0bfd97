// SPDX-License-Identifier: Apache-2.0
// Writes labelled arrays as HDF5: dimension scales, units, chunks, compression, checksums.
//
// The file is built in memory (HDF5's core driver, nothing on disk) and handed over as bytes. HDF5
// 1.10 does not recover from a disk that fills up while it writes: closing the file fails, its ids
// stay open, and the process crashes when HDF5 shuts down. Written from memory, a full disk is an
// ordinary failed write(2). The price is memory for the compressed file.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "archive/checksum.hpp"
#include "archive/crew.hpp"
#include "archive/hdf5_handle.hpp"
#include "archive/label.hpp"
#include "archive/stored_chunks.hpp"

namespace surgeflow::archive {

/// Where a real number is not known; xarray reads it as missing.
inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

enum class AxisLength { fixed, extensible };

/// One axis of a dataset: the path of the dataset that labels it, and its length. A dataset whose
/// only axis names itself is such a label (an HDF5 dimension scale).
struct Axis {
  std::string scale;
  std::size_t size = 0;
  AxisLength length = AxisLength::fixed;  ///< extensible: others may append to it
};

/// How hard to press values together: as small as is worth while for a file that is kept, or fast
/// for one that is soon read again and deleted.
enum class Compression { small, fast };

class Hdf5Writer {
 public:
  /// `name` stands in messages only. Up to `threads` threads compress values and compute checksums;
  /// the file is the same for any number.
  explicit Hdf5Writer(std::string name, Compression compression = Compression::small,
                      int threads = 1);

  void make_group(const std::string& path);

  /// Makes a group and takes it for the root from here on: paths are relative to it, and checksums
  /// are those of its datasets. An empty path goes back to the root of the file.
  void enter(const std::string& group);

  /// Writes a dataset of uint8, int32, int64 or float64; no axes for a single value.
  template <class T>
  void write(const std::string& path, std::span<const T> values, const std::vector<Axis>& axes,
             Label label);
  /// Makes room for such a dataset, whose values are written by others: row by row
  /// (row_stream.hpp), or into the finished file (spread_file.hpp). To be followed by
  /// `set_checksum`.
  template <class T>
  void declare(const std::string& path, const std::vector<Axis>& axes, Label label);
  void set_checksum(const std::string& path, std::string checksum) {
    checksums_[path] = std::move(checksum);
  }
  [[nodiscard]] Handle open_dataset(const std::string& path) const;
  /// Writes text as UTF-8 of one fixed width, padded with zero bytes: it compresses well, and is
  /// read as text by way of the attribute `_Encoding`.
  void write_text(const std::string& path, std::span<const std::string> texts,
                  const std::vector<Axis>& axes, Label label);

  void set(const std::string& object, const std::string& name, std::string_view text);
  void set(const std::string& object, const std::string& name, const std::string& text) {
    set(object, name, std::string_view(text));
  }
  void set(const std::string& object, const std::string& name, const char* text) {
    set(object, name, std::string_view(text));
  }
  void set(const std::string& object, const std::string& name, std::int64_t number);
  void set(const std::string& object, const std::string& name, double number);
  void set(const std::string& object, const std::string& name,
           const std::vector<std::string>& texts);

  /// Path -> SHA-256 of every dataset written so far.
  [[nodiscard]] const std::map<std::string, std::string>& checksums() const { return checksums_; }

  /// The whole file; nothing may be written afterwards.
  [[nodiscard]] std::vector<std::byte> finish();

 private:
  [[nodiscard]] hid_t here() const { return entered_.empty() ? file_.id() : group_.id(); }
  struct Content {
    hid_t stored_type;
    hid_t memory_type;
    std::size_t element_bytes;
    const void* values;
    const void* fill;                       ///< null: zero
    std::function<std::string()> checksum;  ///< of the values; empty: they are written later
  };
  void write_dataset(const std::string& path, const Content& content, const std::vector<Axis>& axes,
                     Label label);
  /// Packs the chunks of the values, where they have some, and computes their checksum beside.
  [[nodiscard]] StoredChunks pack(const std::string& path, const Content& content,
                                  const Shape& shape);
  void attach_axes(const std::string& path, hid_t dataset, const std::vector<Axis>& axes);
  void set_numeric(const std::string& object, const std::string& name, hid_t stored_type,
                   hid_t memory_type, const void* value);
  [[nodiscard]] std::string described(std::string_view path) const;

  std::string name_;
  Compression compression_;
  Crew crew_;
  Handle file_;
  std::string entered_;  ///< "" or "items/NAME/"
  Handle group_;         ///< that was entered
  std::map<std::string, std::string> checksums_;
};

}  // namespace surgeflow::archive
