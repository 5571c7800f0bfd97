// SPDX-License-Identifier: Apache-2.0
// Offers sorted into steps, and steps divided among offers.
#include "lagrangian/items/item_steps.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "lagrangian/limits/guarded_steps.hpp"
#include "surgeflow/core/checked.hpp"

namespace surgeflow::lagrangian {
namespace {

/// What all who gain anything gain; nothing where they differ.
std::optional<std::int64_t> common_gain(const std::vector<Offer>& offers) {
  std::int64_t common = 0;
  for (const Offer& offer : offers) {
    for (std::size_t n = 0; n < offer.width.values().size(); ++n) {
      const std::int64_t gain = offer.gain.values()[n];
      if (gain <= 0 || offer.width.values()[n] == 0) continue;
      if (common != 0 && gain != common) return std::nullopt;
      common = gain;
    }
  }
  return std::max<std::int64_t>(1, common);
}

}  // namespace

Panel<std::int64_t> gains_of(const ItemSet& set, std::size_t treatment) {
  Panel<std::int64_t> gains(set.facilities(), set.periods());
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (Period t{0}; t.value() < set.periods(); ++t) {
      gains(i, t) = set.gain(set.treatments[treatment], i, t);
    }
  }
  return gains;
}

ItemSteps::ItemSteps(const Instance& item, const std::vector<Offer>& offers, const OwnSteps& own)
    : offers_(offers.size()), instance_(with_steps(item, offers, own, ranks_)) {}

std::vector<ItemSteps::Rank> ItemSteps::ranked(const std::vector<Offer>& offers,
                                               std::size_t place) {
  std::vector<Rank> ranks;
  for (std::size_t n = 0; n < offers.size(); ++n) {
    const Count width = offers[n].width.values()[place];
    if (offers[n].gain.values()[place] > 0 && width > 0) ranks.push_back({n, width});
  }
  std::ranges::stable_sort(ranks, std::greater<>(), [&](const Rank& rank) {
    return offers[rank.offer].gain.values()[place];
  });
  return ranks;
}

Instance ItemSteps::with_steps(const Instance& item, const std::vector<Offer>& offers,
                               const OwnSteps& own, std::vector<Rank>& ranks) {
  const std::size_t places = item.demand().values().size();
  const GainStep none{.width = Panel<Count>(item.facilities(), item.periods()),
                      .gain = Panel<std::int32_t>(item.facilities(), item.periods())};
  std::vector<GainStep> steps(offers.size(), none);
  Panel<Count> demand = none.width;
  ranks.assign(places * offers.size(), {});
  for (std::size_t place = 0; place < places; ++place) {
    std::size_t step = 0;
    for (const Rank& rank : ranked(offers, place)) {
      steps[step].width.values()[place] = rank.width;
      steps[step].gain.values()[place] =
          narrow<std::int32_t>(offers[rank.offer].gain.values()[place]);
      demand.values()[place] = checked_add(demand.values()[place], rank.width);
      ranks[place * offers.size() + step++] = rank;
    }
  }
  InstanceData data = numbers_of(item);
  data.demand = std::move(demand);
  // Without steps the network is smaller.
  const std::optional<std::int64_t> common = common_gain(offers);
  data.resolution = narrow<std::int32_t>(common.value_or(1));
  data.treat_steps.clear();
  if (!common) data.treat_steps = std::move(steps);
  for (GainStep& step : data.hold_steps) {
    for (std::int32_t& gain : step.gain.values()) gain = narrow<std::int32_t>(gain * own.scale);
  }
  if (own.lending == Lending::free) data.send_steps.clear();
  return Instance(std::move(data));
}

std::vector<Panel<Count>> ItemSteps::split(const Panel<Count>& given) const {
  std::vector<Panel<Count>> parts(offers_, Panel<Count>(given.facilities(), given.periods()));
  for (std::size_t place = 0; place < given.values().size(); ++place) {
    Count left = given.values()[place];
    for (std::size_t step = 0; step < offers_ && left > 0; ++step) {
      const Rank& rank = ranks_[place * offers_ + step];
      const Count within = std::min(left, rank.width);
      parts[rank.offer].values()[place] += within;
      left -= within;
    }
  }
  return parts;
}

}  // namespace surgeflow::lagrangian
