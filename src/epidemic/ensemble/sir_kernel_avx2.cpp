// SPDX-License-Identifier: Apache-2.0
// The kernel with vectors of four doubles, and fused operations where they are asked for.
#include "epidemic/ensemble/sir_kernel_makes.hpp"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "surgeflow/epidemic/rounding.hpp"

// From here on alone: what the headers above define inline may be linked into other sources.
#pragma GCC target("avx2,fma")
#include "epidemic/ensemble/sir_kernel_body.hpp"

namespace surgeflow::epidemic {
namespace {

struct Vectors {
  using Doubles = __m256d;
  using Bits [[gnu::vector_size(32)]] = std::int64_t;

  static Doubles multiply_add(Doubles a, Doubles b, Doubles c) { return _mm256_fmadd_pd(a, b, c); }
  // Both take the second where one is no number.
  static Doubles least(Doubles a, Doubles b) { return _mm256_min_pd(a, b); }
  static Doubles most(Doubles a, Doubles b) { return _mm256_max_pd(a, b); }
  static Doubles up(Doubles a) { return _mm256_ceil_pd(a); }
  static void store(Doubles low, Doubles high, std::int32_t* numbers) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(numbers), _mm256_cvttpd_epi32(low));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(numbers + 4), _mm256_cvttpd_epi32(high));
  }
  /// Packing makes what is below 0 to 0, and more than 65,535 to that.
  static constexpr bool kStoreBounds = true;
  static void store(Doubles low, Doubles high, std::uint16_t* numbers) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(numbers),
                     _mm_packus_epi32(_mm256_cvttpd_epi32(low), _mm256_cvttpd_epi32(high)));
  }
};

}  // namespace

bool run_avx2(const CellBlock& block, const Course& course, std::uint16_t* patients) {
  return run_block<Vectors>(block, course, patients);
}

bool run_avx2(const CellBlock& block, const Course& course, std::int32_t* patients) {
  return run_block<Vectors>(block, course, patients);
}

}  // namespace surgeflow::epidemic
#endif
