// SPDX-License-Identifier: Apache-2.0
// Counts what leaves and what is away, and sums the priced bound in 128 bits.
#include "flow/certificate/limit_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace surgeflow::flow::certificate {
namespace {

/// Sums of prices over a horizon stay within 64 bits.
constexpr std::int64_t kMostPrice = std::int64_t{1} << 40;

/// Shipments that leave and arrive at places of the instance.
template <class Visit>
void for_each_possible(const Instance& instance, const Plan& plan, Visit&& visit) {
  const auto known = [&](FacilityId i) {
    return i.value() >= 0 && i.value() < instance.facilities();
  };
  for (const Shipment& shipment : plan.shipments) {
    if (!known(shipment.origin) || !known(shipment.destination) || shipment.depart.value() < 0) {
      continue;
    }
    const int transit = instance.lanes().transit_periods(shipment.origin, shipment.destination);
    const std::int32_t arrive = shipment.depart.value() + transit;
    if (transit == 0 || arrive >= instance.periods()) continue;
    visit(shipment, Period(arrive));
  }
}

void check_dispatch(const Instance& instance, Count limit, const Plan& plan, Findings& findings) {
  std::vector<Wide> sent(static_cast<std::size_t>(instance.periods()), 0);
  for_each_possible(instance, plan, [&](const Shipment& shipment, Period) {
    sent[static_cast<std::size_t>(shipment.depart.value())] += shipment.quantity;
  });
  for (Period t{0}; t.value() < instance.periods(); ++t) {
    const Wide here = sent[static_cast<std::size_t>(t.value())];
    if (here <= limit) continue;
    findings.add("dispatch limit", [&] {
      return fmt::format("period {}: {} devices leave, {} more than the {} allowed",
                         findings.period(t), here, here - limit, limit);
    });
  }
}

void check_away(const Instance& instance, std::int32_t share, const Plan& plan,
                Findings& findings) {
  Panel<Total> change(instance.facilities(), instance.periods());
  for_each_possible(instance, plan, [&](const Shipment& shipment, Period arrive) {
    change(shipment.origin, shipment.depart) -= shipment.quantity;
    change(shipment.destination, arrive) += shipment.quantity;
  });
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    const Count least = least_present(share, instance.devices(i));
    Total present = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      present += instance.supply(i, t) + change(i, t);
      if (present >= least) continue;
      findings.add("away limit", [&] {
        return fmt::format("{}: {} of {} devices are there, {} fewer than must stay",
                           findings.at(i, t), present, instance.devices(i), least - present);
      });
    }
  }
}

/// A_it, the sum of a facility's multipliers from each period on.
Panel<std::int64_t> rests(const Instance& instance, const LimitPrices& prices) {
  Panel<std::int64_t> rest(instance.facilities(), instance.periods());
  if (prices.away.facilities() == 0) return rest;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    std::int64_t sum = 0;
    for (std::int32_t t = instance.periods() - 1; t >= 0; --t) {
      sum += prices.away(i, Period(t));
      rest(i, Period(t)) = sum;
    }
  }
  return rest;
}

}  // namespace

void check_limits(const Instance& instance, const Limits& limits, const Plan& plan,
                  Findings& findings) {
  if (limits.dispatch) check_dispatch(instance, *limits.dispatch, plan, findings);
  if (limits.away_millionths) check_away(instance, *limits.away_millionths, plan, findings);
}

bool is_priced(const LimitPrices& prices) {
  const auto positive = [](std::int64_t price) { return price != 0; };
  return prices.resolution != 1 || std::ranges::any_of(prices.dispatch, positive) ||
         std::ranges::any_of(prices.away.values(), positive);
}

void check_multipliers(const Instance& instance, const LimitClaim& claim, Findings& findings) {
  const LimitPrices& prices = claim.prices;
  const auto periods = static_cast<std::size_t>(instance.periods());
  const std::size_t dispatch = claim.limits.dispatch ? periods : 0;
  const std::size_t away =
      claim.limits.away_millionths ? periods * static_cast<std::size_t>(instance.facilities()) : 0;
  if (prices.resolution < 1 || prices.dispatch.size() != dispatch ||
      prices.away.values().size() != away) {
    findings.add("multipliers shape", [&] {
      return fmt::format(
          "{} for dispatch and {} for away at resolution {}; the limits ask for {} "
          "and {} at 1 or more",
          prices.dispatch.size(), prices.away.values().size(), prices.resolution, dispatch, away);
    });
  }
  const auto require_range = [&](std::int64_t price) {
    if (price >= 0 && price <= kMostPrice) return;
    findings.add("multiplier range",
                 [&] { return fmt::format("{}; 0 to {} are allowed", price, kMostPrice); });
  };
  std::ranges::for_each(prices.dispatch, require_range);
  std::ranges::for_each(prices.away.values(), require_range);
}

std::int64_t check_priced_ship_arcs(const Instance& instance, const LimitPrices& prices,
                                    const Potentials& potentials, int threads, Findings& findings) {
  // Keys of either end, so that a lane is one comparison: v + leave, v + arrive.
  const Panel<std::int64_t> rest = rests(instance, prices);
  Panel<std::int64_t> sending = rest;
  Panel<std::int64_t> receiving = rest;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      sending(i, t) += potentials.patients(i, t);
      receiving(i, t) += potentials.patients(i, t);
      if (!prices.dispatch.empty()) {
        sending(i, t) += prices.dispatch[static_cast<std::size_t>(t.value())];
      }
    }
  }
  const LaneTable& lanes = instance.lanes();
  std::vector<std::uint8_t> fails(static_cast<std::size_t>(instance.facilities()), 0);
  std::int64_t arcs = 0;
#pragma omp parallel for schedule(dynamic, 8) reduction(+ : arcs) num_threads(std::max(1, threads))
  for (std::int32_t i = 0; i < instance.facilities(); ++i) {
    const std::int64_t* const from = sending.row(FacilityId(i)).data();
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      const std::int32_t transit = lanes.transit_periods(FacilityId(i), j);
      if (transit == 0 || transit >= instance.periods()) continue;
      const std::int64_t* const to = receiving.row(j).data() + transit;
      std::int64_t signs = 0;
      for (std::int32_t t = 0; t < instance.periods() - transit; ++t) signs |= from[t] - to[t];
      if (signs < 0) fails[static_cast<std::size_t>(i)] = 1;
      arcs += instance.periods() - transit;
    }
  }
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    if (fails[static_cast<std::size_t>(i.value())] == 0) continue;
    findings.add("ship potential", [&] {
      return fmt::format("a lane from facility {} is worth more than its price",
                         findings.facility(i));
    });
  }
  return arcs;
}

Wide priced_bound(const Instance& instance, const LimitClaim& claim, const Potentials& potentials) {
  const LimitPrices& prices = claim.prices;
  Wide sum = 0;
  for (const std::int64_t price : prices.dispatch) sum += Wide{price} * *claim.limits.dispatch;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    Wide room = 0;
    if (claim.limits.away_millionths) {
      room -= least_present(*claim.limits.away_millionths, instance.devices(i));
    }
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const std::int64_t back = std::int64_t{t.value()} + instance.turnaround_periods(i);
      const Wide here = potentials.patients(i, t);
      const Wide profit = prices.resolution + potential_at(potentials, i, back).patients - here;
      sum += instance.supply(i, t) * here;
      sum += instance.demand()(i, t) * std::max<Wide>(0, profit);
      room += instance.supply(i, t);
      if (claim.limits.away_millionths) sum += room * prices.away(i, t);
    }
  }
  return sum / prices.resolution - (sum % prices.resolution < 0 ? 1 : 0);
}

}  // namespace surgeflow::flow::certificate
