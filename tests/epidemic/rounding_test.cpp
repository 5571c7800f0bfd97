// SPDX-License-Identifier: Apache-2.0
// The roundings: by hand, and what each promises on random demand.
#include "surgeflow/epidemic/rounding.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "surgeflow/core/error.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::epidemic {
namespace {

using Values = std::vector<double>;

TEST(Rounding, ByHand) {
  const Values patients = {0.0, 0.2, 0.4, 1.0, 1.5, 2.6};
  EXPECT_EQ(round_patients(patients, Rounding::ceil), (Values{0, 1, 1, 1, 2, 3}));
  EXPECT_EQ(round_patients(patients, Rounding::nearest), (Values{0, 0, 0, 1, 2, 3}));
  // running sums 0, 0.2, 0.6, 1.6, 3.1, 5.7 round to 0, 0, 1, 2, 3, 6
  EXPECT_EQ(round_patients(patients, Rounding::cumulative), (Values{0, 0, 1, 1, 1, 3}));
  EXPECT_EQ(round_patients(patients, Rounding::none), patients);
}

TEST(Rounding, PropertiesOnRandomDemand) {
  for (std::uint32_t trial = 0; trial < 100; ++trial) {
    const RandomKey key{.seed = 9, .stream = 0, .member = trial};
    const double scale = std::pow(10.0, static_cast<double>(trial % 7) - 3.0);
    Values patients;
    for (std::uint64_t t = 0; t < 200; ++t) patients.push_back(scale * random_uniform(key, t));
    const Values up = round_patients(patients, Rounding::ceil);
    const Values nearest = round_patients(patients, Rounding::nearest);
    const Values cumulative = round_patients(patients, Rounding::cumulative);
    double expected = 0.0;
    double total = 0.0;
    for (std::size_t t = 0; t < patients.size(); ++t) {
      EXPECT_GE(up[t], patients[t] - kNegligiblePatients);
      EXPECT_LT(up[t], patients[t] + 1.0);
      EXPECT_LE(std::abs(nearest[t] - patients[t]), 0.5);
      EXPECT_GE(cumulative[t], 0.0);
      for (const double value : {up[t], nearest[t], cumulative[t]}) {
        EXPECT_EQ(value, std::floor(value));
      }
      expected += patients[t];
      total += cumulative[t];
      EXPECT_LE(std::abs(total - expected), 0.5);
    }
  }
}

TEST(Rounding, NoiseIsNotAPatient) {
  const Values noise = {1e-13, 3.0 + 1e-12, 3.0 - 1e-12};
  EXPECT_EQ(round_patients(noise, Rounding::ceil), (Values{0, 3, 3}));
  EXPECT_FALSE(std::signbit(round_patients(Values{0.0}, Rounding::ceil).front()));
  EXPECT_EQ(round_patients(Values{1e-8}, Rounding::ceil), (Values{1}));
}

TEST(Rounding, WholeNumbersStay) {
  const Values whole = {0, 1, 7, 1'000'000, 0, 3};
  for (const Rounding rounding :
       {Rounding::ceil, Rounding::cumulative, Rounding::nearest, Rounding::none}) {
    EXPECT_EQ(round_patients(whole, rounding), whole);
  }
  EXPECT_TRUE(round_patients({}, Rounding::ceil).empty());
}

TEST(Rounding, RefusesWhatIsNoNumberOfPatients) {
  const double bad[] = {-0.1, std::numeric_limits<double>::quiet_NaN(),
                        std::numeric_limits<double>::infinity()};
  for (const double value : bad) {
    for (const Rounding rounding :
         {Rounding::ceil, Rounding::cumulative, Rounding::nearest, Rounding::none}) {
      EXPECT_THROW(static_cast<void>(round_patients(Values{1.0, value}, rounding)), InputError);
    }
  }
}

}  // namespace
}  // namespace surgeflow::epidemic
