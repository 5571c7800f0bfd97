// SPDX-License-Identifier: Apache-2.0
// Cuts, the quadratic problem over their weights, and control of the step.
#include "lagrangian/limits/bundle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace surgeflow::lagrangian {
namespace {

/// Numbers held by all cuts together, and the fewest and most cuts.
constexpr std::size_t kMostNumbers = 12'000'000;
constexpr std::size_t kFewestCuts = 12;
constexpr std::size_t kMostCuts = 150;
constexpr int kMostMoves = 3000;
/// Weights are moved until cuts that share it differ by no more than this part of the promise.
constexpr double kAgreement = 0.02;
constexpr double kGoodShare = 0.1;
constexpr double kVeryGoodShare = 0.5;
constexpr int kFailuresAllowed = 8;

/// Of those components alone. Four sums at once do not wait for each other.
double product(std::span<const double> one, std::span<const double> other,
               std::span<const std::uint32_t> components) {
  constexpr std::size_t kSums = 4;
  std::array<double, kSums> sums{};
  std::size_t n = 0;
  for (; n + kSums <= components.size(); n += kSums) {
    for (std::size_t k = 0; k < kSums; ++k) {
      const std::uint32_t r = components[n + k];
      sums[k] += one[r] * other[r];
    }
  }
  for (; n < components.size(); ++n) sums[0] += one[components[n]] * other[components[n]];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

Bundle::Bundle(std::vector<double> start, BundleSpace space)
    : space_(std::move(space)),
      center_(start),
      trial_(std::move(start)),
      joint_(center_.size(), 0.0) {
  if (space_.most.empty())
    space_.most.assign(center_.size(), std::numeric_limits<double>::infinity());
}

void Bundle::add(std::span<const double> multipliers, double bound, double treated,
                 std::span<const double> slope) {
  judge(multipliers, bound, slope);
  drop_cuts();
  cuts_.push_back({.constant = treated,
                   .slope = std::vector<double>(slope.begin(), slope.end()),
                   .weight = cuts_.empty() ? 1.0 : 0.0});
}

/// Moves the center where the promise was kept, and adapts the step.
void Bundle::judge(std::span<const double> multipliers, double bound,
                   std::span<const double> slope) {
  if (cuts_.empty()) {
    center_bound_ = bound;
    double steepest = 1.0;
    for (const double s : slope) steepest = std::max(steepest, std::abs(s));
    step_ = space_.first_step > 0.0 ? space_.first_step : 1.0 / steepest;
    return;
  }
  const double kept = center_bound_ - bound;
  if (kept >= kGoodShare * promise_) {
    center_.assign(multipliers.begin(), multipliers.end());
    center_bound_ = bound;
    if (kept >= kVeryGoodShare * promise_) step_ *= 1.6;
    failures_ = 0;
  } else if (++failures_ >= kFailuresAllowed) {
    step_ *= 0.6;
    failures_ = 0;
  }
}

void Bundle::drop_cuts() {
  const std::size_t room =
      std::clamp(kMostNumbers / std::max<std::size_t>(1, center_.size()), kFewestCuts, kMostCuts);
  if (cuts_.size() < room) return;
  std::erase_if(cuts_, [](const Cut& cut) { return cut.weight == 0.0; });
  if (cuts_.size() < room) return;
  std::ranges::stable_sort(cuts_, [](const Cut& a, const Cut& b) { return a.weight > b.weight; });
  Cut joined{.constant = 0.0, .slope = std::vector<double>(center_.size(), 0.0)};
  const auto first = static_cast<std::ptrdiff_t>(room / 2);
  for (auto cut = cuts_.begin() + first; cut != cuts_.end(); ++cut) joined.weight += cut->weight;
  for (auto cut = cuts_.begin() + first; cut != cuts_.end(); ++cut) {
    const double share = cut->weight / joined.weight;
    joined.constant += share * cut->constant;
    for (std::size_t r = 0; r < joined.slope.size(); ++r) {
      joined.slope[r] += share * cut->slope[r];
    }
  }
  cuts_.erase(cuts_.begin() + first, cuts_.end());
  cuts_.push_back(std::move(joined));
}

const std::vector<double>& Bundle::next() {
  std::ranges::fill(joint_, 0.0);
  for (const Cut& cut : cuts_) {
    if (cut.weight == 0.0) continue;
    for (std::size_t r = 0; r < joint_.size(); ++r) joint_[r] += cut.weight * cut.slope[r];
  }
  follow_weights();
  for (int move = 0; move < kMostMoves; ++move) {
    if (!move_weight(kAgreement * std::max(promise_, 1e-3))) break;
    follow_weights();
  }
  return trial_;
}

/// The multipliers that the weights stand for, and the cuts there.
void Bundle::follow_weights() {
  for (std::size_t r = 0; r < trial_.size(); ++r) {
    trial_[r] = center_[r] - step_ * joint_[r];
  }
  share_out();
  positive_.clear();
  for (std::size_t r = 0; r < trial_.size(); ++r) {
    trial_[r] = std::clamp(trial_[r], 0.0, space_.most[r]);
    if (trial_[r] > 0.0) positive_.push_back(static_cast<std::uint32_t>(r));
  }
  double model = -std::numeric_limits<double>::infinity();
  for (Cut& cut : cuts_) {
    cut.value = cut.constant + product(cut.slope, trial_, positive_);
    model = std::max(model, cut.value);
  }
  promise_ = center_bound_ - model;
}

/// Lowers those that share by the same amount, so that what is left above 0 adds up to 1.
void Bundle::share_out() {
  if (space_.shared == 0) return;
  const auto last = trial_.begin() + static_cast<std::ptrdiff_t>(space_.shared);
  std::vector<double> sorted(trial_.begin(), last);
  std::ranges::sort(sorted, std::greater<>());
  double sum = 0.0;
  double lower = 0.0;
  for (std::size_t n = 0; n < sorted.size(); ++n) {
    sum += sorted[n];
    const double each = (sum - 1.0) / static_cast<double>(n + 1);
    if (sorted[n] > each) lower = each;
  }
  for (auto multiplier = trial_.begin(); multiplier != last; ++multiplier) *multiplier -= lower;
}

/// How fast the difference of two cuts shrinks as weight moves between them.
double Bundle::curvature(const Cut& one, const Cut& other) const {
  double squares = 0.0;
  double sum = 0.0;
  double many = 0.0;
  for (const std::uint32_t r : positive_) {
    if (trial_[r] == space_.most[r]) continue;
    const double change = one.slope[r] - other.slope[r];
    squares += change * change;
    if (r >= space_.shared) continue;
    sum += change;
    many += 1.0;
  }
  if (many > 0.0) squares -= sum * sum / many;
  return step_ * std::max(0.0, squares);
}

/// Moves weight from the lowest cut to the highest; false where they differ by no more than
/// `enough`.
bool Bundle::move_weight(double enough) {
  Cut* highest = &cuts_.front();
  Cut* lowest = nullptr;
  for (Cut& cut : cuts_) {
    if (cut.value > highest->value) highest = &cut;
    if (cut.weight > 0.0 && (lowest == nullptr || cut.value < lowest->value)) lowest = &cut;
  }
  const double difference = highest->value - lowest->value;
  if (difference <= enough) return false;
  const double curved = curvature(*highest, *lowest);
  const double best = curved > 0.0 ? difference / curved : lowest->weight;
  const double moved = std::min(best, lowest->weight);
  highest->weight += moved;
  lowest->weight = moved == lowest->weight ? 0.0 : lowest->weight - moved;
  for (std::size_t r = 0; r < joint_.size(); ++r) {
    joint_[r] += moved * (highest->slope[r] - lowest->slope[r]);
  }
  return true;
}

}  // namespace surgeflow::lagrangian
