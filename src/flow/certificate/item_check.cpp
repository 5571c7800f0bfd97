// SPDX-License-Identifier: Apache-2.0
// Counts what plans of several items gain and what ties take; with arithmetic of its own.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "flow/certificate/findings.hpp"
#include "flow/certificate/item_bound.hpp"
#include "flow/certificate/item_places.hpp"
#include "flow/certificate/limit_check.hpp"
#include "flow/certificate/plan_check.hpp"
#include "flow/certificate/worth.hpp"
#include "surgeflow/flow/item_certificate.hpp"

namespace surgeflow {
namespace flow::certificate {
namespace {

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
        const auto known = [&](FacilityId i) {
          return i.value() >= 0 && i.value() < set_.facilities();
        };
        if (depart < 0 || depart >= set_.periods()) continue;
        if (!known(shipment.origin) || !known(shipment.destination)) continue;
        if (!carrier.lanes.contains(shipment.origin, shipment.destination)) continue;
        loads[static_cast<std::size_t>(depart)] += Wide{carrier.load[item]} * shipment.quantity;
      }
    }
    for (Period t{0}; t.value() < set_.periods(); ++t) {
      const Wide here =
          loads[static_cast<std::size_t>(t.value())] + carrier.limit - carrier.room(t);
      if (here <= carrier.limit) continue;
      findings_.add("carrier limit", [&] {
        return fmt::format("{}, period {}: {} loads, {} more than the {} allowed", carrier.name,
                           findings_.period(t), here, here - carrier.limit, carrier.limit);
      });
    }
  }

  void check_beds() {
    if (set_.beds.facilities() == 0) return;
    Panel<Wide> in_use(set_.facilities(), set_.periods());
    for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
      const std::size_t item = set_.treatments[k].item;
      if (!set_.items[item].in_beds) continue;
      for_each_place(set_, [&](FacilityId i, Period t) {
        if (plans_.patients[k](i, t) == 0) return;
        const Period last = last_period(set_, item, i, t);
        for (Period u = t; u <= last; ++u) in_use(i, u) += plans_.patients[k](i, t);
      });
    }
    for_each_place(set_, [&](FacilityId i, Period t) {
      if (in_use(i, t) <= set_.beds(i, t)) return;
      findings_.add("staffed beds limit", [&] {
        return fmt::format("{}: {} devices in use, {} staffed beds are left for them",
                           findings_.at(i, t), in_use(i, t), set_.beds(i, t));
      });
    });
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
      const auto& [name, instance, limits, in_beds] = set_.items[item];
      reserves_ += gain_of_reserve(set_, instance, idle);
      check_limits(instance, limits, plans_.plans[item], findings);
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
    ties.check_beds();
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
    if (!check_tie_shapes(set_, proof_, shapes)) {
      for (const CertificateFailure& failure : shapes.failures()) {
        report_.failures.push_back(failure);
      }
      return false;
    }
    bool valid = true;
    Wide tied = bound_of_ties(set_, proof_.prices);
    Wide apart = 0;
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      Findings findings(names_);
      if (set_.is_tied(item)) {
        report_.arcs_checked += check_tied_arcs(set_, proof_, item, threads_, findings);
        tied += bound_of_item(set_, proof_, item);
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
    // A tied item is looked at alone where it is the optimum without limits.
    const auto& [name, instance, limits, in_beds] = set_.items[item];
    std::optional<LimitClaim> claim;
    if (limits.any() && !set_.is_tied(item)) claim = LimitClaim{limits, proof_.limits[item]};
    return check_certificate(instance, plans_.plans[item], proof_.potentials[item], threads_,
                             names_, claim);
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
