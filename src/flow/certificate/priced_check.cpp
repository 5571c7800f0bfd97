// SPDX-License-Identifier: Apache-2.0
// Looks at every lane with its price, and sums the bound in 128 bits.
#include "flow/certificate/priced_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "flow/certificate/cover_check.hpp"
#include "flow/certificate/limit_check.hpp"
#include "flow/certificate/worth.hpp"

namespace surgeflow::flow::certificate {
namespace {

bool has(const Panel<std::int64_t>& panel) { return panel.facilities() > 0; }

/// Whether any multiplier is not 0, or potentials are in finer units than gains.
bool has_prices(const LimitPrices& prices) {
  const auto positive = [](std::int64_t price) { return price != 0; };
  const auto any = [&](const auto& values) { return std::ranges::any_of(values, positive); };
  return prices.resolution != 1 || any(prices.dispatch) || any(prices.away.values()) ||
         prices.idle != 0 || any(prices.lending.values()) || any(prices.in_use.values()) ||
         any(prices.own) || any(prices.cover.values()) || any(prices.floors);
}

/// Calls `visit(name, values, expected size)` for the multipliers of each kind.
template <class Visit>
void for_each_kind(const Instance& instance, const LimitClaim& claim, Visit&& visit) {
  const auto& [limits, prices] = claim;
  const auto periods = static_cast<std::size_t>(instance.periods());
  const auto facilities = static_cast<std::size_t>(instance.facilities());
  const auto expected = [](bool asked, std::size_t size) { return asked ? size : 0; };
  const bool lends = !instance.send_steps().empty() && (has_prices(prices) || has(prices.lending));
  visit("dispatch", std::span(prices.dispatch), expected(limits.dispatch.has_value(), periods));
  visit("away", prices.away.values(), expected(limits.count_present(), facilities * periods));
  visit("lending", prices.lending.values(), expected(lends, facilities * periods));
  visit("in_use", prices.in_use.values(),
        expected(!limits.staffed_beds.empty(), facilities * periods));
  visit("idle", std::span(&prices.idle, 1), std::size_t{1});
  visit("own", std::span(prices.own), expected(limits.no_worse_off, facilities));
  visit("cover", prices.cover.values(),
        expected(is_covered(instance, limits), facilities * periods));
  visit("floors", std::span(prices.floors),
        expected(limits.floors.has_value(), limits.floors ? limits.floors->least.size() : 0));
}

/// A_it, the sum of what a device earns by being at a facility from each period on; `earned` while
/// it is idle.
Panel<std::int64_t> rests(const Instance& instance, const LimitPrices& prices,
                          const Panel<std::int64_t>& earned) {
  Panel<std::int64_t> rest(instance.facilities(), instance.periods());
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    std::int64_t sum = 0;
    for (std::int32_t t = instance.periods() - 1; t >= 0; --t) {
      sum += earned(i, Period(t)) + (has(prices.away) ? prices.away(i, Period(t)) : 0);
      rest(i, Period(t)) = sum;
    }
  }
  return rest;
}

/// What a patient of a facility earns because its group has a floor.
Wide floor_price(const LimitClaim& claim, FacilityId i) {
  if (claim.prices.floors.empty()) return 0;
  const std::int32_t group = claim.limits.floors->group[static_cast<std::size_t>(i.value())];
  if (group == PatientFloors::kNoGroup) return 0;
  return claim.prices.floors[static_cast<std::size_t>(group)];
}

/// What a patient treated from (i,t) on earns beside the gain; the device earns nothing meanwhile.
Wide treat_price(const Instance& instance, const LimitClaim& claim,
                 const Panel<std::int64_t>& earned, FacilityId i, Period t) {
  const LimitPrices& prices = claim.prices;
  Wide price = floor_price(claim, i);
  if (!prices.own.empty()) price += prices.own[static_cast<std::size_t>(i.value())];
  const std::int64_t end = std::min<std::int64_t>(
      std::int64_t{t.value()} + instance.turnaround_periods(i), instance.periods());
  for (Period u = t; u.value() < end; ++u) {
    price -= earned(i, u) + (has(prices.in_use) ? prices.in_use(i, u) : 0);
  }
  return price;
}

/// The most that holding gains at one node, the first `guarded` devices `prices.idle` more.
Wide most_of_holding(const Instance& instance, const LimitPrices& prices, FacilityId i, Period t,
                     Wide worth_of_waiting, Count guarded) {
  const auto most = [&](Count width, Wide gain) {
    return width * std::max<Wide>(0, gain + worth_of_waiting);
  };
  Wide sum = 0;
  for (const GainStep& step : instance.hold_steps()) {
    const Wide gain = Wide{step.gain(i, t)} * prices.resolution;
    const Count first = std::min(guarded, step.width(i, t));
    sum += most(first, gain + prices.idle) + most(step.width(i, t) - first, gain);
    guarded -= first;
  }
  return sum + most(guarded, prices.idle);
}

/// The most that a reserve gains that pays its multiplier for every device, and that those gain who
/// must be idle.
Wide most_of_reserve(const Instance& instance, const LimitPrices& prices, FacilityId i, Period t,
                     Wide worth_of_waiting, Count guarded) {
  Wide sum = Wide{guarded} * std::max<Wide>(0, prices.idle + worth_of_waiting);
  for (const GainStep& step : instance.hold_steps()) {
    sum += step.width(i, t) *
           std::max<Wide>(0, Wide{step.gain(i, t)} * prices.resolution - prices.cover(i, t));
  }
  return sum;
}

/// The most that arcs with a capacity gain at one node, less what is asked for of idle devices.
Wide most_of_steps(const Instance& instance, const LimitClaim& claim, const Potentials& potentials,
                   const Panel<std::int64_t>& earned, FacilityId i, Period t) {
  const LimitPrices& prices = claim.prices;
  const Wide here = potentials.patients(i, t);
  const Wide back =
      potential_at(potentials, i, std::int64_t{t.value()} + instance.turnaround_periods(i))
          .patients +
      treat_price(instance, claim, earned, i, t);
  const Wide next = potential_at(potentials, i, std::int64_t{t.value()} + 1).patients;
  const auto most = [&](Count width, std::int64_t gain, Wide then) {
    return width * std::max<Wide>(0, Wide{gain} * prices.resolution + then - here);
  };
  Wide sum = 0;
  if (instance.treat_steps().empty()) {
    sum += most(instance.demand()(i, t), instance.resolution(), back);
  }
  for (const GainStep& step : instance.treat_steps()) {
    sum += most(step.width(i, t), step.gain(i, t), back);
  }
  const Count idle = prices.idle > 0 ? least_idle_at(instance, claim.limits, i, t) : 0;
  const auto most_of = is_covered(instance, claim.limits) ? most_of_reserve : most_of_holding;
  return sum + most_of(instance, prices, i, t, next - here, idle) - Wide{idle} * prices.idle;
}

/// What the multipliers of (i,t) charge for keeping their limits; `present` devices are there with
/// nothing shipped.
Wide kept_at(const Instance& instance, const LimitClaim& claim, FacilityId i, Period t,
             Wide present) {
  const auto& [limits, prices] = claim;
  Wide sum = 0;
  if (has(prices.away)) {
    sum += (present - limits.least_at(i, t, instance.devices(i))) * prices.away(i, t);
  }
  if (has(prices.in_use)) {
    sum += Wide{*limits.beds_at(i, t)} * prices.in_use(i, t);
  }
  if (has(prices.lending)) {
    for (const CostStep& step : instance.send_steps()) {
      sum += Wide{step.width(i, t)} * prices.lending(i, t);
    }
  }
  return sum;
}

}  // namespace

bool is_priced(const Instance& instance, const LimitClaim& claim) {
  return has_prices(claim.prices) || is_covered(instance, claim.limits);
}

void check_multipliers(const Instance& instance, const LimitClaim& claim, Findings& findings) {
  if (claim.prices.resolution < 1) {
    findings.add("multipliers shape", [&] {
      return fmt::format("resolution {}; 1 or more is allowed", claim.prices.resolution);
    });
  }
  if (claim.limits.floors && !floors_fit(instance, *claim.limits.floors)) {
    findings.add("multipliers shape", [&] {
      return fmt::format("{} groups of floors that are not the facilities'",
                         claim.limits.floors->least.size());
    });
  }
  for_each_kind(instance, claim, [&](std::string_view name, auto values, std::size_t expected) {
    if (values.size() != expected) {
      findings.add("multipliers shape", [&] {
        return fmt::format("{} of {}; the limits ask for {}", values.size(), name, expected);
      });
    }
    // An idle device may earn those of all facilities.
    const std::int64_t most = name == "cover" ? kMostPrice / instance.facilities() : kMostPrice;
    for (const std::int64_t price : values) {
      if (price >= 0 && price <= most) continue;
      findings.add("multiplier range",
                   [&] { return fmt::format("{} of {}; 0 to {} are allowed", price, name, most); });
    }
  });
}

std::int64_t check_priced_ship_arcs(const Instance& instance, const LimitClaim& claim,
                                    const Potentials& potentials, int threads, Findings& findings) {
  // Keys of either end, so that a lane is one comparison: v + leave, v + arrive.
  const LimitPrices& prices = claim.prices;
  const Panel<std::int64_t> rest = rests(instance, prices, earned_by_idle(instance, claim));
  Panel<std::int64_t> sending = rest;
  Panel<std::int64_t> receiving = rest;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      sending(i, t) += potentials.patients(i, t);
      receiving(i, t) += potentials.patients(i, t);
      if (has(prices.lending)) sending(i, t) += prices.lending(i, t);
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
      for (std::int32_t t = 0; t < instance.periods() - transit; ++t) {
        if (lanes.is_open(FacilityId(i), j, Period(t))) signs |= from[t] - to[t];
      }
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
  return arcs - lanes.closed_arcs(instance.periods());
}

Wide priced_bound(const Instance& instance, const LimitClaim& claim, const Potentials& potentials) {
  const auto& [limits, prices] = claim;
  const Panel<std::int64_t> earned = earned_by_idle(instance, claim);
  Wide sum = 0;
  for (std::size_t g = 0; g < prices.floors.size(); ++g) {
    sum -= Wide{limits.floors->least[g]} * prices.floors[g];
  }
  for (std::size_t t = 0; t < prices.dispatch.size(); ++t) {
    sum += Wide{prices.dispatch[t]} * limits.dispatch_at(Period(static_cast<std::int32_t>(t)));
  }
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    if (!prices.own.empty()) {
      sum -= Wide{least_treated(instance, limits, i)} *
             prices.own[static_cast<std::size_t>(i.value())];
    }
    Wide present = 0;
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      present += instance.supply(i, t);
      sum += Wide{instance.supply(i, t)} * potentials.patients(i, t);
      sum += most_of_steps(instance, claim, potentials, earned, i, t);
      sum += kept_at(instance, claim, i, t, present) + present * earned(i, t);
    }
  }
  return sum / prices.resolution - (sum % prices.resolution < 0 ? 1 : 0);
}

}  // namespace surgeflow::flow::certificate
