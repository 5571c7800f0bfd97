// SPDX-License-Identifier: Apache-2.0
// Estimates of Sobol' indices and their bootstrap.
#include "surgeflow/sweep/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "surgeflow/core/random.hpp"
#include "sweep/random_streams.hpp"

namespace surgeflow::sweep {
namespace {

/// Outputs of A, B and AB_i, less their mean. The estimator of the first order has the mean as a
/// factor of its error, and none of the indices depends on it.
class CentredOutputs {
 public:
  CentredOutputs(std::span<const double> outputs, std::size_t points)
      : points_(points), values_(outputs.begin(), outputs.end()) {
    const auto end = values_.begin() + static_cast<std::ptrdiff_t>(2 * points);
    const double mean =
        std::accumulate(values_.begin(), end, 0.0) / static_cast<double>(2 * points);
    for (double& value : values_) value -= mean;
  }
  [[nodiscard]] std::size_t points() const { return points_; }
  [[nodiscard]] double a(std::size_t point) const { return values_[point]; }
  [[nodiscard]] double b(std::size_t point) const { return values_[points_ + point]; }
  [[nodiscard]] double ab(std::size_t factor, std::size_t point) const {
    return values_[(2 + factor) * points_ + point];
  }

 private:
  std::size_t points_;
  std::vector<double> values_;
};

/// V(Y) from A and B of the chosen points.
double variance(const CentredOutputs& f, std::span<const std::size_t> chosen) {
  double sum = 0.0;
  double squares = 0.0;
  for (const std::size_t j : chosen) {
    sum += f.a(j) + f.b(j);
    squares += f.a(j) * f.a(j) + f.b(j) * f.b(j);
  }
  const double count = 2.0 * static_cast<double>(chosen.size());
  return squares / count - (sum / count) * (sum / count);
}

struct Indices {
  double first_order = 0.0;
  double total = 0.0;
};

Indices indices_of(const CentredOutputs& f, std::size_t factor, std::span<const std::size_t> chosen,
                   double variance) {
  if (!(variance > 0.0)) return {};
  double explained = 0.0;
  double unexplained = 0.0;
  for (const std::size_t j : chosen) {
    const double step = f.ab(factor, j) - f.a(j);
    explained += f.b(j) * step;
    unexplained += step * step;
  }
  const auto count = static_cast<double>(chosen.size());
  return {explained / count / variance, unexplained / (2.0 * count) / variance};
}

std::vector<std::size_t> resample(std::size_t points, std::int32_t number, std::uint64_t seed) {
  const RandomKey key{seed, stream_of(Purpose::resample), static_cast<std::uint32_t>(number)};
  std::vector<std::size_t> chosen(points);
  for (std::size_t j = 0; j < points; ++j) chosen[j] = random_below(key, j, points);
  return chosen;
}

/// The p-quantile, straight between the two nearest of the sorted values.
double quantile_of(const std::vector<double>& sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Estimate estimate_of(double value, std::vector<double> resampled, double confidence) {
  if (resampled.empty()) return {value, value, value};
  std::sort(resampled.begin(), resampled.end());
  const double tail = (1.0 - confidence) / 2.0;
  return {value, quantile_of(resampled, tail), quantile_of(resampled, 1.0 - tail)};
}

/// Values of the resamples, by factor.
struct Resampled {
  std::vector<std::vector<double>> first_order;
  std::vector<std::vector<double>> total;
};

Resampled bootstrap_of(const CentredOutputs& f, std::size_t factors, const Bootstrap& bootstrap) {
  Resampled resampled{std::vector<std::vector<double>>(factors),
                      std::vector<std::vector<double>>(factors)};
  for (std::int32_t n = 0; n < bootstrap.resamples; ++n) {
    const std::vector<std::size_t> chosen = resample(f.points(), n, bootstrap.seed);
    const double spread = variance(f, chosen);
    for (std::size_t i = 0; i < factors; ++i) {
      const Indices indices = indices_of(f, i, chosen, spread);
      resampled.first_order[i].push_back(indices.first_order);
      resampled.total[i].push_back(indices.total);
    }
  }
  return resampled;
}

void require_complete(std::span<const double> outputs, std::size_t points, std::size_t factors) {
  if (points == 0 || outputs.size() / points != factors + 2 || outputs.size() % points != 0) {
    throw std::invalid_argument("sobol_indices: outputs are not those of N (k + 2) scenarios");
  }
}

}  // namespace

std::vector<SobolIndex> sobol_indices(std::span<const double> outputs, std::size_t points,
                                      std::size_t factors, const Bootstrap& bootstrap) {
  require_complete(outputs, points, factors);
  const auto [least, most] = std::minmax_element(outputs.begin(), outputs.end());
  if (*least == *most) return std::vector<SobolIndex>(factors);
  const CentredOutputs f(outputs, points);
  std::vector<std::size_t> all(points);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const double spread = variance(f, all);
  Resampled resampled = bootstrap_of(f, factors, bootstrap);
  std::vector<SobolIndex> indices;
  for (std::size_t i = 0; i < factors; ++i) {
    const Indices whole = indices_of(f, i, all, spread);
    indices.push_back(
        {estimate_of(whole.first_order, std::move(resampled.first_order[i]), bootstrap.confidence),
         estimate_of(whole.total, std::move(resampled.total[i]), bootstrap.confidence)});
  }
  return indices;
}

}  // namespace surgeflow::sweep
