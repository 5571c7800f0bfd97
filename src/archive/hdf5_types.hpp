// SPDX-License-Identifier: Apache-2.0
// The element types of surgeflow's HDF5 files: little-endian numbers and UTF-8 text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/hdf5_handle.hpp"

namespace surgeflow::archive {

/// Bytes that one text dataset may take in memory, each entry counted at the longest one's width.
inline constexpr std::size_t kMaxTextBytes = std::size_t{1} << 30;

template <class T>
struct ElementType;

template <>
struct ElementType<std::uint8_t> {
  static hid_t stored() { return H5T_STD_U8LE; }
  static hid_t memory() { return H5T_NATIVE_UINT8; }
};

template <>
struct ElementType<std::int32_t> {
  static hid_t stored() { return H5T_STD_I32LE; }
  static hid_t memory() { return H5T_NATIVE_INT32; }
};

template <>
struct ElementType<std::int64_t> {
  static hid_t stored() { return H5T_STD_I64LE; }
  static hid_t memory() { return H5T_NATIVE_INT64; }
};

template <>
struct ElementType<double> {
  static hid_t stored() { return H5T_IEEE_F64LE; }
  static hid_t memory() { return H5T_NATIVE_DOUBLE; }
};

/// UTF-8 text of `bytes` bytes padded with zeros, or of any length for H5T_VARIABLE.
[[nodiscard]] Handle text_type(std::size_t bytes, std::string_view object);

/// "int32", "float64", "text", ... or "another type", for messages.
[[nodiscard]] std::string type_name(hid_t type);

/// Text of one fixed width, as Hdf5Writer stores it.
[[nodiscard]] bool is_fixed_text(hid_t type);

}  // namespace surgeflow::archive
