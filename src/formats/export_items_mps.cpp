// SPDX-License-Identifier: Apache-2.0
// The integer programme of several items in free MPS.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "formats/text_output.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

std::string place(FacilityId i, Period t) { return fmt::format("{}_{}", i.value(), t.value()); }
std::string balance_row(std::size_t item, FacilityId i, Period t) {
  return fmt::format("b{}_{}", item, place(i, t));
}
std::string patients_row(std::size_t item, FacilityId i, Period t) {
  return fmt::format("p{}_{}", item, place(i, t));
}
std::string units_row(std::size_t item, FacilityId i, Period t) {
  return fmt::format("u{}_{}", item, place(i, t));
}
std::string tier_row(std::size_t item, std::size_t tier, FacilityId i, Period t) {
  return tier == 0 ? patients_row(item, i, t) : fmt::format("p{}_{}_{}", item, tier, place(i, t));
}
std::string lending_row(std::size_t item, FacilityId i, Period t) {
  return fmt::format("l{}_{}", item, place(i, t));
}
std::string present_row(std::size_t item, FacilityId i, Period t) {
  return fmt::format("a{}_{}", item, place(i, t));
}
std::string beds_row(FacilityId i, Period t) { return fmt::format("s{}", place(i, t)); }
std::string carrier_row(std::size_t carrier, Period t) {
  return fmt::format("c{}_{}", carrier, t.value());
}

/// A variable: its name, most, and coefficients by row; the row "cost" is the objective.
struct Column {
  std::string name;
  Total most = 0;
  std::map<std::string, Total> rows;
};

/// Rows and columns of the programme in surgeflow/model/items.hpp.
class ItemProgramme {
 public:
  explicit ItemProgramme(const ItemSet& set) : set_(set) {}

  /// Calls `visit(type, name, right-hand side)`.
  template <class Visit>
  void for_each_row(Visit&& visit) const {
    for_each_place([&](std::size_t item, FacilityId i, Period t) {
      const Instance& instance = set_.items[item].instance;
      visit('E', balance_row(item, i, t), Total{instance.supply(i, t)});
      if (set_.is_contested(item)) {
        for (std::size_t tier = 0; tier < set_.tiers(item); ++tier) {
          visit('L', tier_row(item, tier, i, t), Total{set_.patients(item, tier)(i, t)});
        }
      }
      if (!instance.send_steps().empty()) visit('L', lending_row(item, i, t), leaving(item, i, t));
      if (set_.is_used(item)) visit('L', units_row(item, i, t), Total{0});
      if (const Count here = least(item, i, t); here > 0) {
        visit('G', present_row(item, i, t), Total{here});
      }
    });
    for (std::size_t m = 0; m < set_.carriers.size(); ++m) {
      for (Period t{0}; t.value() < set_.periods(); ++t) {
        visit('L', carrier_row(m, t), set_.carriers[m].room(t));
      }
    }
    for (FacilityId i{0}; i.value() < set_.beds.facilities(); ++i) {
      for (Period t{0}; t.value() < set_.periods(); ++t) {
        visit('L', beds_row(i, t), Total{set_.beds(i, t)});
      }
    }
  }

  template <class Visit>
  void for_each_column(Visit&& visit) const {
    for_each_place([&](std::size_t item, FacilityId i, Period t) {
      visit(hold(item, i, t));
      const auto reserves = set_.items[item].instance.hold_steps();
      for (std::size_t n = 0; n < reserves.size(); ++n) {
        if (reserves[n].width(i, t) > 0) visit(reserve(item, n, i, t));
      }
      for (std::size_t k = 0; k < set_.treatments.size(); ++k) {
        if (set_.treatments[k].item == item && patients(k, i, t) > 0) visit(treat(k, i, t));
      }
      if (set_.is_used(item)) visit(supply(item, i, t));
      for (FacilityId j{0}; j.value() < set_.facilities(); ++j) {
        const LaneTable& lanes = set_.items[item].instance.lanes();
        const int transit = lanes.transit_periods(i, j);
        if (transit == 0 || t.value() + transit >= set_.periods()) continue;
        if (lanes.is_open(i, j, t)) visit(ship(item, i, j, t));
      }
    });
  }

 private:
  template <class Visit>
  void for_each_place(Visit&& visit) const {
    for (std::size_t item = 0; item < set_.items.size(); ++item) {
      for (FacilityId i{0}; i.value() < set_.facilities(); ++i) {
        for (Period t{0}; t.value() < set_.periods(); ++t) visit(item, i, t);
      }
    }
  }
  [[nodiscard]] Count patients(std::size_t k, FacilityId i, Period t) const {
    return set_.patients(set_.treatments[k])(i, t);
  }
  [[nodiscard]] Total leaving(std::size_t item, FacilityId i, Period t) const {
    Total leaving = 0;
    for (const CostStep& step : set_.items[item].instance.send_steps()) leaving += step.width(i, t);
    return leaving;
  }
  /// Devices that must be there, idle or in use.
  [[nodiscard]] Count least(std::size_t item, FacilityId i, Period t) const {
    const auto& [name, instance, limits, in_beds] = set_.items[item];
    return limits.count_present() ? limits.least_at(i, t, instance.devices(i)) : 0;
  }
  /// Counts what is there in `periods` from (i, t) on.
  void count_present(std::size_t item, FacilityId i, Period t, std::int32_t periods,
                     Column& column) const {
    const std::int32_t end = t.value() + std::min(periods, set_.periods() - t.value());
    for (Period u = t; u.value() < end; ++u) {
      if (least(item, i, u) > 0) column.rows[present_row(item, i, u)] += 1;
    }
  }
  [[nodiscard]] Total supplied(std::size_t item) const {
    return set_.items[item].instance.total_supply();
  }
  /// A flow that leaves (i, t) and comes to (j, t + lapse), unless that is after the horizon.
  [[nodiscard]] Column flow(std::string name, Total most, std::size_t item, FacilityId i, Period t,
                            FacilityId j, std::int32_t lapse) const {
    Column column{std::move(name), most, {{balance_row(item, i, t), 1}}};
    if (lapse < set_.periods() - t.value()) {
      column.rows[balance_row(item, j, Period(t.value() + lapse))] -= 1;
    }
    return column;
  }
  [[nodiscard]] Column hold(std::size_t item, FacilityId i, Period t) const {
    Column column =
        flow(fmt::format("I{}_{}", item, place(i, t)), supplied(item), item, i, t, i, 1);
    count_present(item, i, t, 1, column);
    return column;
  }
  [[nodiscard]] Column reserve(std::size_t item, std::size_t step, FacilityId i, Period t) const {
    const GainStep& kept = set_.items[item].instance.hold_steps()[step];
    Column column =
        flow(fmt::format("h{}_{}_{}", item, step, place(i, t)), kept.width(i, t), item, i, t, i, 1);
    column.rows["cost"] = -kept.gain(i, t);
    count_present(item, i, t, 1, column);
    return column;
  }
  [[nodiscard]] Column supply(std::size_t item, FacilityId i, Period t) const {
    Column column = flow(fmt::format("z{}_{}", item, place(i, t)), supplied(item), item, i, t, i,
                         set_.items[item].instance.turnaround_periods(i));
    column.rows[units_row(item, i, t)] -= 1;
    count_present(item, i, t, set_.items[item].instance.turnaround_periods(i), column);
    return column;
  }
  [[nodiscard]] Column ship(std::size_t item, FacilityId i, FacilityId j, Period t) const {
    const int transit = set_.items[item].instance.lanes().transit_periods(i, j);
    Column column = flow(fmt::format("x{}_{}_{}_{}", item, i.value(), j.value(), t.value()),
                         supplied(item), item, i, t, j, transit);
    for (std::size_t m = 0; m < set_.carriers.size(); ++m) {
      const Count load = set_.carriers[m].load[item];
      const bool counts = load > 0 && set_.carriers[m].lanes.contains(i, j);
      if (counts) column.rows[carrier_row(m, t)] = load;
    }
    if (!set_.items[item].instance.send_steps().empty()) column.rows[lending_row(item, i, t)] = 1;
    return column;
  }
  [[nodiscard]] Column treat(std::size_t k, FacilityId i, Period t) const {
    const auto& [item, patients_of, gain, tier] = set_.treatments[k];
    const std::int32_t turnaround = set_.items[item].instance.turnaround_periods(i);
    Column column =
        flow(fmt::format("y{}_{}", k, place(i, t)), patients(k, i, t), item, i, t, i, turnaround);
    column.rows["cost"] = -set_.gain(set_.treatments[k], i, t);
    count_present(item, i, t, turnaround, column);
    if (set_.is_contested(patients_of)) column.rows[tier_row(patients_of, tier, i, t)] = 1;
    for (const Use& use : set_.uses) {
      if (use.item != item) continue;
      column.rows[units_row(use.consumable, i, t)] += use.per_patient;
      const std::int32_t end = t.value() + std::min(turnaround, set_.periods() - t.value());
      for (Period u = t; use.per_period > 0 && u.value() < end; ++u) {
        column.rows[units_row(use.consumable, i, u)] += use.per_period;
      }
    }
    if (set_.counts_for_beds(item)) {
      const std::int32_t end = t.value() + std::min(turnaround, set_.periods() - t.value());
      for (Period u = t; u.value() < end; ++u) column.rows[beds_row(i, u)] = 1;
    }
    return column;
  }

  const ItemSet& set_;
};

void refuse_if_too_large(const ItemSet& set) {
  std::int64_t columns = 0;
  for (const Item& item : set.items) {
    columns += item.instance.lanes().ship_arcs(set.periods()) +
               std::int64_t{3} * set.facilities() * set.periods();
  }
  if (columns <= kMaxExplicitArcs) return;
  Diagnostic finding;
  finding.place.file = "integer programme";
  finding.seen = fmt::format("{} columns", columns);
  finding.allowed = fmt::format("at most {}", kMaxExplicitArcs);
  finding.remedy = "export a case with fewer facilities or periods";
  throw InputError(std::move(finding));
}

void print_explanation(TextOutput& text, const ItemSet& set) {
  text.print(
      "* Sharing of {} items between {} facilities over {} periods, by surgeflow. Minimise.\n"
      "* Item a, treatment k, facility i, period t are counted from 0. y<k>_<i>_<t> patients "
      "given\n"
      "* treatment k, z<a>_<i>_<t> units given to treatments by others, I<a>_<i>_<t> idle at the\n"
      "* end of the period, h<a>_<n>_<i>_<t> idle in step n of the reserve, x<a>_<i>_<j>_<t> sent\n"
      "* from i to j in t; rows b<a>_<i>_<t> balances, p<a>_<i>_<t> patients of an item that "
      "several\n"
      "* treat (p<a>_<n>_<i>_<t> of tier n above 0), u<a>_<i>_<t> units used less those given,\n"
      "* l<a>_<i>_<t> what leaves, a<a>_<i>_<t> what is there, idle or in use, s<i>_<t> what is "
      "in\n"
      "* use in staffed beds, c<m>_<t> loads of carrier m. The least cost is minus the greatest "
      "gain,\n"
      "* in 1/{} of a patient; movement is not counted.\n",
      set.items.size(), set.facilities(), set.periods(), set.resolution);
  for (std::size_t item = 0; item < set.items.size(); ++item) {
    text.print("* item {}: {}\n", item, set.items[item].name);
  }
  for (std::size_t k = 0; k < set.treatments.size(); ++k) {
    const Treatment& treatment = set.treatments[k];
    text.print("* treatment {}: patients of {} by {}", k, set.items[treatment.patients_of].name,
               set.items[treatment.item].name);
    if (set.tiers(treatment.patients_of) > 1) text.print(", tier {}", treatment.tier);
    text.print("\n");
  }
}

}  // namespace

void write_mps(std::ostream& out, const ItemSet& set) {
  refuse_if_too_large(set);
  const ItemProgramme programme(set);
  TextOutput text(out);
  print_explanation(text, set);
  text.print("NAME surgeflow FREE\nROWS\n N cost\n");
  programme.for_each_row(
      [&](char type, const std::string& name, Total) { text.print(" {} {}\n", type, name); });
  text.print("COLUMNS\n marker 'MARKER' 'INTORG'\n");
  programme.for_each_column([&](const Column& column) {
    for (const auto& [row, number] : column.rows) {
      if (number != 0) text.print(" {} {} {}\n", column.name, row, number);
    }
  });
  text.print(" marker 'MARKER' 'INTEND'\nRHS\n");
  programme.for_each_row([&](char, const std::string& name, Total side) {
    if (side != 0) text.print(" side {} {}\n", name, side);
  });
  // Without a bound, some readers take an integer column for a binary one.
  text.print("BOUNDS\n");
  programme.for_each_column(
      [&](const Column& column) { text.print(" UP limit {} {}\n", column.name, column.most); });
  text.print("ENDATA\n");
  text.finish();
}

}  // namespace surgeflow::formats
