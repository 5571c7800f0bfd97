// SPDX-License-Identifier: Apache-2.0
// Lists of who covers whom, and sums over them.
#include "surgeflow/flow/covered_reserve.hpp"

#include <algorithm>
#include <functional>

namespace surgeflow {
namespace {

/// Devices of all steps of holding at one place.
Total asked_at(const Instance& instance, std::size_t place) {
  Total asked = 0;
  for (const GainStep& step : instance.hold_steps()) asked += step.width.values()[place];
  return asked;
}

void add_row(std::span<const Total> row, std::span<Total> sum) {
  std::ranges::transform(sum, row, sum.begin(), std::plus<>());
}

}  // namespace

CoveredReserve::CoveredReserve(const Instance& instance, const Limits& limits)
    : instance_(&instance), first_{0} {
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    for (FacilityId j{0}; j.value() < instance.facilities(); ++j) {
      if (i == j || limits.covers(instance.lanes().transit_periods(j, i))) covering_.push_back(j);
    }
    first_.push_back(covering_.size());
  }
}

Panel<Total> CoveredReserve::pooled(const Panel<Total>& idle) const {
  Panel<Total> devices(idle.facilities(), idle.periods());
  for (FacilityId i{0}; i.value() < idle.facilities(); ++i) {
    for (const FacilityId j : covering(i)) add_row(idle.row(j), devices.row(i));
  }
  return devices;
}

Panel<Total> CoveredReserve::dealt_back(const Panel<Total>& quantity) const {
  Panel<Total> sum(quantity.facilities(), quantity.periods());
  for (FacilityId i{0}; i.value() < quantity.facilities(); ++i) {
    for (const FacilityId j : covering(i)) add_row(quantity.row(i), sum.row(j));
  }
  return sum;
}

Total CoveredReserve::gain_beside_own(const Plan& plan) const {
  const Panel<Total> idle = trace_plan(*instance_, plan).idle;
  return gain_of_holding(*instance_, pooled(idle)) - gain_of_holding(*instance_, idle);
}

std::int32_t CoveredReserve::most_covered() const {
  std::vector<std::int32_t> covered(first_.size(), 0);
  for (const FacilityId j : covering_) ++covered[static_cast<std::size_t>(j.value())];
  return std::ranges::max(covered);
}

ReserveKept reserve_kept(const Instance& instance, const Limits& limits, const Plan& plan) {
  ReserveKept kept;
  if (instance.hold_steps().empty()) return kept;
  const Panel<Total> idle = trace_plan(instance, plan).idle;
  const Panel<Total> devices =
      limits.backup_periods > 0 ? CoveredReserve(instance, limits).pooled(idle) : idle;
  for (std::size_t n = 0; n < idle.values().size(); ++n) {
    const Total asked = asked_at(instance, n);
    const Total own = std::min(asked, idle.values()[n]);
    kept.asked += asked;
    kept.own += own;
    kept.covered += std::min(asked, devices.values()[n]) - own;
  }
  return kept;
}

PlanValue value_of(const Instance& instance, const Limits& limits, const Plan& plan) {
  PlanValue value = value_of(instance, plan);
  if (limits.backup_periods > 0 && !instance.hold_steps().empty()) {
    value.treated += CoveredReserve(instance, limits).gain_beside_own(plan);
  }
  return value;
}

}  // namespace surgeflow
