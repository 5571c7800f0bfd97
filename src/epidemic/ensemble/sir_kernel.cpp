// SPDX-License-Identifier: Apache-2.0
// One loop over the cells of a block, compiled for each instruction set.
#include "epidemic/ensemble/sir_kernel.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "epidemic/ensemble/reference_kernel.hpp"
#include "surgeflow/epidemic/rounding.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#define SURGEFLOW_HAS_WIDE_KERNELS 1
#endif

namespace surgeflow::epidemic {
namespace {

/// A block on one day.
struct Today {
  alignas(kVectorBytes) PerCell<double> susceptible;
  alignas(kVectorBytes) PerCell<double> infected;
  alignas(kVectorBytes) PerCell<double> recovered;
  alignas(kVectorBytes) PerCell<double> population;
  alignas(kVectorBytes) PerCell<double> ever;    ///< who ever needed a device
  alignas(kVectorBytes) PerCell<double> admits;  ///< in the day before
};

[[gnu::always_inline]] inline void start(const CellBlock& block, Today& today) {
  for (std::size_t c = 0; c < kCells; ++c) {
    today.susceptible[c] = block.susceptible[c];
    today.infected[c] = block.infected[c];
    today.recovered[c] = 0.0;
    today.population[c] = block.susceptible[c] + block.infected[c] + 0.0;
    today.ever[c] = (block.infected[c] + 0.0) * block.device_rate[c] * block.market_share[c];
  }
}

/// One day further. Returns the signs of the susceptible, joined.
[[gnu::always_inline]] inline std::int64_t step(const CellBlock& block, const double* rates,
                                                Today& today) {
  std::int64_t signs = 0;
  for (std::size_t c = 0; c < kCells; ++c) {
    const double infections = rates[c] * today.susceptible[c] * today.infected[c];
    const double recoveries = block.recovery_per_day[c] * today.infected[c];
    const double susceptible = today.susceptible[c] - infections;
    const double infected = (infections - recoveries) + today.infected[c];
    const double recovered = recoveries + today.recovered[c];
    const double scale = today.population[c] / (susceptible + infected + recovered);
    today.susceptible[c] = susceptible * scale;
    today.infected[c] = infected * scale;
    today.recovered[c] = recovered * scale;
    signs |= std::bit_cast<std::int64_t>(today.susceptible[c]);
    const double ever =
        (today.infected[c] + today.recovered[c]) * block.device_rate[c] * block.market_share[c];
    const double grown = ever - today.ever[c];
    today.ever[c] = ever;
    today.admits[c] = grown > 0.0 ? grown : 0.0;
  }
  return signs;
}

/// The value, not negative, without its fraction; `most` where it is no less, or no number.
template <class Whole>
[[gnu::always_inline]] inline Whole cut(double value) {
  constexpr double kMost = std::numeric_limits<Whole>::max();
  return static_cast<Whole>(static_cast<std::int32_t>(value < kMost ? value : kMost));
}

template <class Whole>
[[gnu::always_inline]] inline Whole round_up(double value) {
  constexpr double kMost = std::numeric_limits<Whole>::max();
  const double above = value - kNegligiblePatients;
  const double least = above < kMost ? above : kMost;
  const auto whole = static_cast<std::int32_t>(least);
  return static_cast<Whole>(whole + (static_cast<double>(whole) < least ? 1 : 0));
}

/// Running sums, as round_patients() keeps them.
struct RunningTotal {
  alignas(kVectorBytes) PerCell<double> expected{};
  alignas(kVectorBytes) PerCell<std::int32_t> rounded{};
};

template <class Whole>
[[gnu::always_inline]] inline void round_cumulative(const Today& today, RunningTotal& total,
                                                    Whole* row) {
  constexpr std::int32_t kMost = std::numeric_limits<Whole>::max();
  for (std::size_t c = 0; c < kCells; ++c) {
    total.expected[c] += today.admits[c];
    const auto rounded = cut<std::int32_t>(total.expected[c] + 0.5);
    row[c] = static_cast<Whole>(std::min(rounded - total.rounded[c], kMost));
    total.rounded[c] = rounded;
  }
}

template <Rounding kRounding, class Whole>
[[gnu::always_inline]] inline void round_period(const Today& today, RunningTotal& total,
                                                Whole* row) {
  if constexpr (kRounding == Rounding::cumulative) {
    round_cumulative(today, total, row);
  } else {
    for (std::size_t c = 0; c < kCells; ++c) {
      row[c] = kRounding == Rounding::ceil ? round_up<Whole>(today.admits[c])
                                           : cut<Whole>(today.admits[c] + 0.5);
    }
  }
}

bool all_persons(const PerCell<double>& values) {
  return std::ranges::all_of(values, [](double v) { return std::isfinite(v) && v >= 0.0; });
}

/// Whatever is no number on some day stays so until the last.
bool steps_held(std::int64_t signs, const Today& last) {
  return signs >= 0 && all_persons(last.susceptible) && all_persons(last.infected) &&
         all_persons(last.recovered);
}

template <Rounding kRounding, class Whole>
[[gnu::always_inline]] inline bool run_days(const CellBlock& block, const Course& course,
                                            CountRows<Whole> patients) {
  Today today;
  start(block, today);
  RunningTotal total;
  std::int64_t signs = 0;
  std::size_t next = 0;
  const double* rates = nullptr;
  for (std::int32_t t = 0, day = 0; t < course.periods; ++day) {
    if (next < block.contacts.size() && block.contacts[next].first_day == day) {
      rates = block.contacts[next++].rates.data();
    }
    signs |= step(block, rates, today);
    if (course.per_day > 1) {
      for (double& admits : today.admits) admits /= course.per_day;
    }
    const std::int32_t end = std::min(course.periods, t + course.per_day);
    for (; t < end; ++t) round_period<kRounding>(today, total, patients.row(t));
  }
  return steps_held(signs, today);
}

template <class Whole>
[[gnu::always_inline]] inline bool run_block(const CellBlock& block, const Course& course,
                                             CountRows<Whole> patients) {
  switch (course.rounding) {
    case Rounding::ceil:
      return run_days<Rounding::ceil>(block, course, patients);
    case Rounding::cumulative:
      return run_days<Rounding::cumulative>(block, course, patients);
    case Rounding::nearest:
      return run_days<Rounding::nearest>(block, course, patients);
    case Rounding::none:
      break;
  }
  throw std::invalid_argument("kernels make whole patients");
}

template <class Whole>
bool run_portable(const CellBlock& block, const Course& course, CountRows<Whole> patients) {
  return run_block(block, course, patients);
}

#ifdef SURGEFLOW_HAS_WIDE_KERNELS
template <class Whole>
[[gnu::target("avx2")]] bool run_avx2(const CellBlock& block, const Course& course,
                                      CountRows<Whole> patients) {
  return run_block(block, course, patients);
}

template <class Whole>
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]] bool run_avx512(
    const CellBlock& block, const Course& course, CountRows<Whole> patients) {
  return run_block(block, course, patients);
}
#endif

bool is_available(KernelMake make) {
#ifdef SURGEFLOW_HAS_WIDE_KERNELS
  if (make == KernelMake::avx2) return __builtin_cpu_supports("avx2") != 0;
  if (make == KernelMake::avx512) {
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
           __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  }
#endif
  return make == KernelMake::reference || make == KernelMake::portable;
}

template <class Whole>
bool run(KernelMake make, const CellBlock& block, const Course& course, CountRows<Whole> patients) {
  if (!is_available(make)) {
    throw std::invalid_argument("the processor has no such instructions");
  }
  switch (make) {
    case KernelMake::reference:
      return run_reference(block, course, patients);
    case KernelMake::portable:
      return run_portable(block, course, patients);
#ifdef SURGEFLOW_HAS_WIDE_KERNELS
    case KernelMake::avx2:
      return run_avx2(block, course, patients);
    case KernelMake::avx512:
      return run_avx512(block, course, patients);
#else
    default:
      break;
#endif
  }
  throw std::invalid_argument("no such kernel");
}

}  // namespace

std::string_view name_of(KernelMake make) {
  switch (make) {
    case KernelMake::reference:
      return "reference";
    case KernelMake::portable:
      return "portable";
    case KernelMake::avx2:
      return "avx2";
    case KernelMake::avx512:
      return "avx512";
  }
  return {};
}

std::vector<KernelMake> available_kernels() {
  std::vector<KernelMake> makes;
  for (const KernelMake make :
       {KernelMake::reference, KernelMake::portable, KernelMake::avx2, KernelMake::avx512}) {
    if (is_available(make)) makes.push_back(make);
  }
  return makes;
}

KernelMake best_kernel() { return available_kernels().back(); }

bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                CountRows<std::uint16_t> patients) {
  return run(make, block, course, patients);
}

bool run_kernel(KernelMake make, const CellBlock& block, const Course& course,
                CountRows<std::int32_t> patients) {
  return run(make, block, course, patients);
}

}  // namespace surgeflow::epidemic
