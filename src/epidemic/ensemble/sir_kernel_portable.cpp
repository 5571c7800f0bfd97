// SPDX-License-Identifier: Apache-2.0
// The kernel with vectors of two doubles, which every processor of the kind has.
#include "epidemic/ensemble/sir_kernel_body.hpp"
#include "epidemic/ensemble/sir_kernel_makes.hpp"

namespace surgeflow::epidemic {
namespace {

struct Vectors {
  using Doubles [[gnu::vector_size(16)]] = double;
  using Bits [[gnu::vector_size(16)]] = std::int64_t;
  using Ints [[gnu::vector_size(8)]] = std::int32_t;
  using Shorts [[gnu::vector_size(4)]] = std::uint16_t;

  static Doubles multiply_add(Doubles a, Doubles b, Doubles c) { return a * b + c; }
  static Doubles least(Doubles a, Doubles b) { return a < b ? a : b; }
  static Doubles most(Doubles a, Doubles b) { return a > b ? a : b; }
  static Doubles up(Doubles a) {
    // Doubles of this size have no fraction: the sum is the nearest whole number.
    constexpr double kNoFraction = 0x1.0p52;
    const Doubles nearest = (a + kNoFraction) - kNoFraction;
    const Doubles zero{};
    return nearest + (nearest < a ? zero + 1.0 : zero);
  }
  static constexpr bool kStoreBounds = false;
  static void store(Doubles low, Doubles high, std::int32_t* numbers) {
    const Ints ints[] = {__builtin_convertvector(low, Ints), __builtin_convertvector(high, Ints)};
    std::memcpy(numbers, ints, sizeof ints);
  }
  static void store(Doubles low, Doubles high, std::uint16_t* numbers) {
    const Shorts shorts[] = {__builtin_convertvector(__builtin_convertvector(low, Ints), Shorts),
                             __builtin_convertvector(__builtin_convertvector(high, Ints), Shorts)};
    std::memcpy(numbers, shorts, sizeof shorts);
  }
};

}  // namespace

bool run_portable(const CellBlock& block, const Course& course, std::uint16_t* patients) {
  return run_block<Vectors>(block, course, patients);
}

bool run_portable(const CellBlock& block, const Course& course, std::int32_t* patients) {
  return run_block<Vectors>(block, course, patients);
}

}  // namespace surgeflow::epidemic
