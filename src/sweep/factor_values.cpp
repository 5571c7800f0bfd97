// SPDX-License-Identifier: Apache-2.0
// Values of factors as settings, draws and text.
#include "sweep/factor_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/parameter_bounds.hpp"

namespace surgeflow::sweep {
namespace {

double within_bounds(const UncertainParameter& parameter, double value) {
  if (parameter.least) value = std::max(value, *parameter.least);
  if (parameter.most) value = std::min(value, *parameter.most);
  return value;
}

/// The value where the national part is z and the others are 0; around facilities' own values the
/// standard errors themselves.
double central_value(const UncertainParameter& parameter, double z) {
  const double moved = std::sqrt(parameter.spread.national) * z;
  if (!parameter.distribution) return moved;
  return within_bounds(parameter, value_at_normal(*parameter.distribution, moved));
}

/// A number as TOML reads it, no digit lost.
std::string text_of(double value, NumberKind kind) {
  return kind == NumberKind::whole ? fmt::format("{:.0f}", std::round(value))
                                   : fmt::format("{}", value);
}

/// Numbers that stand between a parameter and one that is no share of another.
std::size_t depth_of(const UncertainParameter& parameter,
                     const std::vector<const UncertainParameter*>& all) {
  const UncertainParameter* part = &parameter;
  std::size_t depth = 0;
  while (!part->share_of.empty() && depth <= all.size()) {
    ++depth;
    const auto whole = std::find_if(all.begin(), all.end(), [&](const UncertainParameter* other) {
      return other->name == part->share_of;
    });
    if (whole == all.end()) break;
    part = *whole;
  }
  return depth;
}

}  // namespace

bool is_drawn(const Factor& factor) {
  return factor.key == "demand." + factor.uncertain.name &&
         kind_of_parameter(factor.uncertain.name).has_value();
}

std::string input_name(const Factor& factor) {
  const UncertainParameter& uncertain = factor.uncertain;
  std::string name = factor.key;
  if (uncertain.from_day) name += fmt::format("@{}", *uncertain.from_day);
  if (!uncertain.share_of.empty()) name += "_per_" + uncertain.share_of;
  return name;
}

SampledScenarios::SampledScenarios(const SweepStatement& statement) : statement_(&statement) {
  const std::vector<Factor>& factors = statement.factors;
  for (std::size_t f = 0; f < factors.size(); ++f) {
    if (!is_drawn(factors[f])) continue;
    drawn_.push_back({&factors[f].uncertain, static_cast<std::uint32_t>(f), f});
  }
  for (const UncertainParameter& constant : statement.constants) {
    const auto stream = static_cast<std::uint32_t>(factors.size() + drawn_.size());
    drawn_.push_back({&constant, stream, factors.size()});
  }
  std::vector<const UncertainParameter*> all;
  for (const Drawn& drawn : drawn_) all.push_back(drawn.parameter);
  // A draw of the whole course would wipe out those of later days that were put in before it.
  const auto order = [&](const Drawn& drawn) {
    return std::pair(depth_of(*drawn.parameter, all), drawn.parameter->from_day.value_or(-1));
  };
  std::stable_sort(drawn_.begin(), drawn_.end(),
                   [&](const Drawn& a, const Drawn& b) { return order(a) < order(b); });
}

Scenario SampledScenarios::make(std::string name, std::uint32_t member,
                                std::span<const double> z) const {
  Scenario scenario;
  scenario.name = std::move(name);
  scenario.member = member;
  for (const Drawn& drawn : drawn_) {
    const double national = drawn.factor < z.size() ? z[drawn.factor] : 0.0;
    scenario.draws.push_back({drawn.parameter, drawn.stream, national});
  }
  for (std::size_t f = 0; f < z.size(); ++f) {
    const Factor& factor = statement_->factors[f];
    std::string text = text_of(central_value(factor.uncertain, z[f]), factor.kind);
    if (!is_drawn(factor)) scenario.overrides.push_back(factor.key + "=" + text);
    scenario.inputs.push_back(std::move(text));
  }
  return scenario;
}

}  // namespace surgeflow::sweep
