// SPDX-License-Identifier: Apache-2.0
// The kernel itself, over vectors of any width.
//
// Each make includes this once, behind the headers that it needs and a #pragma that chooses the
// instruction set, and hands over its vectors: a struct with the types Doubles and Bits (integers
// as wide), and the functions least and most, up (to the next whole number) and store (whole
// numbers as 16 or 32 bits).
//
// Four vectors go through all days together, with their state in registers: a vector's own day is a
// chain of some 45 cycles, and with fewer at once the processor waits, with more it loads and
// stores. Who needs a device is worked out a day later, while the divisions of that day are under
// way.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "epidemic/ensemble/sir_kernel.hpp"
#include "surgeflow/epidemic/rounding.hpp"

namespace surgeflow::epidemic {
namespace {

constexpr std::size_t kGroup = 4;

/// Some vectors' cells, from the first of them on.
template <class Vectors, Rounding kRounding, class Whole>
class GroupRun {
 public:
  [[gnu::always_inline]] inline GroupRun(const CellBlock& block, std::size_t first,
                                         const Course& course, Whole* patients)
      : block_(block),
        first_(first),
        periods_(course.periods),
        per_day_(course.per_day),
        row_(patients + first) {
#pragma GCC unroll 8
    for (std::size_t k = 0; k < kGroup; ++k) {
      susceptible_[k] = load(block.susceptible.data(), k);
      infected_[k] = load(block.infected.data(), k);
      recovered_[k] = Doubles{};
      population_[k] = susceptible_[k] + infected_[k] + recovered_[k];
      ever_infected_[k] = infected_[k] + recovered_[k];
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
      Doubles scale[kGroup];
#pragma GCC unroll 8
      for (std::size_t k = 0; k < kGroup; ++k) scale[k] = advance(rates, k);
      if (day > 0) write_day();
#pragma GCC unroll 8
      for (std::size_t k = 0; k < kGroup; ++k) finish(scale[k], k);
    }
    write_day();
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

  /// A day, before all are scaled to the population; by what they are to be scaled.
  [[gnu::always_inline]] inline Doubles advance(const double* rates, std::size_t k) {
    const Doubles infections = load(rates, k) * susceptible_[k] * infected_[k];
    const Doubles recoveries = load(block_.recovery_per_day.data(), k) * infected_[k];
    susceptible_[k] = susceptible_[k] - infections;
    infected_[k] = (infections - recoveries) + infected_[k];
    recovered_[k] = recoveries + recovered_[k];
    return population_[k] / (susceptible_[k] + infected_[k] + recovered_[k]);
  }

  [[gnu::always_inline]] inline void finish(Doubles scale, std::size_t k) {
    susceptible_[k] = susceptible_[k] * scale;
    infected_[k] = infected_[k] * scale;
    recovered_[k] = recovered_[k] * scale;
    ever_infected_[k] = infected_[k] + recovered_[k];
    Bits bits;
    std::memcpy(&bits, &susceptible_[k], sizeof bits);
    signs_ |= bits;
  }

  [[gnu::always_inline]] inline Doubles ever_needed(std::size_t k) const {
    return ever_infected_[k] * load(block_.device_rate.data(), k) *
           load(block_.market_share.data(), k);
  }

  /// The patients of the day that was finished last.
  [[gnu::always_inline]] inline void write_day() {
    Doubles admits[kGroup];
#pragma GCC unroll 8
    for (std::size_t k = 0; k < kGroup; ++k) {
      const Doubles ever = ever_needed(k);
      admits[k] = Vectors::most(ever - ever_[k], Doubles{});
      ever_[k] = ever;
    }
    if (per_day_ == 1) {
      write_period(admits);
      return;
    }
    for (Doubles& persons : admits) persons = persons / (Doubles{} + per_day_);
    for (std::int32_t n = 0; n < per_day_ && periods_ > 0; ++n) write_period(admits);
  }

  [[gnu::always_inline]] inline void write_period(const Doubles (&admits)[kGroup]) {
#pragma GCC unroll 8
    for (std::size_t k = 0; k < kGroup; ++k) {
      Vectors::store(Vectors::least(round(admits[k], k), Doubles{} + kMost), row_ + k * kWidth);
    }
    row_ += kCells;
    --periods_;
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

  /// Whatever is no number on some day stays so until the last.
  [[nodiscard]] bool held() const {
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

  static constexpr double kMost = std::numeric_limits<Whole>::max();

  const CellBlock& block_;
  std::size_t first_;
  std::int32_t periods_;  ///< those left
  std::int32_t per_day_;
  Whole* row_;  ///< of the next period
  Doubles susceptible_[kGroup];
  Doubles infected_[kGroup];
  Doubles recovered_[kGroup];
  Doubles population_[kGroup];
  Doubles ever_infected_[kGroup];
  Doubles ever_[kGroup];      ///< who ever needed a device
  Doubles expected_[kGroup];  ///< running sums, as round_patients() keeps them
  Doubles rounded_[kGroup];
  Bits signs_{};  ///< of the susceptible, joined
};

template <class Vectors, Rounding kRounding, class Whole>
bool run_groups(const CellBlock& block, const Course& course, Whole* patients) {
  constexpr std::size_t kCellsInGroup = kGroup * sizeof(typename Vectors::Doubles) / sizeof(double);
  bool hold = true;
  for (std::size_t first = 0; first < kCells; first += kCellsInGroup) {
    hold = GroupRun<Vectors, kRounding, Whole>(block, first, course, patients).run() && hold;
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
