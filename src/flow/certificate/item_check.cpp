// SPDX-License-Identifier: Apache-2.0
// Counts what ties take, and sums their bound; with arithmetic of its own.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>

#include "flow/certificate/bound.hpp"
#include "flow/certificate/findings.hpp"
#include "flow/certificate/plan_check.hpp"
#include "flow/certificate/priced_check.hpp"
#include "flow/certificate/worth.hpp"
#include "surgeflow/flow/item_certificate.hpp"

namespace surgeflow {
namespace flow::certificate {
namespace {

/// Calls `visit(facility, period)` for every place.
template <class Visit>
void for_each_place(const ItemSet& set, Visit&& visit) {
  for (FacilityId i{0}; i.value() < set.facilities(); ++i) {
    for (Period t{0}; t.value() < set.periods(); ++t) visit(i, t);
  }
}

template <class PanelType>
bool fits(const ItemSet& set, const PanelType& panel) {
  return panel.facilities() == set.facilities() && panel.periods() == set.periods();
}

/// Patients of one tier of an item.
const Panel<Count>& patients_of(const Instance& instance, std::size_t tier) {
  return instance.treat_steps().empty() ? instance.demand() : instance.treat_steps()[tier].width;
}

/// What a patient given the treatment gains: what the treatment is worth times what the tier
/// counts, to the nearest part.
Wide gain_at(const ItemSet& set, const Treatment& treatment, FacilityId i, Period t) {
  const auto tiers = set.items[treatment.patients_of].instance.treat_steps();
  if (tiers.empty()) return treatment.gain;
  const Wide product = Wide{treatment.gain} * tiers[treatment.tier].gain(i, t);
  const Wide below = product / set.resolution;
  return below + (2 * (product - below * set.resolution) >= set.resolution ? 1 : 0);
}

/// Devices that may leave i in t: what all steps allow, or all that there are.
Wide lending_width(const Instance& instance, Total devices, FacilityId i, Period t) {
  Wide width = 0;
  for (const CostStep& step : instance.send_steps()) width += step.width(i, t);
  return std::min<Wide>(width, devices);
}

/// The first and last period in which a patient treated in `t` has the item.
Period last_period(const ItemSet& set, std::size_t item, FacilityId i, Period t) {
  const std::int64_t last =
      std::int64_t{t.value()} + set.items[item].instance.turnaround_periods(i) - 1;
  return Period(static_cast<std::int32_t>(std::min<std::int64_t>(last, set.periods() - 1)));
}

/// Holds the plans of one set against its ties.
class TieCheck {
 public:
  TieCheck(const ItemSet& set, const ItemPlans& plans, Findings& findings)
      : set_(set), plans_(plans), findings_(findings) {}

  void check_treatments(std::size_t item) {
    const Panel<Wide> given = given_to_patients(item);
    for_each_place(set_, [&](FacilityId i, Period t) {
      const Wide all = plans_.plans[item].treated(i, t);
      const bool adds_up = set_.is_used(item) ? given(i, t) <= all : given(i, t) == all;
      if (adds_up) return;
      findings_.add("treatments", [&] {
        return fmt::format("{}: {} given out, {} patients treated", findings_.at(i, t), all,
                           given(i, t));
      });
    });
  }

  void check_patients(std::size_t item) {
    for (std::size_t tier = 0; tier < set_.tiers(item); ++tier) check_tier(item, tier);
  }

  void check_tier(std::size_t item, std::size_t tier) {
    Panel<Wide> treated(set_.facilities(), set_.periods());
    for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
      if (set_.treatments[k].patients_of != item || set_.treatments[k].tier != tier) continue;
      for_each_place(set_,
                     [&](FacilityId i, Period t) { treated(i, t) += plans_.patients[k](i, t); });
    }
    const Panel<Count>& patients = patients_of(set_.items[item].instance, tier);
    for_each_place(set_, [&](FacilityId i, Period t) {
      const Count demand = patients(i, t);
      if (treated(i, t) <= demand) return;
      findings_.add("patients limit", [&] {
        return fmt::format("{}: {} treated of {} patients", findings_.at(i, t), treated(i, t),
                           demand);
      });
    });
  }

  void check_units(std::size_t item) {
    if (!set_.is_used(item)) return;
    const Panel<Wide> own = given_to_patients(item);
    const Panel<Wide> used = used_of(item);
    for_each_place(set_, [&](FacilityId i, Period t) {
      const Wide units = plans_.plans[item].treated(i, t) - own(i, t);
      if (used(i, t) <= units) return;
      findings_.add("units limit", [&] {
        return fmt::format("{}: treatments use {} units, {} are given to them", findings_.at(i, t),
                           used(i, t), units);
      });
    });
  }

  void check_carrier(const Carrier& carrier) {
    std::vector<Wide> loads(static_cast<std::size_t>(set_.periods()), 0);
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      for (const Shipment& shipment : plans_.plans[item].shipments) {
        const std::int32_t depart = shipment.depart.value();
        if (depart < 0 || depart >= set_.periods()) continue;
        loads[static_cast<std::size_t>(depart)] += Wide{carrier.load[item]} * shipment.quantity;
      }
    }
    for (Period t{0}; t.value() < set_.periods(); ++t) {
      const Wide here = loads[static_cast<std::size_t>(t.value())];
      if (here <= carrier.limit) continue;
      findings_.add("carrier limit", [&] {
        return fmt::format("{}, period {}: {} loads, {} more than the {} allowed", carrier.name,
                           findings_.period(t), here, here - carrier.limit, carrier.limit);
      });
    }
  }

 private:
  [[nodiscard]] Panel<Wide> given_to_patients(std::size_t item) const {
    Panel<Wide> given(set_.facilities(), set_.periods());
    for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
      if (set_.treatments[k].item != item) continue;
      for_each_place(set_,
                     [&](FacilityId i, Period t) { given(i, t) += plans_.patients[k](i, t); });
    }
    return given;
  }

  /// Units that the treatments take of an item.
  [[nodiscard]] Panel<Wide> used_of(std::size_t item) const {
    Panel<Wide> used(set_.facilities(), set_.periods());
    for (const Use& use : set_.uses) {
      if (use.consumable != item) continue;
      const Panel<Wide> patients = given_to_patients(use.item);
      for_each_place(set_, [&](FacilityId i, Period t) {
        if (patients(i, t) == 0) return;
        used(i, t) += patients(i, t) * use.per_patient;
        const Period last = last_period(set_, use.item, i, t);
        for (Period u = t; u <= last && use.per_period > 0; ++u) {
          used(i, u) += patients(i, t) * use.per_period;
        }
      });
    }
    return used;
  }

  const ItemSet& set_;
  const ItemPlans& plans_;
  Findings& findings_;
};

/// The bound of tied items.
class TieBound {
 public:
  TieBound(const ItemSet& set, const TieProof& proof, int threads, Findings& findings)
      : set_(set), prices_(proof.prices), proof_(proof), threads_(threads), findings_(findings) {}

  /// Whether prices and potentials can be looked at.
  [[nodiscard]] bool check_shapes() {
    const std::int64_t before = findings_.total();
    const auto require = [&](bool holds, std::string_view name) {
      if (!holds) findings_.add("multipliers shape", [&] { return std::string(name); });
    };
    require(prices_.resolution >= 1, "resolution");
    require(prices_.carrier.size() == set_.carriers.size(), "carriers");
    require(prices_.patient.size() == set_.items.size(), "patients");
    require(prices_.unit.size() == set_.items.size(), "units");
    require(prices_.lending.size() == set_.items.size(), "lending");
    require(proof_.potentials.size() == set_.items.size(), "potentials");
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
      require(
          fits(set_, proof_.potentials[item].patients) && fits(set_, proof_.potentials[item].moves),
          "potentials of an item");
    }
    return findings_.total() == before;
  }

  /// Potentials on every hold and ship arc of an item; returns the arcs looked at.
  [[nodiscard]] std::int64_t check_item(std::size_t item) {
    const Instance& instance = set_.items[item].instance;
    const Potentials& potentials = proof_.potentials[item];
    LimitPrices charges;
    charges.dispatch.assign(static_cast<std::size_t>(set_.periods()), 0);
    for (std::size_t m = 0; m < set_.carriers.size(); ++m) {
      for (std::size_t t = 0; t < charges.dispatch.size(); ++t) {
        charges.dispatch[t] += set_.carriers[m].load[item] * prices_.carrier[m][t];
      }
    }
    charges.lending = prices_.lending[item];
    return check_hold_arcs(instance, potentials, findings_) +
           static_cast<std::int64_t>(instance.demand().values().size()) +
           check_priced_ship_arcs(instance, charges, potentials, threads_, findings_);
  }

  /// In 1 / resolution of a gain.
  [[nodiscard]] Wide of_ties() const {
    Wide sum = 0;
    for (std::size_t m = 0; m < set_.carriers.size(); ++m) {
      for (const std::int64_t price : prices_.carrier[m]) {
        sum += Wide{price} * set_.carriers[m].limit;
      }
    }
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      for (std::size_t tier = 0; tier < prices_.patient[item].size(); ++tier) {
        const Panel<Count>& patients = patients_of(set_.items[item].instance, tier);
        for_each_place(set_, [&](FacilityId i, Period t) {
          sum += Wide{patients(i, t)} * prices_.patient[item][tier](i, t);
        });
      }
    }
    return sum;
  }

  [[nodiscard]] Wide of_item(std::size_t item) const {
    Wide sum = of_lending(item);
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
  int threads_;
  Findings& findings_;
};

bool have_shape(const ItemSet& set, const ItemPlans& plans, Findings& findings) {
  const auto fit = [&](const auto& panel) { return fits(set, panel); };
  if (plans.plans.size() == set.items.size() && plans.patients.size() == set.treatments.size() &&
      std::ranges::all_of(plans.patients, fit) &&
      std::ranges::all_of(plans.plans, [&](const Plan& plan) { return fit(plan.treated); })) {
    return true;
  }
  findings.add("plan shape", [&] {
    return fmt::format("{} plans and {} treatments; {} items and {} treatments", plans.plans.size(),
                       plans.patients.size(), set.items.size(), set.treatments.size());
  });
  return false;
}

void check_signs(const ItemSet& set, const ItemPlans& plans, Findings& findings) {
  for (std::size_t k = 0; k < plans.patients.size(); ++k) {
    for_each_place(set, [&](FacilityId i, Period t) {
      if (plans.patients[k](i, t) >= 0) return;
      findings.add("negative treated", [&] {
        return fmt::format("{}: {} patients", findings.at(i, t), plans.patients[k](i, t));
      });
    });
  }
}

/// Equations of one item; its own patients are held against the ties. Returns what is idle.
Panel<Total> check_equations(const Item& item, const Plan& plan, Findings& findings) {
  InstanceData data = item.instance.data();
  data.demand = plan.treated;
  for (Count& here : data.demand.values()) here = std::max(here, 0);
  data.treat_steps.clear();
  return check_plan(Instance(std::move(data)), plan, findings).idle;
}

/// What idle devices or units of an item gain.
Wide gain_of_reserve(const ItemSet& set, const Instance& instance, const Panel<Total>& idle) {
  Wide gain = 0;
  if (instance.hold_steps().empty()) return gain;
  for_each_place(set, [&](FacilityId i, Period t) {
    Wide below = 0;
    for (const GainStep& step : instance.hold_steps()) {
      const Wide within = std::clamp<Wide>(idle(i, t) - below, 0, step.width(i, t));
      gain += within * step.gain(i, t);
      below += step.width(i, t);
    }
  });
  return gain;
}

/// Adds the findings of one item under its name.
void name_item(const std::string& item, const std::vector<CertificateFailure>& failures,
               std::vector<CertificateFailure>& all) {
  for (const CertificateFailure& failure : failures) {
    all.push_back({failure.check, fmt::format("{}: {}", item, failure.detail)});
  }
}

Wide floor_of(Wide amount, Wide unit) { return amount / unit - (amount % unit < 0 ? 1 : 0); }

/// A whole check, step by step.
class ItemCheck {
 public:
  ItemCheck(const ItemSet& set, const ItemPlans& plans, const TieProof& proof, int threads,
            const CertificateNames& names)
      : set_(set), plans_(plans), proof_(proof), threads_(threads), names_(names) {}

  [[nodiscard]] ItemReport run() {
    Findings ties(names_);
    if (!have_shape(set_, plans_, ties)) {
      report_.failures = ties.failures();
      return std::move(report_);
    }
    report_.feasible = check_plans();
    report_.gain = static_cast<Total>(gain());
    report_.bound_valid = check_bound();
    report_.optimal = report_.feasible && report_.bound_valid && are_optimal_alone();
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool check_plans() {
    bool feasible = true;
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      Findings findings(names_);
      const Panel<Total> idle = check_equations(set_.items[item], plans_.plans[item], findings);
      reserves_ += gain_of_reserve(set_, set_.items[item].instance, idle);
      TieCheck ties(set_, plans_, findings);
      ties.check_treatments(item);
      ties.check_patients(item);
      ties.check_units(item);
      feasible = feasible && findings.total() == 0;
      name_item(set_.items[item].name, findings.failures(), report_.failures);
    }
    Findings findings(names_);
    check_signs(set_, plans_, findings);
    TieCheck ties(set_, plans_, findings);
    for (const Carrier& carrier : set_.carriers) ties.check_carrier(carrier);
    for (const CertificateFailure& failure : findings.failures()) {
      report_.failures.push_back(failure);
    }
    return feasible && findings.total() == 0;
  }

  [[nodiscard]] Wide gain() const {
    Wide gain = reserves_;
    for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
      for_each_place(set_, [&](FacilityId i, Period t) {
        gain += gain_at(set_, set_.treatments[k], i, t) * plans_.patients[k](i, t);
      });
    }
    return gain;
  }

  [[nodiscard]] bool check_bound() {
    Findings shapes(names_);
    TieBound shape(set_, proof_, threads_, shapes);
    if (!shape.check_shapes()) {
      for (const CertificateFailure& failure : shapes.failures()) {
        report_.failures.push_back(failure);
      }
      return false;
    }
    bool valid = true;
    Wide tied = shape.of_ties();
    Wide apart = 0;
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      Findings findings(names_);
      if (set_.is_tied(item)) {
        TieBound bound(set_, proof_, threads_, findings);
        report_.arcs_checked += bound.check_item(item);
        tied += bound.of_item(item);
      } else {
        apart += bound_apart(item, findings) *
                 (set_.resolution / set_.items[item].instance.resolution());
      }
      valid = valid && findings.total() == 0;
      name_item(set_.items[item].name, findings.failures(), report_.failures);
    }
    report_.bound = static_cast<Total>(std::min<Wide>(
        floor_of(tied, proof_.prices.resolution) + apart, std::numeric_limits<Total>::max()));
    return valid;
  }

  /// What an item by itself can gain at most, in the parts that its instance counts in.
  [[nodiscard]] Wide bound_apart(std::size_t item, Findings& findings) {
    const CertificateReport alone = certificate_alone(item);
    report_.arcs_checked += alone.arcs_checked;
    for (const CertificateFailure& failure : alone.failures) {
      if (!alone.bound_valid) findings.add(failure.check, [&] { return failure.detail; });
    }
    return alone.bound.treated;
  }

  [[nodiscard]] CertificateReport certificate_alone(std::size_t item) const {
    return check_certificate(set_.items[item].instance, plans_.plans[item], proof_.potentials[item],
                             threads_, names_);
  }

  /// Whether every item does alone what it does here, and nothing better could be done alone.
  [[nodiscard]] bool are_optimal_alone() const {
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      if (!set_.is_tied(item)) {
        if (!certificate_alone(item).optimal) return false;
        continue;
      }
      const bool by_carriers_alone =
          !set_.is_used(item) &&
          std::ranges::none_of(set_.uses, [&](const Use& use) { return use.item == item; }) &&
          std::ranges::all_of(set_.treatments, [&](const Treatment& treatment) {
            return treatment.item != item ||
                   (treatment.patients_of == item && !set_.is_contested(item));
          });
      const bool counts_alike = set_.items[item].instance.resolution() == set_.resolution &&
                                proof_.prices.resolution == 1;
      if (!by_carriers_alone || !counts_alike) return false;
      if (!certificate_alone(item).optimal) return false;
    }
    return true;
  }

  const ItemSet& set_;
  const ItemPlans& plans_;
  const TieProof& proof_;
  int threads_;
  const CertificateNames& names_;
  Wide reserves_ = 0;  ///< what idle devices of all items gain
  ItemReport report_;
};

}  // namespace
}  // namespace flow::certificate

ItemReport check_items(const ItemSet& set, const ItemPlans& plans, const TieProof& proof,
                       int threads, const CertificateNames& names) {
  return flow::certificate::ItemCheck(set, plans, proof, threads, names).run();
}

}  // namespace surgeflow
