// SPDX-License-Identifier: Apache-2.0
// The kernel itself, over vectors of any width.
//
// Each make includes this once, behind the headers that it needs and a #pragma that chooses the
// instruction set, and hands over its vectors: a struct with the types Doubles and Bits (integers
// as wide), and the functions least and most, up (to the next whole number), multiply_add (of three
// numbers, rounded once or twice) and store (two vectors of whole numbers as 16 or 32 bits), with
// kStoreBounds where storing as 16 bits bounds the numbers, below as well as above.
//
// Four vectors go through all days together, with their state in registers: a vector's own day is a
// chain of some 30 cycles, and with fewer at once the processor waits, with more it loads and
// stores. It looks ahead as far as some 60 operations wait for others, so what waits is kept short:
// the vectors go in pairs, the two of a pair step by step, and who needs a device in one pair is
// worked out amid the day of the other. One whole vector after the other, or all four step by step,
// take longer.
//
// Groups of ordinary cells (ordinary_cells.hpp) are plain: their population is scaled by
// reciprocals, 16-bit stores do the bounding, and no sign is looked at. Groups with any other cell,
// and those whose days have several periods, take the other way through the code.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "epidemic/ensemble/ordinary_cells.hpp"
#include "epidemic/ensemble/scale_by_reciprocal.hpp"
#include "epidemic/ensemble/sir_kernel.hpp"
#include "surgeflow/epidemic/rounding.hpp"

namespace surgeflow::epidemic {
namespace {

constexpr std::size_t kGroup = 4;  ///< vectors: two pairs, from 0 and from 2 on

/// Some vectors' cells, from the first of them on.
template <class Vectors, Rounding kRounding, class Whole, bool kPlain>
class GroupRun {
 public:
  [[gnu::always_inline]] inline GroupRun(const CellBlock& block, std::size_t first,
                                         const Course& course, Whole* patients)
      : block_(block),
        first_(first),
        periods_(course.periods),
        per_day_(course.per_day),
        patients_(patients + first) {
#pragma GCC unroll 4
    for (std::size_t k = 0; k < kGroup; ++k) {
      susceptible_[k] = load(block.susceptible.data(), k);
      infected_[k] = load(block.infected.data(), k);
      recovered_[k] = Doubles{};
      recovery_per_day_[k] = load(block.recovery_per_day.data(), k);
      device_rate_[k] = load(block.device_rate.data(), k);
      market_share_[k] = load(block.market_share.data(), k);
      population_[k] = susceptible_[k] + infected_[k] + recovered_[k];
      reciprocal_[k] = 1.0 / population_[k];
      ever_[k] = ever_needed(k);
      expected_[k] = Doubles{};
      rounded_[k] = Doubles{};
    }
  }

  /// Whether daily steps hold.
  [[gnu::always_inline]] inline bool run() {
    const std::int32_t days = (periods_ - 1) / per_day_ + 1;
    std::size_t next = 0;
    const double* rates = nullptr;
    for (std::int32_t day = 0; day < days; ++day) {
      if (next < block_.contacts.size() && block_.contacts[next].first_day == day) {
        rates = block_.contacts[next++].rates.data();
      }
      infect(rates, 0);
      if (day > 0) write_day(day - 1, 2);
      scale(0);
      infect(rates, 2);
      write_day(day, 0);
      scale(2);
    }
    write_day(days - 1, 2);
    return held();
  }

 private:
  using Doubles = typename Vectors::Doubles;
  using Bits = typename Vectors::Bits;
  static constexpr std::size_t kWidth = sizeof(Doubles) / sizeof(double);
  static_assert(kCells % (kGroup * kWidth) == 0);

  [[gnu::always_inline]] inline Doubles load(const double* numbers, std::size_t k) const {
    Doubles vector;
    std::memcpy(&vector, numbers + first_ + k * kWidth, sizeof vector);
    return vector;
  }

  /// For both vectors of a pair, side by side.
  template <class Step>
  [[gnu::always_inline]] static inline void for_pair(std::size_t first, Step step) {
    step(first);
    step(first + 1);
  }

  /// A day, before all are scaled to the population.
  [[gnu::always_inline]] inline void infect(const double* rates, std::size_t pair) {
    Doubles infections[kGroup];
    for_pair(pair, [&](std::size_t k) { infections[k] = load(rates, k) * susceptible_[k]; });
    for_pair(pair, [&](std::size_t k) { infections[k] = infections[k] * infected_[k]; });
    for_pair(pair, [&](std::size_t k) {
      const Doubles recoveries = recovery_per_day_[k] * infected_[k];
      susceptible_[k] = susceptible_[k] - infections[k];
      infections[k] = infections[k] - recoveries;
      recovered_[k] = recoveries + recovered_[k];
    });
    for_pair(pair, [&](std::size_t k) { infected_[k] = infections[k] + infected_[k]; });
    if constexpr (!kPlain) for_pair(pair, [&](std::size_t k) { join_sign(susceptible_[k]); });
  }

  [[gnu::always_inline]] inline void join_sign(const Doubles& numbers) {
    Bits bits;
    std::memcpy(&bits, &numbers, sizeof bits);
    signs_ |= bits;
  }

  [[gnu::always_inline]] inline void scale(std::size_t pair) {
    Doubles total[kGroup];
    Doubles scale[kGroup];
    for_pair(pair, [&](std::size_t k) { total[k] = susceptible_[k] + infected_[k]; });
    for_pair(pair, [&](std::size_t k) { total[k] = total[k] + recovered_[k]; });
    for_pair(pair, [&](std::size_t k) { scale[k] = population_over(total[k], k); });
    for_pair(pair, [&](std::size_t k) { infected_[k] = infected_[k] * scale[k]; });
    for_pair(pair, [&](std::size_t k) { susceptible_[k] = susceptible_[k] * scale[k]; });
    for_pair(pair, [&](std::size_t k) { recovered_[k] = recovered_[k] * scale[k]; });
  }

  [[gnu::always_inline]] inline Doubles population_over(Doubles total, std::size_t k) const {
    if constexpr (kPlain) {
      return scale_by_reciprocal<Vectors>(population_[k], reciprocal_[k], total);
    }
    return population_[k] / total;
  }

  [[gnu::always_inline]] inline Doubles ever_needed(std::size_t k) const {
    return (infected_[k] + recovered_[k]) * device_rate_[k] * market_share_[k];
  }

  /// The patients of a pair on the day that was finished last.
  [[gnu::always_inline]] inline void write_day(std::int32_t day, std::size_t pair) {
    Doubles admits[kGroup];
    for_pair(pair, [&](std::size_t k) {
      const Doubles ever = ever_needed(k);
      admits[k] = ever - ever_[k];
      ever_[k] = ever;
      if constexpr (!kStoreBounds) admits[k] = Vectors::most(admits[k], Doubles{});
    });
    if constexpr (kPlain) {
      write_period(admits, day, pair);
    } else {
      const std::int32_t period = day * per_day_;
      for_pair(pair, [&](std::size_t k) { admits[k] = admits[k] / (Doubles{} + per_day_); });
      const std::int32_t end = std::min(period + per_day_, periods_);
      for (std::int32_t t = period; t < end; ++t) write_period(admits, t, pair);
    }
  }

  [[gnu::always_inline]] inline void write_period(const Doubles (&admits)[kGroup],
                                                  std::int32_t period, std::size_t pair) {
    Whole* const row = patients_ + static_cast<std::size_t>(period) * kCells;
    Vectors::store(whole(admits[pair], pair), whole(admits[pair + 1], pair + 1),
                   row + pair * kWidth);
  }

  /// What is to be stored.
  [[gnu::always_inline]] inline Doubles whole(Doubles admits, std::size_t k) {
    const Doubles patients = round(admits, k);
    if constexpr (kStoreBounds) return patients;
    return Vectors::least(patients, Doubles{} + kMost);
  }

  [[gnu::always_inline]] inline Doubles round(Doubles admits, std::size_t k) {
    if constexpr (kRounding == Rounding::ceil) return Vectors::up(admits - kNegligiblePatients);
    if constexpr (kRounding == Rounding::nearest) return whole_part(admits + 0.5);
    expected_[k] = expected_[k] + admits;
    const Doubles total = whole_part(expected_[k] + 0.5);
    const Doubles patients = total - rounded_[k];
    rounded_[k] = total;
    return patients;
  }

  /// floor().
  [[gnu::always_inline]] static inline Doubles whole_part(Doubles number) {
    const Doubles up = Vectors::up(number);
    const Doubles zero{};
    return up - (up > number ? zero + 1.0 : zero);
  }

  /// Whatever is no number on some day stays so until the last. Ordinary cells never overshoot.
  [[nodiscard]] bool held() const {
    if constexpr (kPlain) return true;
    bool held = true;
    for (std::size_t k = 0; k < kGroup; ++k) {
      for (std::size_t c = 0; c < kWidth; ++c) {
        held = held && signs_[c] >= 0 && is_persons(susceptible_[k][c]) &&
               is_persons(infected_[k][c]) && is_persons(recovered_[k][c]);
      }
    }
    return held;
  }
  static bool is_persons(double value) { return std::isfinite(value) && value >= 0.0; }

  /// Rounding keeps the order of numbers, so those below 0 become 0 after it as well as before.
  static constexpr bool kStoreBounds =
      kPlain && kRounding != Rounding::cumulative && Vectors::kStoreBounds && sizeof(Whole) == 2;
  static constexpr double kMost = std::numeric_limits<Whole>::max();

  const CellBlock& block_;
  std::size_t first_;
  std::int32_t periods_;
  std::int32_t per_day_;
  Whole* patients_;  ///< of the first cell in the first period
  Doubles susceptible_[kGroup];
  Doubles infected_[kGroup];
  Doubles recovered_[kGroup];
  Doubles population_[kGroup];
  Doubles reciprocal_[kGroup];  ///< of the population
  Doubles recovery_per_day_[kGroup];
  Doubles device_rate_[kGroup];
  Doubles market_share_[kGroup];
  Doubles ever_[kGroup];      ///< who ever needed a device
  Doubles expected_[kGroup];  ///< running sums, as round_patients() keeps them
  Doubles rounded_[kGroup];
  Bits signs_{};  ///< of the susceptible, joined
};

template <class Vectors, Rounding kRounding, class Whole>
bool run_groups(const CellBlock& block, const Course& course, Whole* patients) {
  constexpr std::size_t kCellsInGroup = kGroup * sizeof(typename Vectors::Doubles) / sizeof(double);
  const OrdinaryCells<Vectors> ordinary(block);
  bool hold = true;
  for (std::size_t first = 0; first < kCells; first += kCellsInGroup) {
    const bool holds =
        course.per_day == 1 && ordinary.hold(first, kGroup)
            ? GroupRun<Vectors, kRounding, Whole, true>(block, first, course, patients).run()
            : GroupRun<Vectors, kRounding, Whole, false>(block, first, course, patients).run();
    hold = hold && holds;
  }
  return hold;
}

template <class Vectors, class Whole>
bool run_block(const CellBlock& block, const Course& course, Whole* patients) {
  switch (course.rounding) {
    case Rounding::ceil:
      return run_groups<Vectors, Rounding::ceil>(block, course, patients);
    case Rounding::cumulative:
      return run_groups<Vectors, Rounding::cumulative>(block, course, patients);
    case Rounding::nearest:
    case Rounding::none:
      break;
  }
  return run_groups<Vectors, Rounding::nearest>(block, course, patients);
}

}  // namespace
}  // namespace surgeflow::epidemic
