// SPDX-License-Identifier: Apache-2.0
// The quotient of a population and the sum of its parts, to the last bit, without a division.
//
// Every day the compartments are scaled by q = N / T, where T = (S + I) + R as computed is N but
// for what rounding did. One reciprocal y = 1 / N a cell then does for all days:
//
//   q = 1 + (N - T) y
//
// Why that is the correctly rounded quotient. Write rn() for rounding to the nearest, u for 2^-53,
// n = N / ulp(N), a whole number from 2^52 to 2^53, and T = (n + k) ulp(N).
//
// 1. |k| <= 8, as long as S, I and R are not negative and recoveries are at most I a day. The
//    infections and recoveries that leave one compartment enter another, so apart from rounding S +
//    I + R stays. Four roundings are of the next S, I and R, of which three are together at most u
//    times their sum and that of (infections - recoveries) at most u N; those of the two sums in T
//    are u N each. So T is within 4 u of the S + I + R of the day before; that sum is within 4 u of
//    N, for two of these errors, the quotient's and the products'. And 8 u N <= 8 ulp(N).
// 2. N - T is exact, since T is between N / 2 and 2 N. So (N - T) y, rounded or not, is -k / n but
//    for a factor within 2^-48 of 1, and so is N / T - 1 = -k / (n + k).
// 3. rn(1 + x) is a step function of x, whose steps are at multiples of 2^-54. Let v = 2^53 / n, in
//    (1, 2]. The two roundings differ only with such a step from one number to the other: only if
//    k v is within 2^-44 of some j / 2 with whole j. Then 1680 v is within 2^-36 of a whole number:
//    2 k divides 1680 for all k from 1 to 8.
//
// So a cell whose 1680 v is farther than that from whole numbers is never in doubt. This leaves out
// powers of 2 and what is next to them, where T may have a smaller ulp than N; and 1680 x 2^a / b
// for whole b, one population in 10^8 otherwise. They are divided.
#pragma once

#include <cstdint>
#include <cstring>

namespace surgeflow::epidemic {
namespace {

/// rn(population / total) where no doubt is. Numbers: double or a vector of them. Arithmetic has a
/// multiply_add(a, b, c) = a b + c, which may round the product or not.
template <class Arithmetic, class Numbers>
[[gnu::always_inline]] inline Numbers scale_by_reciprocal(Numbers population, Numbers reciprocal,
                                                          Numbers total) {
  return Arithmetic::multiply_add(population - total, reciprocal, Numbers{} + 1.0);
}

/// Times v, as above, a whole number where scale_by_reciprocal() is in doubt, but for less than
/// kDoubt.
constexpr double kDoubtfulMultiple = 1680.0;
constexpr double kDoubt = 0x1.0p-30;

/// How far a population is from doubt, squared; above kDoubt x kDoubt there is none. Of populations
/// from 1 to 2^50. Bits: unsigned integers as wide as Numbers.
template <class Bits, class Numbers>
[[gnu::always_inline]] inline Numbers squared_distance_from_doubt(Numbers population) {
  constexpr std::uint64_t kExponent = 0x7ff0000000000000;
  Bits bits;
  std::memcpy(&bits, &population, sizeof bits);
  bits = bits & kExponent;
  Numbers power_of_two;
  std::memcpy(&power_of_two, &bits, sizeof bits);
  const Numbers multiple = power_of_two / population * (2.0 * kDoubtfulMultiple);
  // Sums of this size have no fraction.
  constexpr double kNoFraction = 0x1.0p52;
  const Numbers distance = multiple - ((multiple + kNoFraction) - kNoFraction);
  return distance * distance;
}

}  // namespace
}  // namespace surgeflow::epidemic
