// SPDX-License-Identifier: Apache-2.0
// Sizes of the explicit network, and when it is too large to be written.
#include "formats/explicit_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

std::int64_t treat_arcs(const Instance& instance) {
  return std::ranges::count_if(instance.demand().values(), [](Count d) { return d > 0; });
}

std::int64_t patient_weight(const Instance& instance, std::int64_t cost_limit) {
  const auto refuse_costs = [&] {
    refuse("patients and movement too many for one sum of costs",
           fmt::format("costs of a flow up to {}", in_words(cost_limit)),
           "shorten the horizon, or count movement in coarser units");
  };
  try {
    const std::int64_t weight = checked_add(instance.movement_limit(), std::int64_t{1});
    const std::int64_t most =
        checked_add(checked_multiply(weight, instance.total_demand()), instance.movement_limit());
    if (most > cost_limit) refuse_costs();
    return weight;
  } catch (const OverflowError&) {
    refuse_costs();
    throw;
  }
}

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
  return {cells + 1, cells + treat_arcs(instance) + ship_arcs,
          patient_weight(instance, cost_limit)};
}

}  // namespace surgeflow::formats
