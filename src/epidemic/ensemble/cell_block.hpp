// SPDX-License-Identifier: Apache-2.0
// Cells of an ensemble side by side: what the kernels step through time.
//
// A cell is one facility in one member. A block holds so many of them as structure of arrays, one
// array a quantity, that a day's arrays stay in the innermost cache while all days go by.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "epidemic/sir_setting.hpp"

namespace surgeflow::epidemic {

/// A multiple of every vector's width.
inline constexpr std::size_t kCells = 64;
inline constexpr std::size_t kVectorBytes = 64;

template <class T>
using PerCell = std::array<T, kCells>;

/// beta_t of each cell from a day on.
struct ContactRates {
  std::int32_t first_day = 0;
  alignas(kVectorBytes) PerCell<double> rates{};
};

struct CellBlock {
  alignas(kVectorBytes) PerCell<double> susceptible{};  ///< persons, at the start; none recovered
  alignas(kVectorBytes) PerCell<double> infected{};
  alignas(kVectorBytes) PerCell<double> recovery_per_day{};
  alignas(kVectorBytes) PerCell<double> device_rate{};  ///< share of the infected
  alignas(kVectorBytes) PerCell<double> market_share{};
  std::vector<ContactRates> contacts;  ///< in order of their first days, from day 0 on
};

/// Fills a block cell by cell.
class BlockBuilder {
 public:
  /// Makes all cells quiet.
  void clear();
  /// Room for the parameters of a cell; what add() is then told of.
  [[nodiscard]] EpidemicParameters& parameters(std::size_t cell) { return parameters_[cell]; }
  /// A cell with somebody in hospital. Throws InputError as run_sir() does before its first day.
  void add(std::size_t cell, const Outbreak& outbreak);
  /// The block over so many days.
  [[nodiscard]] const CellBlock& finish(std::int32_t days);
  [[nodiscard]] bool all_quiet() const { return active_cells_.empty(); }

 private:
  void find_first_days(std::int32_t days);
  void mark_first_days(const std::vector<ReductionStep>& schedule);

  CellBlock block_;
  PerCell<EpidemicParameters> parameters_;
  PerCell<SirSetting> settings_;
  std::vector<std::size_t> active_cells_;
  std::vector<std::uint8_t> begins_on_;  ///< [day]: does a contact rate begin?
};

}  // namespace surgeflow::epidemic
