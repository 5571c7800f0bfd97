// SPDX-License-Identifier: Apache-2.0
// Decisions and potentials in files that number facilities and periods instead of naming them, and
// as read from any file that holds them: panels and shipment columns.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "archive/hdf5_reader.hpp"
#include "archive/hdf5_writer.hpp"
#include "surgeflow/flow/plan.hpp"

namespace surgeflow::archive {

inline constexpr const char* kWriteAgain = "write the file again with surgeflow plan";

/// The axes that all panels of a file share.
struct Size {
  std::size_t facilities = 0;
  std::size_t periods = 0;
  [[nodiscard]] Shape line() const { return {facilities}; }
  [[nodiscard]] Shape panel() const { return {facilities, periods}; }
};

[[nodiscard]] Size read_axes(const Hdf5Reader& file);

template <class T>
[[nodiscard]] Panel<T> read_panel(const Hdf5Reader& file, const char* path, const Size& size) {
  return Panel<T>::of(static_cast<std::int32_t>(size.facilities),
                      static_cast<std::int32_t>(size.periods), file.read<T>(path, size.panel()));
}

template <class T>
void require_range(const Hdf5Reader& file, const char* path, std::span<const T> values, T low,
                   T high) {
  // Said so that NaN is outside.
  const auto inside = [&](T v) { return v >= low && v <= high; };
  const auto outside = std::ranges::find_if_not(values, inside);
  if (outside == values.end()) return;
  file.refuse(path, fmt::format("value {} at position {}", *outside, outside - values.begin()),
              fmt::format("{} to {}", low, high), kWriteAgain);
}

/// A whole number of a group, `least` to `most`; refused by its name.
[[nodiscard]] std::int64_t read_within(const Hdf5Reader& file, const char* group, const char* name,
                                       std::int64_t least, std::int64_t most);

struct ShipmentColumns {
  std::vector<std::int32_t> origin;
  std::vector<std::int32_t> destination;
  std::vector<std::int32_t> depart;
  std::vector<std::int32_t> quantity;
};

/// An axis whose labels are the numbers from 0.
void write_numbers(Hdf5Writer& file, const Axis& axis);
/// The group of shipments, with what read_columns reads.
void write_columns(Hdf5Writer& file, std::span<const Shipment> shipments);

[[nodiscard]] ShipmentColumns read_columns(const Hdf5Reader& file);
/// Refuses facilities and periods that the file has not.
[[nodiscard]] std::vector<Shipment> as_shipments(const Hdf5Reader& file, const Size& size,
                                                 const ShipmentColumns& columns);

}  // namespace surgeflow::archive
