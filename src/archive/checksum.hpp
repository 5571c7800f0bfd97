// SPDX-License-Identifier: Apache-2.0
// SHA-256 of a dataset's content: of its type, shape and values, not of how they are packed.
//
// What is hashed: the type's name, the shape in brackets and a line feed, for example
// "int32[34,180]\n", then the values in row-major order, little-endian; text as its UTF-8 bytes
// with one zero byte after each entry. A file that was packed anew keeps its checksums.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace surgeflow::archive {

using Shape = std::vector<std::size_t>;

/// "[34,180]"; "[]" for a single value.
[[nodiscard]] std::string shape_text(const Shape& shape);

/// How many values a dataset of that shape has.
[[nodiscard]] std::size_t values_in(const Shape& shape);

template <class T>
struct ElementName;
template <>
struct ElementName<std::uint8_t> {
  static constexpr std::string_view value = "uint8";
};
template <>
struct ElementName<std::int32_t> {
  static constexpr std::string_view value = "int32";
};
template <>
struct ElementName<std::int64_t> {
  static constexpr std::string_view value = "int64";
};
template <>
struct ElementName<double> {
  static constexpr std::string_view value = "float64";
};

/// SHA-256 fed piece by piece.
class Sha256 {
 public:
  Sha256();
  void update(std::span<const std::byte> bytes);
  void update(std::string_view text) { update(std::as_bytes(std::span(text))); }
  /// The digest in hexadecimal; call once.
  [[nodiscard]] std::string finish();

 private:
  struct Release {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Release> context_;
};

/// What content's checksum starts with; its values are fed by the caller.
[[nodiscard]] Sha256 begin_content(std::string_view element, const Shape& shape);

[[nodiscard]] std::string content_sha256(std::string_view element, const Shape& shape,
                                         std::span<const std::byte> values);

template <class T>
[[nodiscard]] std::string content_sha256(std::span<const T> values, const Shape& shape) {
  return content_sha256(ElementName<T>::value, shape, std::as_bytes(values));
}

[[nodiscard]] std::string content_sha256(std::span<const std::string> texts, const Shape& shape);

}  // namespace surgeflow::archive
