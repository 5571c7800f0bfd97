// SPDX-License-Identifier: Apache-2.0
// Sizes of the explicit network, and when it is too large to be written.
#include "formats/explicit_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/error.hpp"
#include "surgeflow/formats/export.hpp"

namespace surgeflow::formats {
namespace {

[[noreturn]] void refuse(std::string seen, std::string allowed, std::string remedy) {
  Diagnostic finding;
  finding.place.file = "explicit network";
  finding.seen = std::move(seen);
  finding.allowed = std::move(allowed);
  finding.remedy = std::move(remedy);
  throw InputError(std::move(finding));
}

std::string with_commas(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

/// Steps of some width, over all facilities and periods.
template <class Step>
std::int64_t step_arcs(std::span<const Step> steps) {
  std::int64_t arcs = 0;
  for (const Step& step : steps) {
    arcs += std::ranges::count_if(step.width.values(), [](Count width) { return width > 0; });
  }
  return arcs;
}

std::int64_t treat_arcs(const Instance& instance) {
  if (!instance.treat_steps().empty()) return step_arcs(instance.treat_steps());
  return std::ranges::count_if(instance.demand().values(), [](Count d) { return d > 0; });
}

/// All devices that there ever are; commitments may take some of them.
std::int64_t devices_in_all(const Instance& instance) {
  std::int64_t devices = 0;
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      devices += std::max<Count>(0, instance.supply(i, t));
    }
  }
  return devices;
}

/// No flow of so many devices gains more from these steps. Throws OverflowError.
std::int64_t most_gain(std::span<const GainStep> steps, std::int64_t devices) {
  std::int64_t most = 0;
  for (const GainStep& step : steps) {
    for (std::size_t n = 0; n < step.width.values().size(); ++n) {
      const std::int64_t within = std::min<std::int64_t>(step.width.values()[n], devices);
      most = checked_add(most, within * step.gain.values()[n]);
    }
  }
  return most;
}

std::int64_t most_gain(const Instance& instance, std::int64_t devices) {
  const std::int64_t held = most_gain(instance.hold_steps(), devices);
  if (!instance.treat_steps().empty()) {
    return checked_add(held, most_gain(instance.treat_steps(), instance.total_demand()));
  }
  return checked_add(
      held, checked_multiply<std::int64_t>(instance.resolution(), instance.total_demand()));
}

std::int64_t patient_weight(const Instance& instance, std::int64_t devices,
                            std::int64_t cost_limit) {
  const auto refuse_costs = [&] {
    refuse(is_plain(instance) ? "patients and movement too many for one sum of costs"
                              : "gains and movement too large for one sum of costs",
           fmt::format("costs of a flow up to {}", in_words(cost_limit)),
           "shorten the horizon, or count movement in coarser units");
  };
  try {
    const std::int64_t weight = checked_add(instance.movement_limit(), std::int64_t{1});
    const std::int64_t most = checked_add(checked_multiply(weight, most_gain(instance, devices)),
                                          instance.movement_limit());
    if (most > cost_limit) refuse_costs();
    return weight;
  } catch (const OverflowError&) {
    refuse_costs();
    throw;
  }
}

/// The arcs that leave a node and its gate.
class ArcsOfNode {
 public:
  ArcsOfNode(const Instance& instance, const NetworkSize& size, FacilityId i, Period t,
             const std::function<void(const Arc&)>& visit)
      : instance_(instance), size_(size), i_(i), t_(t), visit_(visit), tail_(node(i, 0)) {}

  void visit() const {
    hold();
    treat();
    ship(send());
  }

 private:
  /// The node of a facility so many periods later.
  [[nodiscard]] std::int64_t node(FacilityId i, std::int64_t later) const {
    const std::int64_t period = t_.value() + later;
    const std::int64_t periods = instance_.periods();
    return period < periods ? i.value() * periods + period : size_.nodes - 1;
  }
  /// An arc at the facility itself.
  void add(ArcKind kind, std::int64_t head, std::int64_t capacity, std::int64_t cost,
           std::int32_t step = 0) const {
    if (capacity == 0 && (kind != ArcKind::hold || step > 0)) return;
    visit_({kind, i_, i_, t_, tail_, head, capacity, cost, step});
  }
  void add_steps(ArcKind kind, std::int64_t head, std::span<const GainStep> steps) const {
    std::int32_t number = 0;
    for (const GainStep& step : steps) {
      add(kind, head, step.width(i_, t_), -size_.patient_weight * step.gain(i_, t_), ++number);
    }
  }

  void hold() const {
    add(ArcKind::hold, node(i_, 1), size_.devices, 0);
    add_steps(ArcKind::hold, node(i_, 1), instance_.hold_steps());
  }
  void treat() const {
    const std::int64_t back = node(i_, instance_.turnaround_periods(i_));
    if (instance_.treat_steps().empty()) {
      add(ArcKind::treat, back, instance_.demand()(i_, t_),
          -size_.patient_weight * instance_.resolution());
    }
    add_steps(ArcKind::treat, back, instance_.treat_steps());
  }
  /// Where the lanes start.
  [[nodiscard]] std::int64_t send() const {
    if (instance_.send_steps().empty()) return tail_;
    const std::int64_t gate = tail_ + std::int64_t{instance_.facilities()} * instance_.periods();
    std::int32_t number = 0;
    for (const CostStep& step : instance_.send_steps()) {
      add(ArcKind::send, gate, step.width(i_, t_), step.cost(i_, t_), ++number);
    }
    return gate;
  }
  void ship(std::int64_t start) const {
    for (FacilityId j{0}; j.value() < instance_.facilities(); ++j) {
      const int transit = instance_.lanes().transit_periods(i_, j);
      if (transit == 0 || t_.value() + transit >= instance_.periods()) continue;
      if (!instance_.lanes().is_open(i_, j, t_)) continue;
      visit_({ArcKind::ship, i_, j, t_, start, node(j, transit), size_.devices,
              instance_.lanes().cost(i_, j), 0});
    }
  }

  const Instance& instance_;
  const NetworkSize& size_;
  FacilityId i_;
  Period t_;
  const std::function<void(const Arc&)>& visit_;
  std::int64_t tail_;
};

}  // namespace

std::string in_words(std::int64_t number) {
  struct Unit {
    double size;
    const char* name;
  };
  constexpr std::array kUnits{Unit{1e18, "quintillion"}, Unit{1e15, "quadrillion"},
                              Unit{1e12, "trillion"}, Unit{1e9, "billion"}, Unit{1e6, "million"}};
  // What three digits round up to a unit is said in that unit.
  constexpr double kRoundedUp = 0.9995;
  const auto value = static_cast<double>(number);
  for (const Unit& unit : kUnits) {
    if (value >= kRoundedUp * unit.size)
      return fmt::format("{:.3g} {}", value / unit.size, unit.name);
  }
  return with_commas(number);
}

NetworkSize size_of_network(const Instance& instance, std::int64_t cost_limit) {
  const std::int64_t ship_arcs = instance.lanes().ship_arcs(instance.periods());
  if (ship_arcs > kMaxExplicitArcs) {
    refuse(fmt::format("{} ship arcs", in_words(ship_arcs)),
           fmt::format("at most {}", in_words(kMaxExplicitArcs)),
           "export fewer facilities, fewer periods, or only the shorter lanes "
           "(transit.max_periods)");
  }
  const std::int64_t cells = std::int64_t{instance.facilities()} * instance.periods();
  const std::int64_t gates = instance.send_steps().empty() ? 0 : cells;
  const std::int64_t devices = devices_in_all(instance);
  return {.nodes = cells + gates + 1,
          .arcs = cells + treat_arcs(instance) + step_arcs(instance.hold_steps()) +
                  step_arcs(instance.send_steps()) + ship_arcs,
          .patient_weight = patient_weight(instance, devices, cost_limit),
          .devices = devices};
}

void for_each_arc(const Instance& instance, const NetworkSize& size,
                  const std::function<void(const Arc&)>& visit) {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (Period t{0}; t.value() < instance.periods(); ++t) {
      ArcsOfNode(instance, size, i, t, visit).visit();
    }
  }
}

}  // namespace surgeflow::formats
