// SPDX-License-Identifier: Apache-2.0
// Latin hypercubes, Sobol' sequences, Saltelli's design and independent draws.
#include "sweep/points.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "surgeflow/core/distribution.hpp"
#include "surgeflow/core/random.hpp"
#include "sweep/random_streams.hpp"

namespace surgeflow::sweep {
namespace {

constexpr std::size_t kSobolCoordinates = 3667;  // of Joe and Kuo's directions in Boost
constexpr double kBelowOne = 1.0 - 0x1.0p-53;

/// The middle of one of 2^52 slices: never 0, never 1.
double in_unit_interval(std::uint64_t bits) {
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1.0p-52;
}

/// Slices of a factor in a random order: the ranks of random numbers.
std::vector<std::uint32_t> random_order(std::size_t count, std::size_t factor, std::uint64_t seed) {
  const RandomKey key{seed, stream_of(Purpose::hypercube_order, factor), 0};
  std::vector<std::uint64_t> keys(count);
  for (std::size_t n = 0; n < count; ++n) keys[n] = random_bits(key, n);
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
  });
  return order;
}

Points latin_hypercube(std::size_t count, std::size_t factors, std::uint64_t seed) {
  Points points{count, factors, std::vector<double>(count * factors)};
  for (std::size_t f = 0; f < factors; ++f) {
    const std::vector<std::uint32_t> order = random_order(count, f, seed);
    const RandomKey key{seed, stream_of(Purpose::hypercube_place, f), 0};
    for (std::size_t n = 0; n < count; ++n) {
      const double place = in_unit_interval(random_bits(key, n));
      const double u = std::min((order[n] + place) / static_cast<double>(count), kBelowOne);
      points.z[n * factors + f] = standard_normal_quantile(u);
    }
  }
  return points;
}

Points sobol(std::size_t count, std::size_t coordinates, std::uint64_t seed) {
  Points points{count, coordinates, std::vector<double>(count * coordinates)};
  std::vector<std::uint64_t> shift(coordinates);
  for (std::size_t c = 0; c < coordinates; ++c) {
    shift[c] = random_bits({seed, stream_of(Purpose::sobol_shift, c), 0}, 0);
  }
  boost::random::sobol sequence(coordinates);
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t c = 0; c < coordinates; ++c) {
      // Boost begins with the second point; the first is zero.
      const std::uint64_t bits = n == 0 ? 0 : sequence();
      points.z[n * coordinates + c] = standard_normal_quantile(in_unit_interval(bits ^ shift[c]));
    }
  }
  return points;
}

Points saltelli(std::size_t count, std::size_t factors, std::uint64_t seed) {
  const Points halves = sobol(count, 2 * factors, seed);
  Points points{count * (factors + 2), factors, {}};
  points.z.reserve(points.count * factors);
  const auto append = [&](auto from_b) {
    for (std::size_t n = 0; n < count; ++n) {
      for (std::size_t f = 0; f < factors; ++f) {
        points.z.push_back(halves.at(n, from_b(f) ? factors + f : f));
      }
    }
  };
  append([](std::size_t) { return false; });
  append([](std::size_t) { return true; });
  for (std::size_t i = 0; i < factors; ++i) append([i](std::size_t f) { return f == i; });
  return points;
}

Points independent(std::size_t count, std::size_t factors, std::uint64_t seed) {
  Points points{count, factors, std::vector<double>(count * factors)};
  for (std::size_t n = 0; n < count; ++n) {
    for (std::size_t f = 0; f < factors; ++f) {
      const RandomKey key{seed, stream_of(Purpose::national_draw, f),
                          static_cast<std::uint32_t>(n)};
      points.z[n * factors + f] = random_normal(key, 0);
    }
  }
  return points;
}

/// The points of a design in its own order.
Points drawn_points(Design design, std::size_t scenarios, std::size_t factors, std::uint64_t seed) {
  switch (design) {
    case Design::latin_hypercube:
      return latin_hypercube(scenarios, factors, seed);
    case Design::sobol:
      return sobol(scenarios, factors, seed);
    case Design::saltelli:
      return saltelli(scenarios, factors, seed);
    case Design::ensemble:
      return independent(scenarios, factors, seed);
    case Design::list:
    case Design::grid:
      break;
  }
  throw std::invalid_argument("make_points: a design that does not draw");
}

}  // namespace

std::size_t most_factors(Design design) {
  if (design == Design::sobol) return kSobolCoordinates;
  if (design == Design::saltelli) return kSobolCoordinates / 2;
  return std::size_t{1} << 24;
}

std::int64_t count_points(Design design, std::int64_t scenarios, std::size_t factors) {
  if (design != Design::saltelli) return scenarios;
  const auto times = static_cast<std::int64_t>(factors + 2);
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  return scenarios > most / times ? most : scenarios * times;
}

Points make_points(Design design, std::size_t scenarios, std::size_t factors, std::uint64_t seed) {
  Points points = drawn_points(design, scenarios, factors, seed);
  // Neighbours start from each other's plans.
  if (factors == 1 && design != Design::saltelli) std::sort(points.z.begin(), points.z.end());
  return points;
}

}  // namespace surgeflow::sweep
