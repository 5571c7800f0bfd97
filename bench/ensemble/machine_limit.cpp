// SPDX-License-Identifier: Apache-2.0
// Loops over a handful of vectors, compiled for each instruction set.
#include "machine_limit.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "support/processor_time.hpp"

namespace surgeflow::bench {
namespace {

using epidemic::KernelMake;

constexpr std::int64_t kRepeats = 2'000'000;
constexpr int kTries = 5;
/// More vectors than a core keeps under way, two units with three cycles each, so that none ever
/// waits; and with two constants no more than sixteen registers.
constexpr std::size_t kChains = 7;

template <std::size_t kBytes>
using Vector [[gnu::vector_size(kBytes)]] = double;
template <std::size_t kBytes>
using Ints [[gnu::vector_size(kBytes)]] = std::int32_t;

/// Keeps the compiler from leaving out a loop whose outcome nobody reads.
template <class Value>
[[gnu::always_inline]] inline void keep(Value& value) {
  asm volatile("" : "+m"(value));
}

/// Lets the compiler assume nothing of a vector in a register.
template <class Value>
[[gnu::always_inline]] inline void hide(Value& value) {
#if defined(__x86_64__)
  asm volatile("" : "+x"(value));
#else
  keep(value);
#endif
}

/// Numbers divided.
template <std::size_t kBytes>
[[gnu::always_inline]] inline double divide() {
  using Numbers = Vector<kBytes>;
  Numbers values[2 * kChains];
  for (Numbers& value : values) value = Numbers{} + 1.5;
  Numbers divisor = Numbers{} + 1.0000001;
  keep(divisor);
  for (std::int64_t n = 0; n < kRepeats; ++n) {
    for (Numbers& value : values) value = divisor / value;
  }
  for (Numbers& value : values) keep(value);
  return static_cast<double>(kRepeats) * 2 * kChains * kBytes / sizeof(double);
}

/// Numbers added and multiplied.
template <std::size_t kBytes>
[[gnu::always_inline]] inline double add_and_multiply() {
  using Numbers = Vector<kBytes>;
  Numbers sums[kChains];
  Numbers products[kChains];
  for (Numbers& value : sums) value = Numbers{} + 1.0;
  for (Numbers& value : products) value = Numbers{} + 1.0;
  Numbers summand = Numbers{} + 1e-9;
  Numbers factor = Numbers{} + 1.000000001;
  keep(summand);
  keep(factor);
  for (std::int64_t n = 0; n < kRepeats; ++n) {
    for (Numbers& value : sums) value = value + summand;
    for (Numbers& value : products) value = value * factor;
  }
  for (Numbers& value : sums) keep(value);
  for (Numbers& value : products) keep(value);
  return static_cast<double>(kRepeats) * 2 * kChains * kBytes / sizeof(double);
}

/// Numbers added.
template <std::size_t kBytes>
[[gnu::always_inline]] inline double add() {
  using Numbers = Vector<kBytes>;
  Numbers sums[2 * kChains];
  for (Numbers& value : sums) value = Numbers{} + 1.0;
  Numbers summand = Numbers{} + 1e-9;
  keep(summand);
  for (std::int64_t n = 0; n < kRepeats; ++n) {
    for (Numbers& value : sums) value = value + summand;
  }
  for (Numbers& value : sums) keep(value);
  return static_cast<double>(kRepeats) * 2 * kChains * kBytes / sizeof(double);
}

/// Numbers made whole.
template <std::size_t kBytes>
[[gnu::always_inline]] inline double convert() {
  using Numbers = Vector<kBytes>;
  using Whole = Ints<kBytes / 2>;
  Numbers value = Numbers{} + 1.0;
  for (std::int64_t n = 0; n < kRepeats * 2 * static_cast<std::int64_t>(kChains); ++n) {
    hide<Numbers>(value);
    Whole whole = __builtin_convertvector(value, Whole);
    hide<Whole>(whole);
  }
  return static_cast<double>(kRepeats) * 2 * kChains * kBytes / sizeof(double);
}

struct Loops {
  double (*divide)();
  double (*add)();
  double (*add_and_multiply)();
  double (*convert)();
};

double divide_portable() { return divide<16>(); }
double add_portable() { return add<16>(); }
double both_portable() { return add_and_multiply<16>(); }
double convert_portable() { return convert<16>(); }

#if defined(__x86_64__) && defined(__GNUC__)
[[gnu::target("avx2")]] double divide_avx2() { return divide<32>(); }
[[gnu::target("avx2")]] double add_avx2() { return add<32>(); }
[[gnu::target("avx2")]] double both_avx2() { return add_and_multiply<32>(); }
[[gnu::target("avx2")]] double convert_avx2() { return convert<32>(); }
[[gnu::target("avx512f")]] double divide_avx512() { return divide<64>(); }
[[gnu::target("avx512f")]] double add_avx512() { return add<64>(); }
[[gnu::target("avx512f")]] double both_avx512() { return add_and_multiply<64>(); }
[[gnu::target("avx512f")]] double convert_avx512() { return convert<64>(); }
#endif

Loops loops_of(KernelMake make) {
#if defined(__x86_64__) && defined(__GNUC__)
  if (make == KernelMake::avx2) return {divide_avx2, add_avx2, both_avx2, convert_avx2};
  if (make == KernelMake::avx512) return {divide_avx512, add_avx512, both_avx512, convert_avx512};
#endif
  (void)make;
  return {divide_portable, add_portable, both_portable, convert_portable};
}

/// The best of some tries: a limit is what was reached once.
double numbers_per_second(double (*loop)()) {
  double best = 0.0;
  for (int n = 0; n < kTries; ++n) {
    const double before = processor_seconds();
    const double numbers = loop();
    best = std::max(best, numbers / (processor_seconds() - before));
  }
  return best;
}

}  // namespace

MachineLimit measure_limit(KernelMake make) {
  const Loops loops = loops_of(make);
  return {.divisions_per_second = numbers_per_second(loops.divide),
          .sums_per_second = numbers_per_second(loops.add),
          .sums_and_products_per_second = numbers_per_second(loops.add_and_multiply),
          .conversions_per_second = numbers_per_second(loops.convert)};
}

double least_seconds(const MachineLimit& limit, const Operations& operations) {
  const double adders = (operations.sums + operations.roundings) / limit.sums_per_second +
                        operations.conversions / limit.conversions_per_second;
  const double all = operations.sums + operations.products + operations.roundings +
                     operations.packs + operations.conversions;
  return std::max({operations.divisions / limit.divisions_per_second, adders,
                   all / limit.sums_and_products_per_second});
}

double least_seconds(const MachineLimit& limit) {
  return std::min(least_seconds(limit, kDividing), least_seconds(limit, kByReciprocal));
}

}  // namespace surgeflow::bench
