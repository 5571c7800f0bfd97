// SPDX-License-Identifier: Apache-2.0
// Adopt, prune, fill, exchange.
#include "lagrangian/limits/recovery.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "lagrangian/limits/filling.hpp"
#include "lagrangian/limits/provision.hpp"
#include "surgeflow/core/random.hpp"
#include "surgeflow/flow/ordered.hpp"

namespace surgeflow::lagrangian {
namespace {

constexpr std::uint32_t kExchangeStream = 42;
/// One hop in so many is passed over in exchange.
constexpr std::uint32_t kPassedOver = 12;
constexpr std::int32_t kMostDays = 12;
constexpr std::uint64_t kMostFacilities = 4;
constexpr int kMostRuined = 200;
/// Days that a shipment may wait for room.
constexpr std::int32_t kMostDelay = 10;

std::vector<Period> all_periods(const Instance& instance) {
  std::vector<Period> periods;
  for (Period t{0}; t.value() < instance.periods(); ++t) periods.push_back(t);
  return periods;
}

struct Wish {
  FacilityId origin;
  FacilityId destination;
  Period depart;  ///< the first day on which it could go
  Count quantity = 0;
  std::int64_t worth = 0;
};

std::vector<Wish> wishes_of(const Plan& priced, const Panel<std::int64_t>& potentials,
                            const ShippingPlan& plan) {
  std::vector<Wish> wishes;
  for (const Shipment& shipment : priced.shipments) {
    const auto& [depart, origin, destination, quantity] = shipment;
    const Period arrive(depart.value() +
                        plan.instance().lanes().transit_periods(origin, destination));
    wishes.push_back({origin, destination, depart, quantity,
                      potentials(destination, arrive) - potentials(origin, depart)});
  }
  return wishes;
}

/// Sends what a plan ships, as far as devices and limits allow, and what could not go up to
/// `most_delay` days later.
void adopt(const Plan& priced, const Panel<std::int64_t>& potentials, std::int32_t most_delay,
           ShippingPlan& plan) {
  const std::int32_t periods = plan.instance().periods();
  const std::vector<Wish> wishes = wishes_of(priced, potentials, plan);
  std::vector<Wish> waiting;
  auto next = wishes.begin();
  for (Period t{0}; t.value() < periods; ++t) {
    std::erase_if(waiting, [&](const Wish& wish) {
      return wish.quantity == 0 || t.value() - wish.depart.value() > most_delay;
    });
    for (; next != wishes.end() && next->depart == t; ++next) waiting.push_back(*next);
    std::ranges::stable_sort(waiting, std::greater<>(), &Wish::worth);
    for (Wish& wish : waiting) {
      for (; wish.quantity > 0; --wish.quantity) {
        const std::optional<Move> move =
            plan.move(plan.departure(wish.origin, t), wish.destination);
        if (!move || !plan.send(*move)) break;
      }
    }
  }
}

/// Takes back moves that do more harm than good, the last first, until there are none.
void prune(ShippingPlan& plan) {
  for (bool again = true; again;) {
    again = false;
    std::vector<ShippingPlan::Made> moves = plan.moves();
    std::ranges::reverse(moves);
    for (const auto& [move, devices] : moves) {
      for (Count n = 0; n < devices; ++n) {
        if (!move.back && plan.profit_of_taking_back(move.out) <= 0) break;
        const Total before = plan.value();
        if (!plan.take_back(move)) break;
        if (plan.value() > before) {
          again = true;
        } else {
          plan.put_back(move);
          break;
        }
      }
    }
  }
}

/// Takes back what `chosen` says, the last first, as far as it can be, up to kMostRuined devices;
/// the periods that have more room now.
template <class Chosen>
std::vector<Period> ruin(ShippingPlan& plan, Chosen&& chosen) {
  std::vector<bool> touched(static_cast<std::size_t>(plan.instance().periods()), false);
  std::vector<ShippingPlan::Made> moves = plan.moves();
  std::ranges::reverse(moves);
  int ruined = 0;
  for (const auto& [move, devices] : moves) {
    if (!chosen(move.out)) continue;
    for (Count n = 0; n < devices && ruined < kMostRuined && plan.take_back(move); ++n, ++ruined) {
      touched[static_cast<std::size_t>(move.out.depart.value())] = true;
    }
  }
  std::vector<Period> periods;
  for (Period t{0}; t.value() < plan.instance().periods(); ++t) {
    if (touched[static_cast<std::size_t>(t.value())]) periods.push_back(t);
  }
  return periods;
}

/// Empties a few days, or what a few facilities send and receive.
std::vector<Period> ruin_at_random(ShippingPlan& plan, const RandomKey& key) {
  const Instance& instance = plan.instance();
  const auto periods = static_cast<std::uint64_t>(instance.periods());
  if (random_below(key, 0, 2) == 0) {
    const auto first = static_cast<std::int32_t>(random_below(key, 1, periods));
    const auto days = static_cast<std::int32_t>(1 + random_below(key, 2, kMostDays));
    return ruin(plan, [&](const Hop& hop) {
      return hop.depart.value() >= first && hop.depart.value() < first + days;
    });
  }
  std::vector<bool> picked(static_cast<std::size_t>(instance.facilities()), false);
  const std::uint64_t facilities = 1 + random_below(key, 3, kMostFacilities);
  for (std::uint64_t n = 0; n < facilities; ++n) {
    picked[random_below(key, 4 + n, picked.size())] = true;
  }
  return ruin(plan, [&](const Hop& hop) {
    return picked[static_cast<std::size_t>(hop.origin.value())] ||
           picked[static_cast<std::size_t>(hop.destination.value())];
  });
}

}  // namespace

Recovery::Recovery(const Instance& instance, const Limits& limits, const Families& families,
                   std::vector<Shipment> provision, int threads)
    : instance_(&instance),
      limits_(&limits),
      families_(&families),
      provision_(std::move(provision)),
      threads_(threads),
      best_(instance, limits, families, provision_) {
  Filling(best_, threads_).run(all_periods(instance));
}

void Recovery::consider(const Plan& priced, const Panel<std::int64_t>& potentials) {
  ShippingPlan plan(*instance_, *limits_, *families_, provision_);
  adopt(without_ordered(priced, as_orders(provision_)).plan, potentials,
        considered_++ % 2 == 0 ? kMostDelay : 0, plan);
  prune(plan);
  Filling(plan, threads_).run(all_periods(*instance_));
  if (plan.value() > best_.value()) best_ = std::move(plan);
}

void Recovery::improve(std::int64_t rounds, const StopCondition& stop) {
  Filling filling(best_, threads_);
  for (std::int64_t n = 0; n < rounds && stop.check() == StopReason::none; ++n, ++round_) {
    const Total before = best_.value();
    best_.mark();
    const auto seed = static_cast<std::uint64_t>(round_);
    const std::vector<Period> periods =
        ruin_at_random(best_, {.seed = seed, .stream = kExchangeStream});
    filling.pass_over(kPassedOver, seed);
    filling.run(periods);
    filling.pass_over(0, seed);
    filling.run(periods);
    if (best_.value() < before) best_.undo();
  }
}

}  // namespace surgeflow::lagrangian
