// SPDX-License-Identifier: Apache-2.0
// Moves multipliers by what the last plan exceeded, and draws what patients earn.
#include "lagrangian/limits/nearby_prices.hpp"

#include <algorithm>
#include <utility>

#include "lagrangian/narrowed.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::lagrangian {
namespace {

constexpr std::uint32_t kNearbyStream = 67;
/// Units of the prices in one of the proof's.
constexpr std::int64_t kSubdivision = 16;
/// Multipliers rise by one patient in so many, all together, less where only few devices or
/// patients are beyond limits.
constexpr std::int64_t kRise = 2;
constexpr Total kFew = 4;
/// One that is not exceeded loses one part in so many of what it is off the proof's.
constexpr std::int64_t kReturn = 16;
/// What is drawn for a patient is below one in so many.
constexpr std::int64_t kDrawn = 8;

}  // namespace

NearbyPrices::NearbyPrices(const Instance& network, const Families& families, const Proof& proof,
                           Plan plan)
    : network_(&network),
      families_(&families),
      resolution_(kSubdivision * proof.prices.resolution),
      patient_(resolution_ * network.resolution()),
      proved_(proof.multipliers),
      slack_(proved_.size(), 0) {
  for (std::int64_t& multiplier : proved_) multiplier *= kSubdivision;
  multipliers_ = proved_;
  priced_.plan = std::move(plan);
  priced_.potentials = widened(proof.potentials.patients);
  for (std::int64_t& value : priced_.potentials.values()) value *= kSubdivision;
}

void NearbyPrices::move_multipliers() {
  const Total excess = std::max<Total>(excess_of(slack_), kFew);
  for (std::size_t r = 0; r < multipliers_.size(); ++r) {
    if (slack_[r] < 0) {
      multipliers_[r] += -slack_[r] * patient_ / (kRise * excess);
    } else {
      multipliers_[r] += (proved_[r] - multipliers_[r]) / kReturn;
    }
  }
}

LanePrices NearbyPrices::charged() const {
  const Panel<std::int64_t> none(network_->facilities(), network_->periods());
  LanePrices prices{.resolution = resolution_, .leave = none, .arrive = none, .treat = none};
  for_each_part(*families_, multipliers_,
                [&](const LimitFamily& family, auto part) { family.charge(part, prices); });
  const RandomKey key{.seed = 0, .stream = kNearbyStream, .member = round_};
  const auto most = static_cast<std::uint64_t>(patient_ / kDrawn) + 1;
  std::uint64_t drawn = 0;
  for (std::int64_t& price : prices.treat.values()) {
    price += static_cast<std::int64_t>(random_below(key, drawn++, most));
  }
  return prices;
}

StopReason NearbyPrices::step(const StopCondition& stop) {
  move_multipliers();
  const PricedStart from{.potentials = &priced_.potentials, .plan = &priced_.plan};
  PricedResult priced =
      solve_priced(*network_, charged(), from, {.stop = stop, .workspace = &workspace_});
  if (priced.stopped != StopReason::none) return priced.stopped;
  ++round_;
  priced_ = std::move(priced);
  slack_ = slack_of(*families_, priced_.plan);
  return StopReason::none;
}

}  // namespace surgeflow::lagrangian
