// SPDX-License-Identifier: Apache-2.0
// Looks at the prices of ties and at potentials, and sums the bound in 128 bits.
#include "flow/certificate/item_bound.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>

#include "flow/certificate/bound.hpp"
#include "flow/certificate/item_places.hpp"
#include "flow/certificate/priced_check.hpp"

namespace surgeflow::flow::certificate {
namespace {

/// Devices that may leave i in t: what all steps allow, or all that there are.
Wide lending_width(const Instance& instance, Total devices, FacilityId i, Period t) {
  Wide width = 0;
  for (const CostStep& step : instance.send_steps()) width += step.width(i, t);
  return std::min<Wide>(width, devices);
}

/// Holds shapes and ranges of prices against what the set asks for.
class TieShapes {
 public:
  TieShapes(const ItemSet& set, const TieProof& proof, Findings& findings)
      : set_(set), prices_(proof.prices), proof_(proof), findings_(findings) {}

  /// Whether prices and potentials can be looked at.
  [[nodiscard]] bool check() {
    const std::int64_t before = findings_.total();
    const auto require = [&](bool holds, std::string_view name) {
      if (!holds) findings_.add("multipliers shape", [&] { return std::string(name); });
    };
    require(prices_.resolution >= 1, "resolution");
    require(prices_.carrier.size() == set_.carriers.size(), "carriers");
    require(prices_.patient.size() == set_.items.size(), "patients");
    require(prices_.unit.size() == set_.items.size(), "units");
    require(prices_.lending.size() == set_.items.size(), "lending");
    require(prices_.away.size() == set_.items.size(), "away");
    require(proof_.potentials.size() == set_.items.size(), "potentials");
    require(proof_.limits.size() == set_.items.size(), "multipliers of limits");
    if (findings_.total() != before) return false;
    for (const auto& carrier : prices_.carrier) {
      require(carrier.size() == static_cast<std::size_t>(set_.periods()), "periods of a carrier");
      check_range(carrier);
    }
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      require(prices_.patient[item].size() == (set_.is_contested(item) ? set_.tiers(item) : 0),
              "tiers of an item's patients");
      for (const auto& tier : prices_.patient[item]) check_panel(item, tier, true);
      check_panel(item, prices_.unit[item], set_.is_used(item));
      check_panel(item, prices_.lending[item], set_.limits_lending(item));
      check_panel(item, prices_.away[item], set_.limits_away(item));
      require(
          fits(set_, proof_.potentials[item].patients) && fits(set_, proof_.potentials[item].moves),
          "potentials of an item");
    }
    const bool has_beds = set_.beds.facilities() > 0;
    require(has_beds ? fits(set_, prices_.bed) : prices_.bed.facilities() == 0, "beds");
    check_range(prices_.bed.values());
    return findings_.total() == before;
  }

 private:
  void check_range(std::span<const std::int64_t> prices) {
    for (const std::int64_t price : prices) {
      if (price >= 0 && price <= kMostPrice) continue;
      findings_.add("multiplier range",
                    [&] { return fmt::format("{}; 0 to {} are allowed", price, kMostPrice); });
    }
  }
  void check_panel(std::size_t item, const Panel<std::int64_t>& panel, bool asked) {
    if (asked ? !fits(set_, panel) : panel.facilities() != 0) {
      findings_.add("multipliers shape",
                    [&] { return fmt::format("prices of {}", set_.items[item].name); });
    }
    check_range(panel.values());
  }

  const ItemSet& set_;
  const TiePrices& prices_;
  const TieProof& proof_;
  Findings& findings_;
};

/// The bound of one tied item.
class TiedItemBound {
 public:
  TiedItemBound(const ItemSet& set, const TieProof& proof)
      : set_(set), prices_(proof.prices), proof_(proof) {}

  [[nodiscard]] Wide of_item(std::size_t item) const {
    Wide sum = of_lending(item) + of_presence(item);
    for_each_place(set_, [&](FacilityId i, Period t) {
      sum += Wide{set_.items[item].instance.supply(i, t)} * proof_.potentials[item].patients(i, t);
      for (const Treatment& treatment : set_.treatments) {
        if (treatment.item != item) continue;
        const Count patients =
            patients_of(set_.items[treatment.patients_of].instance, treatment.tier)(i, t);
        if (patients == 0) continue;
        const Wide gain =
            prices_.resolution * gain_at(set_, treatment, i, t) - cost(treatment, i, t);
        sum += patients * std::max<Wide>(0, gain + change(item, i, t));
      }
      if (set_.is_used(item)) {
        sum += most_used(item, i, t) *
               std::max<Wide>(0, prices_.unit[item](i, t) + change(item, i, t));
      }
      sum += of_reserve(item, i, t);
    });
    return sum;
  }

 private:
  /// The worth of a device after its turnaround above what it is now.
  [[nodiscard]] Wide change(std::size_t item, FacilityId i, Period t) const {
    const std::int64_t back =
        std::int64_t{t.value()} + set_.items[item].instance.turnaround_periods(i);
    const Potentials& potentials = proof_.potentials[item];
    return potential_at(potentials, i, back).patients - potentials.patients(i, t);
  }

  /// What the lending limits of an item are paid for.
  [[nodiscard]] Wide of_lending(std::size_t item) const {
    Wide sum = 0;
    if (!set_.limits_lending(item)) return sum;
    const Instance& instance = set_.items[item].instance;
    Total devices = 0;
    for_each_place(set_, [&](FacilityId i, Period t) {
      devices += std::max<Total>(0, instance.supply(i, t));
    });
    for_each_place(set_, [&](FacilityId i, Period t) {
      sum += lending_width(instance, devices, i, t) * prices_.lending[item](i, t);
    });
    return sum;
  }

  /// What devices that are there with nothing shipped earn beyond those that must be.
  [[nodiscard]] Wide of_presence(std::size_t item) const {
    Wide sum = 0;
    if (!set_.limits_away(item)) return sum;
    const auto& [name, instance, limits, in_beds] = set_.items[item];
    for (FacilityId i{0}; i.value() < set_.facilities(); ++i) {
      Wide present = 0;
      for (Period t{0}; t.value() < set_.periods(); ++t) {
        present += instance.supply(i, t);
        sum += (present - limits.least_at(i, t, instance.devices(i))) * prices_.away[item](i, t);
      }
    }
    return sum;
  }

  /// The most that the reserve of an item gains at (i, t).
  [[nodiscard]] Wide of_reserve(std::size_t item, FacilityId i, Period t) const {
    const Potentials& potentials = proof_.potentials[item];
    const Wide loss = potentials.patients(i, t) -
                      potential_at(potentials, i, std::int64_t{t.value()} + 1).patients;
    Wide sum = 0;
    for (const GainStep& step : set_.items[item].instance.hold_steps()) {
      sum +=
          step.width(i, t) * std::max<Wide>(0, Wide{prices_.resolution} * step.gain(i, t) - loss);
    }
    return sum;
  }

  [[nodiscard]] Wide cost(const Treatment& treatment, FacilityId i, Period t) const {
    const auto& tiers = prices_.patient[treatment.patients_of];
    Wide cost = tiers.empty() ? 0 : tiers[treatment.tier](i, t);
    if (prices_.bed.facilities() > 0 && set_.items[treatment.item].in_beds) {
      const Period last = last_period(set_, treatment.item, i, t);
      for (Period u = t; u <= last; ++u) cost += prices_.bed(i, u);
    }
    for (const Use& use : set_.uses) {
      if (use.item != treatment.item) continue;
      const Panel<std::int64_t>& unit = prices_.unit[use.consumable];
      cost += Wide{use.per_patient} * unit(i, t);
      const Period last = last_period(set_, use.item, i, t);
      for (Period u = t; u <= last && use.per_period > 0; ++u) {
        cost += Wide{use.per_period} * unit(i, u);
      }
    }
    return cost;
  }

  /// Units that uses take in t if everyone is treated.
  [[nodiscard]] Wide most_used(std::size_t item, FacilityId i, Period t) const {
    Wide most = 0;
    for (const Use& use : set_.uses) {
      if (use.consumable != item) continue;
      const std::int32_t turnaround = set_.items[use.item].instance.turnaround_periods(i);
      const std::int32_t first =
          use.per_period > 0 ? std::max(0, t.value() - std::min(turnaround, set_.periods()) + 1)
                             : t.value();
      for (const Treatment& treatment : set_.treatments) {
        if (treatment.item != use.item) continue;
        const Panel<Count>& demand =
            patients_of(set_.items[treatment.patients_of].instance, treatment.tier);
        most += Wide{use.per_patient} * demand(i, t);
        for (Period u{first}; u <= t; ++u) most += Wide{use.per_period} * demand(i, u);
      }
    }
    return most;
  }

  const ItemSet& set_;
  const TiePrices& prices_;
  const TieProof& proof_;
};

/// What a device earns that is at a facility from each period on.
Panel<Wide> earned_from(const ItemSet& set, const Panel<std::int64_t>& away) {
  Panel<Wide> earned(set.facilities(), set.periods());
  if (away.facilities() == 0) return earned;
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    Wide sum = 0;
    for (std::int32_t t = set.periods() - 1; t >= 0; --t) {
      sum += away(i, Period(t));
      earned(i, Period(t)) = sum;
    }
  }
  return earned;
}

/// v_it + charge_ijt >= v_j,t+s on every lane, where carriers count some of them only; `charges`
/// are those of all lanes. Returns the arcs looked at.
std::int64_t check_arcs_by_lane(const ItemSet& set, const TiePrices& prices, std::size_t item,
                                const LimitPrices& charges, const Potentials& potentials,
                                Findings& findings) {
  const LaneTable& lanes = set.items[item].instance.lanes();
  const bool lends = charges.lending.facilities() > 0;
  const Panel<Wide> earned = earned_from(set, charges.away);
  std::int64_t arcs = 0;
  const auto check = [&](FacilityId i, FacilityId j, Period t) {
    const auto depart = static_cast<std::size_t>(t.value());
    Wide charge = charges.dispatch[depart] + (lends ? charges.lending(i, t) : 0);
    for (std::size_t m = 0; m < set.carriers.size(); ++m) {
      const Carrier& carrier = set.carriers[m];
      if (carrier.lanes.is_all() || !carrier.lanes.contains(i, j)) continue;
      charge += Wide{carrier.load[item]} * prices.carrier[m][depart];
    }
    const Period arrive(t.value() + lanes.transit_periods(i, j));
    charge += earned(i, t) - earned(j, arrive);
    ++arcs;
    if (potentials.patients(i, t) + charge >= potentials.patients(j, arrive)) return;
    findings.add("ship potential", [&] {
      return fmt::format("{}: the lane to {} is worth more than its price", findings.at(i, t),
                         findings.facility(j));
    });
  };
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < set.facilities(); ++j) {
      const std::int32_t transit = lanes.transit_periods(i, j);
      for (Period t{0}; transit > 0 && t.value() + transit < set.periods(); ++t) {
        if (lanes.is_open(i, j, t)) check(i, j, t);
      }
    }
  }
  return arcs;
}

}  // namespace

bool check_tie_shapes(const ItemSet& set, const TieProof& proof, Findings& findings) {
  return TieShapes(set, proof, findings).check();
}

std::int64_t check_tied_arcs(const ItemSet& set, const TieProof& proof, std::size_t item,
                             int threads, Findings& findings) {
  const Instance& instance = set.items[item].instance;
  const Potentials& potentials = proof.potentials[item];
  LimitClaim claim;
  LimitPrices& charges = claim.prices;
  charges.dispatch.assign(static_cast<std::size_t>(set.periods()), 0);
  for (std::size_t m = 0; m < set.carriers.size(); ++m) {
    if (!set.carriers[m].lanes.is_all()) continue;
    for (std::size_t t = 0; t < charges.dispatch.size(); ++t) {
      charges.dispatch[t] += set.carriers[m].load[item] * proof.prices.carrier[m][t];
    }
  }
  charges.lending = proof.prices.lending[item];
  charges.away = proof.prices.away[item];
  const std::int64_t arcs = check_hold_arcs(instance, potentials, findings) +
                            static_cast<std::int64_t>(instance.demand().values().size());
  const bool by_lane = std::ranges::any_of(set.carriers, [&](const Carrier& carrier) {
    return carrier.load[item] > 0 && !carrier.lanes.is_all();
  });
  if (by_lane) {
    return arcs + check_arcs_by_lane(set, proof.prices, item, charges, potentials, findings);
  }
  return arcs + check_priced_ship_arcs(instance, claim, potentials, threads, findings);
}

Wide bound_of_ties(const ItemSet& set, const TiePrices& prices) {
  Wide sum = 0;
  for (std::size_t m = 0; m < set.carriers.size(); ++m) {
    for (Period t{0}; t.value() < set.periods(); ++t) {
      sum += Wide{prices.carrier[m][static_cast<std::size_t>(t.value())]} * set.carriers[m].room(t);
    }
  }
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    for (std::size_t tier = 0; tier < prices.patient[item].size(); ++tier) {
      const Panel<Count>& patients = patients_of(set.items[item].instance, tier);
      for_each_place(set, [&](FacilityId i, Period t) {
        sum += Wide{patients(i, t)} * prices.patient[item][tier](i, t);
      });
    }
  }
  if (set.beds.facilities() > 0) {
    for_each_place(set,
                   [&](FacilityId i, Period t) { sum += Wide{set.beds(i, t)} * prices.bed(i, t); });
  }
  return sum;
}

Wide bound_of_item(const ItemSet& set, const TieProof& proof, std::size_t item) {
  return TiedItemBound(set, proof).of_item(item);
}

}  // namespace surgeflow::flow::certificate
