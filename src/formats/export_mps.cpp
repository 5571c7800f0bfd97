// SPDX-License-Identifier: Apache-2.0
// The base model as an integer programme in free MPS.
#include <algorithm>
#include <optional>
#include <string>

#include "formats/explicit_network.hpp"
#include "formats/text_output.hpp"
#include "surgeflow/flow/without_sharing.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

/// Row of the balance of node (i, t), or of its gate.
std::string row_name(const Instance& instance, std::int64_t node) {
  const std::int64_t cells = std::int64_t{instance.facilities()} * instance.periods();
  const std::int64_t cell = node % cells;
  return fmt::format("{}{}_{}", node < cells ? 'b' : 'g', cell / instance.periods(),
                     cell % instance.periods());
}

std::string column_name(const Arc& arc) {
  const std::int32_t i = arc.facility.value();
  const std::int32_t t = arc.period.value();
  const std::string step = arc.step == 0 ? "" : fmt::format("_{}", arc.step);
  switch (arc.kind) {
    case ArcKind::hold:
      return fmt::format("I{}_{}{}", i, t, step);
    case ArcKind::treat:
      return fmt::format("y{}_{}{}", i, t, step);
    case ArcKind::send:
      return fmt::format("l{}_{}{}", i, t, step);
    case ArcKind::ship:
      return fmt::format("x{}_{}_{}", i, arc.destination.value(), t);
  }
  return {};
}

void print_mps_explanation(TextOutput& text, const Instance& instance, const NetworkSize& size) {
  text.print(
      "* Sharing of devices between {0} facilities over {1} periods, by surgeflow. Minimise.\n"
      "* Facility i and period t are counted from 0. y<i>_<t> patients given a device, I<i>_<t>\n"
      "* devices idle at the end of the period, x<i>_<j>_<t> devices sent from i to j in t; row\n"
      "* b<i>_<t> is the balance: what leaves less what comes equals the supply from outside.\n"
      "* The weight {2} of a patient is more than the movement of any plan, so patients come\n"
      "* first. Of the least cost z: patients treated = ceil(-z / {2}),\n"
      "* movement = z + {2} * patients treated.\n",
      instance.facilities(), instance.periods(), size.patient_weight);
}

/// What the rest can not say of gains in parts of a patient, with steps, and of costs of leaving.
void print_mps_steps(TextOutput& text, const Instance& instance, const NetworkSize& size) {
  text.print(
      "* Gains are counted in 1/{0} patient; a gain of g has the cost -{1} * g. With the sum of\n"
      "* gains in the place of the patients treated, gain = ceil(-z / {1}),\n"
      "* movement = z + {1} * gain.\n",
      instance.resolution(), size.patient_weight);
  if (!instance.has_steps()) return;
  text.print(
      "* y<i>_<t>_<n> are patients of step n, from 1; I<i>_<t>_<n> idle devices of step n, beside\n"
      "* those of I<i>_<t>, which gain nothing; l<i>_<t>_<n> devices that leave, by what that "
      "costs;\n"
      "* row g<i>_<t> says that what leaves is what lanes take.\n");
}

void print_mps_limits(TextOutput& text) {
  text.print(
      "* Limits: dispatch<t> of all devices that leave in t; present<i>_<t> of the devices at i\n"
      "* at the end of t, idle or in use; beds<i>_<t> of those in use; own<i> of all patients\n"
      "* treated at i; floor<g> of all treated in group g. With them the problem is no network "
      "any\n"
      "* more.\n");
}

void print_mps_cover(TextOutput& text) {
  text.print(
      "* In the place of I<i>_<t>_<n>, r<i>_<t>_<n> are devices of step n of the reserve of i "
      "that\n"
      "* count, wherever they are; row cover<i>_<t> says that they are no more than those idle at\n"
      "* i and wherever else they cover it.\n");
}

/// What limits add; see limits.hpp. Their rows are written where they can bind.
class LimitRows {
 public:
  LimitRows(const Instance& instance, const Limits& limits)
      : instance_(instance), limits_(limits) {}

  /// Calls `visit(type, name, right-hand side)` for every row.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (Period t{0}; limits_.dispatch && t.value() < instance_.periods(); ++t) {
      visit('L', dispatch_row(t), Total{limits_.dispatch_at(t)});
    }
    for (FacilityId i{0}; i.value() < instance_.facilities(); ++i) {
      for (Period t{0}; t.value() < instance_.periods(); ++t) {
        if (least(i, t) > 0) visit('G', present_row(i, t), Total{least(i, t)});
        if (has_beds(i)) visit('L', beds_row(i, t), Total{*limits_.beds_at(i, t)});
        if (has_cover(i, t)) visit('L', cover_row(i, t), Total{0});
      }
      if (limits_.no_worse_off) {
        visit('G', own_row(i), patients_owed(instance_, i, limits_));
      }
    }
    for (std::size_t g = 0; limits_.floors && g < limits_.floors->least.size(); ++g) {
      if (limits_.floors->least[g] > 0) visit('G', floor_row(g), limits_.floors->least[g]);
    }
  }

  /// Whether it stands for devices of a reserve that others cover, and is no arc at all.
  [[nodiscard]] bool is_reserve(const Arc& arc) const {
    return limits_.backup_periods > 0 && arc.kind == ArcKind::hold && arc.step > 0;
  }

  /// Calls `visit(name, coefficient)` for the rows in which an arc counts, once each.
  template <class Visit>
  void for_each_with(const Arc& arc, Visit&& visit) const {
    if (arc.kind == ArcKind::ship && limits_.dispatch) visit(dispatch_row(arc.period), 1);
    if (is_reserve(arc)) return visit(cover_row(arc.facility, arc.period), 1);
    if (arc.kind == ArcKind::hold) visit_holding(arc, visit);
    if (arc.kind == ArcKind::treat) visit_treating(arc, visit);
  }

 private:
  template <class Visit>
  void visit_holding(const Arc& arc, Visit& visit) const {
    const FacilityId i = arc.facility;
    const Period t = arc.period;
    if (least(i, t) > 0) visit(present_row(i, t), 1);
    if (arc.step > 0) return;
    for (FacilityId other{0}; other.value() < instance_.facilities(); ++other) {
      const bool covers = other == i || limits_.covers(instance_.lanes().transit_periods(i, other));
      if (covers && has_cover(other, t)) visit(cover_row(other, t), -1);
    }
  }
  template <class Visit>
  void visit_treating(const Arc& arc, Visit& visit) const {
    const std::int32_t start = arc.period.value();
    const std::int32_t end =
        start + std::min(instance_.turnaround_periods(arc.facility), instance_.periods() - start);
    for (Period t = arc.period; t.value() < end; ++t) {
      if (least(arc.facility, t) > 0) visit(present_row(arc.facility, t), 1);
      if (has_beds(arc.facility)) visit(beds_row(arc.facility, t), 1);
    }
    if (limits_.no_worse_off) visit(own_row(arc.facility), 1);
    if (const auto group = group_with_floor(arc.facility)) visit(floor_row(*group), 1);
  }
  [[nodiscard]] Count least(FacilityId i, Period t) const {
    return limits_.count_present() ? limits_.least_at(i, t, instance_.devices(i)) : 0;
  }
  /// Beds for all devices that there are bind nothing. They are fewest in the first period.
  [[nodiscard]] bool has_beds(FacilityId i) const {
    return limits_.beds_at(i, Period(0)).value_or(kMaxTotal) < instance_.most_devices();
  }
  [[nodiscard]] bool has_cover(FacilityId i, Period t) const {
    return limits_.backup_periods > 0 &&
           std::ranges::any_of(instance_.hold_steps(),
                               [&](const GainStep& step) { return step.width(i, t) > 0; });
  }
  static std::string cover_row(FacilityId i, Period t) {
    return fmt::format("cover{}_{}", i.value(), t.value());
  }
  static std::string dispatch_row(Period t) { return fmt::format("dispatch{}", t.value()); }
  static std::string present_row(FacilityId i, Period t) {
    return fmt::format("present{}_{}", i.value(), t.value());
  }
  static std::string beds_row(FacilityId i, Period t) {
    return fmt::format("beds{}_{}", i.value(), t.value());
  }
  [[nodiscard]] std::optional<std::size_t> group_with_floor(FacilityId i) const {
    if (!limits_.floors) return std::nullopt;
    const auto& [group, least] = *limits_.floors;
    const std::int32_t own = group[static_cast<std::size_t>(i.value())];
    if (own == PatientFloors::kNoGroup) return std::nullopt;
    const auto g = static_cast<std::size_t>(own);
    return least[g] > 0 ? std::optional(g) : std::nullopt;
  }
  static std::string floor_row(std::size_t group) { return fmt::format("floor{}", group); }
  static std::string own_row(FacilityId i) { return fmt::format("own{}", i.value()); }

  const Instance& instance_;
  const Limits& limits_;
};

/// Devices of a reserve that others cover have a name of their own.
std::string column_name(const Arc& arc, const LimitRows& limits) {
  std::string name = column_name(arc);
  if (limits.is_reserve(arc)) name.front() = 'r';
  return name;
}

void print_rows(TextOutput& text, const Instance& instance, const NetworkSize& size,
                const LimitRows& limits) {
  text.print("ROWS\n N cost\n");
  for (std::int64_t node = 0; node + 1 < size.nodes; ++node) {
    text.print(" E {}\n", row_name(instance, node));
  }
  limits.for_each(
      [&](char type, const std::string& name, Total) { text.print(" {} {}\n", type, name); });
}

/// An arc is a column: +1 in the balance that it leaves, -1 in the one that it enters, and what it
/// counts in limits.
void print_columns(TextOutput& text, const Instance& instance, const NetworkSize& size,
                   const LimitRows& limits) {
  text.print("COLUMNS\n marker 'MARKER' 'INTORG'\n");
  for_each_arc(instance, size, [&](const Arc& arc) {
    const std::string column = column_name(arc, limits);
    if (arc.cost != 0) text.print(" {} cost {}\n", column, arc.cost);
    if (!limits.is_reserve(arc)) {
      text.print(" {} {} 1\n", column, row_name(instance, arc.tail));
      if (arc.head + 1 < size.nodes) {
        text.print(" {} {} -1\n", column, row_name(instance, arc.head));
      }
    }
    limits.for_each_with(arc, [&](const std::string& row, int coefficient) {
      text.print(" {} {} {}\n", column, row, coefficient);
    });
  });
  text.print(" marker 'MARKER' 'INTEND'\n");
}

void print_right_hand_sides(TextOutput& text, const Instance& instance, const LimitRows& limits) {
  text.print("RHS\n");
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      const Count supply = instance.supply(i, t);
      if (supply != 0) text.print(" supply b{}_{} {}\n", i.value(), t.value(), supply);
    }
  }
  limits.for_each([&](char, const std::string& name, Total side) {
    if (side != 0) text.print(" supply {} {}\n", name, side);
  });
}

}  // namespace

void write_mps(std::ostream& out, const Instance& instance, const Limits& limits) {
  // Solvers of integer programmes count in doubles, which are exact up to here.
  constexpr std::int64_t kCostLimit = std::int64_t{1} << 53;
  const NetworkSize size = size_of_network(instance, kCostLimit);
  TextOutput text(out);
  print_mps_explanation(text, instance, size);
  if (!is_plain(instance)) print_mps_steps(text, instance, size);
  if (limits.any()) print_mps_limits(text);
  if (limits.backup_periods > 0 && !instance.hold_steps().empty()) print_mps_cover(text);
  text.print("NAME surgeflow FREE\n");
  const LimitRows rows(instance, limits);
  print_rows(text, instance, size, rows);
  print_columns(text, instance, size, rows);
  print_right_hand_sides(text, instance, rows);
  // Without a bound, some readers take an integer column for a binary one.
  text.print("BOUNDS\n");
  for_each_arc(instance, size, [&](const Arc& arc) {
    text.print(" UP limit {} {}\n", column_name(arc, rows), arc.capacity);
  });
  text.print("ENDATA\n");
  text.finish();
}

}  // namespace surgeflow::formats
