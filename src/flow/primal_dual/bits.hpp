// SPDX-License-Identifier: Apache-2.0
// Sets of nodes as rows of 64-bit words: one row a period, one bit a facility.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace surgeflow::flow {

using Word = std::uint64_t;
inline constexpr std::int32_t kWordBits = 64;

/// Calls `visit(base + position)` for every set bit, lowest first.
template <class Visit>
void for_each_bit(Word word, std::int32_t base, Visit&& visit) {
  for (; word != 0; word &= word - 1) visit(base + std::countr_zero(word));
}

/// Which of 64 bytes have a value: sixteen at a time where every processor of the kind can, else
/// eight, zero bytes of the difference found by carry and their marks brought together by a product
/// (H. S. Warren, Hacker's Delight, 2013, 6-1 and 7-4).
[[nodiscard]] inline Word equal_bytes(std::span<const std::uint8_t, kWordBits> bytes,
                                      std::uint8_t value) {
#ifdef __SSE2__
  const __m128i wanted = _mm_set1_epi8(static_cast<char>(value));
  Word found = 0;
  for (std::size_t n = 0; n < bytes.size(); n += 16) {
    const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + n));
    const int marks = _mm_movemask_epi8(_mm_cmpeq_epi8(some, wanted));
    found |= Word{static_cast<std::uint32_t>(marks)} << n;
  }
  return found;
#else
  static_assert(std::endian::native == std::endian::little);
  constexpr Word kLow = 0x7f7f7f7f7f7f7f7f;
  Word equal = 0;
  for (std::size_t n = 0; n < bytes.size(); n += 8) {
    Word eight = 0;
    std::memcpy(&eight, bytes.data() + n, 8);
    eight ^= value * Word{0x0101010101010101};
    const Word marks = ~(((eight & kLow) + kLow) | eight | kLow) >> 7;
    equal |= (marks * Word{0x0102040810204080} >> 56) << n;
  }
  return equal;
#endif
}

/// `both` is who is in either row, one of them complemented where `flip` is ~0; true where anybody
/// is.
[[nodiscard]] inline bool intersect(const Word* one, const Word* other, Word flip,
                                    std::span<Word> both) {
  Word any = 0;
  for (std::size_t w = 0; w < both.size(); ++w) any |= both[w] = one[w] & (other[w] ^ flip);
  return any != 0;
}

/// Swaps rows and columns: bit n of row m becomes bit m of row n (H. S. Warren, Hacker's Delight,
/// 2013, 7-3).
inline void transpose(std::array<Word, kWordBits>& rows) {
  Word mask = 0x00000000ffffffff;
  for (std::size_t side = kWordBits / 2; side != 0; side /= 2, mask ^= mask << side) {
    for (std::size_t row = 0; row < rows.size(); row = ((row | side) + 1) & ~side) {
      const Word swapped = ((rows[row] >> side) ^ rows[row | side]) & mask;
      rows[row] ^= swapped << side;
      rows[row | side] ^= swapped;
    }
  }
}

/// A bit for every node. A node's number is row * 64 * words + position, so that its word and bit
/// follow from the number alone.
class BitRows {
 public:
  BitRows() = default;
  BitRows(std::int32_t rows, std::int32_t words)
      : words_(static_cast<std::size_t>(words)), bits_(static_cast<std::size_t>(rows) * words_) {}

  [[nodiscard]] Word* row(std::int32_t t) {
    return bits_.data() + static_cast<std::size_t>(t) * words_;
  }
  [[nodiscard]] const Word* row(std::int32_t t) const {
    return bits_.data() + static_cast<std::size_t>(t) * words_;
  }
  [[nodiscard]] bool test(std::int32_t node) const {
    return ((bits_[static_cast<std::size_t>(node) >> 6] >> (node & 63)) & 1U) != 0;
  }
  void set(std::int32_t node) { bits_[static_cast<std::size_t>(node) >> 6] |= mask(node); }
  void reset(std::int32_t node) { bits_[static_cast<std::size_t>(node) >> 6] &= ~mask(node); }
  void assign(std::int32_t node, Word value) {
    Word& word = bits_[static_cast<std::size_t>(node) >> 6];
    word = (word & ~mask(node)) | (value << (node & 63));
  }
  void clear() { bits_.assign(bits_.size(), 0); }

  /// The word at `index` over all rows, for operations on whole sets.
  [[nodiscard]] std::span<Word> words() { return bits_; }
  [[nodiscard]] std::span<const Word> words() const { return bits_; }

 private:
  static Word mask(std::int32_t node) { return Word{1} << (node & 63); }

  std::size_t words_ = 0;
  std::vector<Word> bits_;
};

}  // namespace surgeflow::flow
