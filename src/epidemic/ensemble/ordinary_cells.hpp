// SPDX-License-Identifier: Apache-2.0
// Cells of which the kernel knows beforehand what it need not look at.
//
// A cell is ordinary if
// - at the start S and I are 0 or more and N = S + I is 1 to 2 x 10^9 persons, and its rates of
//   recovery and of device need and its market share are 0 to 1: a day brings fewer patients than
//   2^31;
// - contact rate x N is 0 to 0.999 throughout: infections are fewer than S, so that S, I and R are
//   never below zero;
// - scale_by_reciprocal() is not in doubt about N: there is nothing to divide.
// Nearly all cells are. To ask this takes about as long as two days of an epidemic.
#pragma once

#include <cstring>

#include "epidemic/ensemble/cell_block.hpp"
#include "epidemic/ensemble/scale_by_reciprocal.hpp"

namespace surgeflow::epidemic {
namespace {

constexpr double kMostPersons = 2e9;
constexpr double kMostContacts = 0.999;

template <class Vectors>
class OrdinaryCells {
 public:
  explicit OrdinaryCells(const CellBlock& block) : block_(block) {}

  /// Whether all cells of so many vectors, from the first cell on, are ordinary.
  [[nodiscard]] bool hold(std::size_t first, std::size_t vectors) const {
    Doubles yes = Doubles{} + 1.0;
    for (std::size_t k = 0; k < vectors; ++k) yes = check(first + k * kWidth, yes);
    for (std::size_t c = 0; c < kWidth; ++c) {
      if (yes[c] == 0.0) return false;
    }
    return true;
  }

 private:
  using Doubles = typename Vectors::Doubles;
  using Bits = typename Vectors::Bits;
  static constexpr std::size_t kWidth = sizeof(Doubles) / sizeof(double);

  /// `yes` where one vector's cells are ordinary, otherwise 0, also for what is no number.
  Doubles check(std::size_t cell, Doubles yes) const {
    const Doubles no{};
    const Doubles susceptible = load(block_.susceptible, cell);
    const Doubles infected = load(block_.infected, cell);
    const Doubles population = susceptible + infected;
    yes = (susceptible >= 0.0) & (infected >= 0.0) ? yes : no;
    yes = (population >= 1.0) & (population <= kMostPersons) ? yes : no;
    yes = squared_distance_from_doubt<Bits>(population) > kDoubt * kDoubt ? yes : no;
    for (const auto* shares :
         {&block_.recovery_per_day, &block_.device_rate, &block_.market_share}) {
      const Doubles share = load(*shares, cell);
      yes = (share >= 0.0) & (share <= 1.0) ? yes : no;
    }
    for (const ContactRates& contacts : block_.contacts) {
      const Doubles rate = load(contacts.rates, cell);
      yes = (rate >= 0.0) & (rate * population <= kMostContacts) ? yes : no;
    }
    return yes;
  }

  static Doubles load(const PerCell<double>& numbers, std::size_t cell) {
    Doubles vector;
    std::memcpy(&vector, numbers.data() + cell, sizeof vector);
    return vector;
  }

  const CellBlock& block_;
};

}  // namespace
}  // namespace surgeflow::epidemic
