// SPDX-License-Identifier: Apache-2.0
// Multipliers of floors, and networks in which the patients of the floors come first.
#include "lagrangian/fair/fair_patients.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "flow/stop_status.hpp"
#include "lagrangian/limits/guarded_steps.hpp"
#include "lagrangian/narrowed.hpp"
#include "lagrangian/relaxation.hpp"
#include "surgeflow/core/checked.hpp"
#include "surgeflow/core/random.hpp"

namespace surgeflow::lagrangian {
namespace {

/// Parts of a patient.
constexpr std::int64_t kCoarsestPart = 16;
constexpr std::int64_t kFinestPart = 1024;
constexpr std::int64_t kPartRefinement = 4;
constexpr std::int64_t kFloorPatience = 20;
/// Patients.
constexpr double kTooLittlePromise = 0.05;
constexpr std::uint32_t kSurplusStream = 73;
/// Exchange ends after so many rounds without a patient more.
constexpr std::uint32_t kFruitlessExchanges = 4;
constexpr std::uint32_t kMostExchanges = 30;

/// More than all that a device could gain by treating others.
std::int32_t bonus_of_first(const Instance& instance) {
  std::int32_t shortest = instance.periods();
  for (FacilityId i{0}; i.value() < instance.facilities(); ++i) {
    shortest = std::min(shortest, instance.turnaround_periods(i));
  }
  return bonus_for(instance, instance.periods() / shortest + 1);
}

/// Of those whom a plan treats as many as floors ask for, drawn for the round.
Panel<Count> first_by_floors(const FairPlan& plan, const PatientFloors& floors,
                             std::uint32_t round) {
  const RandomKey key{.seed = 0, .stream = kSurplusStream, .member = round};
  std::uint64_t drawn = 0;
  Panel<Count> first = plan.plan().treated;
  const auto cells = static_cast<std::uint64_t>(first.periods());
  std::vector<Total> surplus = plan.treated();
  for (std::size_t g = 0; g < surplus.size(); ++g) surplus[g] -= floors.least[g];
  for (FacilityId i{0}; i.value() < first.facilities(); ++i) {
    const std::int32_t group = floors.group[static_cast<std::size_t>(i.value())];
    if (group < 0) continue;
    Total& left = surplus[static_cast<std::size_t>(group)];
    const std::span<Count> row = first.row(i);
    Total here = std::min(left, std::accumulate(row.begin(), row.end(), Total{0}));
    left -= here;
    while (here > 0) {
      Count& patients = row[random_below(key, drawn++, cells)];
      if (patients == 0) continue;
      --patients;
      --here;
    }
  }
  return first;
}

}  // namespace

FairPatientSearch::FairPatientSearch(FairWork& work, WeightedGroups& network, FloorProof unlimited)
    : work_(work),
      network_(network),
      resolution_(work.plan.instance().resolution()),
      bundle_(std::vector<double>(work.floors.least.size(), 0.0)),
      unit_(std::max<std::int64_t>(1, kCoarsestPart / resolution_)),
      best_(std::move(unlimited)) {}

Total FairPatientSearch::gain_of(const Plan& plan) const {
  return value_of(work_.plan.instance(), plan).treated;
}

bool FairPatientSearch::done() const {
  if (end_.stopped != StopReason::none) return true;
  const Total reached = gain();
  return reached == best_.bound ||
         (work_.options.gap > 0.0 && relative_gap(best_.bound, reached) <= work_.options.gap);
}

std::vector<std::int64_t> FairPatientSearch::rounded(const std::vector<double>& patients) const {
  const std::int64_t most = most_beside(work_.plan.instance(), unit_);
  std::vector<std::int64_t> multipliers;
  for (const double each : patients) {
    multipliers.push_back(
        std::min<std::int64_t>(most, std::llround(std::min(each, 1e6) * patient())));
  }
  return multipliers;
}

bool FairPatientSearch::try_multipliers(const std::vector<std::int64_t>& multipliers) {
  const PricedResult& priced = network_.solve(multipliers, 0, unit_);
  ++end_.prices;
  note_bound(multipliers, priced);
  end_.stopped = priced.stopped;
  return end_.stopped == StopReason::none;
}

void FairPatientSearch::note_bound(const std::vector<std::int64_t>& multipliers,
                                   const PricedResult& priced) {
  ++fruitless_;
  std::int64_t amount = priced.value;
  for (std::size_t g = 0; g < multipliers.size(); ++g) {
    amount = checked_add(amount, -checked_multiply(multipliers[g], work_.floors.least[g]));
  }
  const Total bound = amount / unit_ - (amount % unit_ < 0 ? 1 : 0);
  if (bound >= best_.bound) return;
  fruitless_ = 0;
  best_ = {bound, multipliers, unit_, narrowed<std::int32_t>(priced.potentials)};
}

void FairPatientSearch::tell_bundle(const std::vector<std::int64_t>& multipliers,
                                    const PricedResult& priced) {
  const std::vector<Total> groups = sum_by_group(priced.plan.treated, work_.floors.group);
  const double all = static_cast<double>(gain_of(priced.plan)) / static_cast<double>(resolution_);
  double bound = all;
  std::vector<double> patients;
  std::vector<double> slope;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    patients.push_back(static_cast<double>(multipliers[g]) / patient());
    slope.push_back(static_cast<double>(groups[g] - work_.floors.least[g]));
    bound += patients.back() * slope.back();
  }
  bundle_.add(patients, bound, all, slope);
}

/// False where units are fine enough, or finer ones would leave no room for multipliers.
bool FairPatientSearch::refine() {
  fruitless_ = 0;
  const std::int64_t finer = unit_ * kPartRefinement;
  if (finer * resolution_ > kFinestPart || most_beside(work_.plan.instance(), finer) <= 0) {
    return false;
  }
  unit_ = finer;
  return true;
}

void FairPatientSearch::price() {
  std::vector<double> trial(work_.floors.least.size(), 0.0);
  std::vector<std::int64_t> tried;
  while (!done() && end_.prices < work_.options.most_prices) {
    const std::vector<std::int64_t> multipliers = rounded(trial);
    if (multipliers == tried) {
      if (!refine()) return;
      continue;
    }
    if (!try_multipliers(multipliers)) return;
    tried = multipliers;
    const PricedResult& priced = network_.last();
    work_.plan.move_towards(priced.plan, Aim::more_gain);
    tell_bundle(multipliers, priced);
    trial = bundle_.next();
    const bool stuck = bundle_.promise() < kTooLittlePromise || fruitless_ >= kFloorPatience;
    if (stuck && !refine()) return;
  }
}

/// The best plan in which the patients of the floors come first, or what of it is better.
bool FairPatientSearch::exchange(std::uint32_t round) {
  const Instance& instance = work_.plan.instance();
  InstanceData data = numbers_of(instance);
  data.treat_steps =
      guarded_steps(treat_steps_of(instance), first_by_floors(work_.plan, work_.floors, round),
                    bonus_of_first(instance));
  SolveResult found = solve(Instance(std::move(data)), {.stop = work_.control.stop});
  end_.stopped = flow::stop_reason(found.status);
  if (end_.stopped != StopReason::none) return false;
  const Total before = gain();
  if (gain_of(found.plan) > before &&
      work_.plan.keeps_floors(sum_by_group(found.plan.treated, work_.floors.group))) {
    work_.plan.replace(std::move(found.plan));
  } else {
    work_.plan.move_towards(found.plan, Aim::more_gain);
  }
  return gain() > before;
}

void FairPatientSearch::look_for_plans() {
  std::uint32_t without = 0;
  for (std::uint32_t n = 0; n < kMostExchanges && without < kFruitlessExchanges; ++n) {
    end_.stopped = work_.control.stop.check();
    if (done()) return;
    without = exchange(n) ? 0 : without + 1;
  }
}

SearchEnd FairPatientSearch::run() {
  price();
  if (end_.stopped == StopReason::none) look_for_plans();
  return end_;
}

}  // namespace surgeflow::lagrangian
