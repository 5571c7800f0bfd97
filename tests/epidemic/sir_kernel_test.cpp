// SPDX-License-Identifier: Apache-2.0
// Kernels of every make against the reference, bit for bit, also where daily steps overshoot.
#include "epidemic/ensemble/sir_kernel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "epidemic/ensemble/reference_kernel.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::epidemic {
namespace {

/// Uniform numbers in any range, one after the other.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : key_{seed, 0, 0} {}
  double between(double low, double high) {
    return low + (high - low) * random_uniform(key_, count_++);
  }

 private:
  RandomKey key_;
  std::uint64_t count_ = 0;
};

/// Epidemics of all speeds that daily steps can follow; a rate begins on each of the days.
CellBlock random_block(std::uint64_t seed, const std::vector<std::int32_t>& first_days) {
  Numbers numbers(seed);
  CellBlock block;
  for (std::size_t c = 0; c < kCells; ++c) {
    const double population = std::exp(numbers.between(std::log(500.0), std::log(2e7)));
    block.infected[c] = population * numbers.between(1e-6, 0.3);
    block.susceptible[c] = population - block.infected[c];
    block.recovery_per_day[c] = 1.0 / numbers.between(1.0, 20.0);
    block.device_rate[c] = numbers.between(0.0, 0.05);
    block.market_share[c] = numbers.between(0.1, 1.0);
  }
  for (const std::int32_t day : first_days) {
    ContactRates& contacts = block.contacts.emplace_back();
    contacts.first_day = day;
    for (std::size_t c = 0; c < kCells; ++c) {
      contacts.rates[c] = numbers.between(0.0, 0.9) / (block.susceptible[c] + block.infected[c]);
    }
  }
  return block;
}

template <class Whole>
struct Run {
  bool holds = false;
  std::vector<Whole> patients;
};

template <class Whole>
Run<Whole> run(KernelMake make, const CellBlock& block, const Course& course) {
  Run<Whole> result;
  result.patients.assign(static_cast<std::size_t>(course.periods) * kCells + 3, 7);
  result.holds = run_kernel(make, block, course, result.patients.data());
  return result;
}

template <class Whole>
void expect_reference(KernelMake make, const CellBlock& block, const Course& course) {
  const auto expected = run<Whole>(KernelMake::reference, block, course);
  const auto got = run<Whole>(make, block, course);
  ASSERT_TRUE(expected.holds);
  EXPECT_TRUE(got.holds);
  EXPECT_EQ(got.patients, expected.patients);
}

class SirKernel : public ::testing::TestWithParam<KernelMake> {};

TEST_P(SirKernel, AgreesWithTheReferenceOnRandomCells) {
  for (const Rounding rounding : {Rounding::ceil, Rounding::cumulative, Rounding::nearest}) {
    for (const std::int32_t per_day : {1, 2, 3, 24}) {
      for (const std::int32_t periods : {1, 5, 180}) {
        const Course course{periods, per_day, rounding};
        const auto seed = static_cast<std::uint64_t>(periods + per_day);
        const CellBlock block = random_block(seed, {0, 1, 17, 60, 61, 200});
        expect_reference<std::uint16_t>(GetParam(), block, course);
        expect_reference<std::int32_t>(GetParam(), block, course);
      }
    }
  }
}

/// `times` as many persons, and an epidemic as fast.
CellBlock with_more_persons(CellBlock block, double times) {
  for (double& persons : block.susceptible) persons *= times;
  for (double& persons : block.infected) persons *= times;
  for (ContactRates& contacts : block.contacts) {
    for (double& rate : contacts.rates) rate /= times;
  }
  return block;
}

TEST_P(SirKernel, WhatNumbersCanNotHoldIsTheirMost) {
  for (const Rounding rounding : {Rounding::ceil, Rounding::cumulative, Rounding::nearest}) {
    for (const double times : {1e2, 1e3, 1e6}) {
      const CellBlock block = with_more_persons(random_block(1, {0}), times);
      const Course course{40, 1, rounding};
      const auto narrow = run<std::uint16_t>(GetParam(), block, course);
      const auto reference = run<std::uint16_t>(KernelMake::reference, block, course);
      EXPECT_TRUE(narrow.holds);
      EXPECT_EQ(narrow.patients, reference.patients);
      EXPECT_EQ(std::ranges::max(narrow.patients), std::numeric_limits<std::uint16_t>::max());
    }
  }
}

TEST_P(SirKernel, AgreesWhateverTheNumberOfPersonsIs) {
  // Less than a person, powers of 2 and multiples of theirs, of which quotients are in doubt, and
  // more than 32 bits hold.
  const std::vector<double> populations = {1e-3, 0x1.0p-1000, 1.0,     2.0,   1024.0,
                                           1680, 0x1.8p20,    0x1.4p9, 2.1e9, 4e12};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CellBlock block = random_block(seed, {0, 9});
    Numbers numbers(seed + 2000);
    const auto cell = static_cast<std::size_t>(numbers.between(0.0, kCells));
    const double population = populations[seed % populations.size()];
    const double times = population / (block.susceptible[cell] + block.infected[cell]);
    block.infected[cell] = population * 0x1.0p-7;
    block.susceptible[cell] = population - block.infected[cell];
    for (ContactRates& contacts : block.contacts) contacts.rates[cell] /= times;
    for (const Rounding rounding : {Rounding::ceil, Rounding::cumulative}) {
      expect_reference<std::uint16_t>(GetParam(), block, {120, 1, rounding});
      expect_reference<std::int32_t>(GetParam(), block, {120, 2, rounding});
    }
  }
}

TEST_P(SirKernel, OneCellThatOvershootsIsSeen) {
  for (std::size_t cell = 0; cell < kCells; ++cell) {
    CellBlock block = random_block(cell, {0, 30});
    // Everybody susceptible twice over, but not before day 30.
    block.contacts[1].rates[cell] = 5.0 / block.infected[cell];
    block.contacts[0].rates[cell] = 0.0;
    block.recovery_per_day[cell] = 0.01;
    EXPECT_FALSE(run<std::uint16_t>(GetParam(), block, {180, 1, Rounding::ceil}).holds) << cell;
    EXPECT_TRUE(run<std::uint16_t>(GetParam(), block, {30, 1, Rounding::ceil}).holds) << cell;
    EXPECT_FALSE(run<std::uint16_t>(GetParam(), block, {31, 1, Rounding::ceil}).holds) << cell;
  }
}

TEST_P(SirKernel, OvershootsWhereTheReferenceDoes) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CellBlock block = random_block(seed, {0});
    Numbers numbers(seed + 1000);
    const double speed = numbers.between(0.5, 3.0);
    for (double& rate : block.contacts[0].rates) rate *= speed;
    const Course course{90, 1, Rounding::cumulative};
    const auto expected = run<std::int32_t>(KernelMake::reference, block, course);
    const auto got = run<std::int32_t>(GetParam(), block, course);
    EXPECT_EQ(got.holds, expected.holds) << seed;
    if (expected.holds) {
      EXPECT_EQ(got.patients, expected.patients);
    }
  }
}

TEST_P(SirKernel, WhatIsNoNumberIsSeen) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  CellBlock block = random_block(3, {0});
  block.contacts[0].rates[20] = kInfinity;
  EXPECT_FALSE(run<std::uint16_t>(GetParam(), block, {20, 1, Rounding::ceil}).holds);
  block = random_block(3, {0});
  block.susceptible[63] = kInfinity;
  EXPECT_FALSE(run<std::uint16_t>(GetParam(), block, {20, 1, Rounding::nearest}).holds);
}

INSTANTIATE_TEST_SUITE_P(EveryMake, SirKernel, ::testing::ValuesIn(available_kernels()),
                         [](const auto& make) { return std::string(name_of(make.param)); });

TEST(SirKernels, TheBestIsTheLastOfThoseThatTheProcessorHas) {
  const std::vector<KernelMake> makes = available_kernels();
  ASSERT_GE(makes.size(), 2U);
  EXPECT_EQ(makes[0], KernelMake::reference);
  EXPECT_EQ(makes[1], KernelMake::portable);
  EXPECT_EQ(best_kernel(), makes.back());
}

TEST(SirKernels, PatientsAreNotLeftUnrounded) {
  const CellBlock block = random_block(1, {0});
  EXPECT_THROW((void)run<std::int32_t>(KernelMake::portable, block, {5, 1, Rounding::none}),
               std::invalid_argument);
}

}  // namespace
}  // namespace surgeflow::epidemic
