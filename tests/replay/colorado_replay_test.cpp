// SPDX-License-Identifier: Apache-2.0
// Colorado planned every day for sixty days, while three patients in ten more come than forecast in
// some counties and three in ten fewer in others.
#include <gtest/gtest.h>

#include "app/prepare.hpp"
#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/replay/replay.hpp"
#include "surgeflow/transit/transit.hpp"

namespace surgeflow::replay {
namespace {

constexpr std::int32_t kDays = 60;

SolveResult solve_from(const Instance& instance, const Limits& /*none*/, const WarmStart* warm) {
  SolveControl control;
  control.warm = warm;
  return solve(instance, control);
}

const Planner kWarmPlanner{.solve = solve_from};

/// What comes of `forecast` patients by a factor, in tenths, to the nearest.
Panel<Count> changed_by(const Panel<Count>& forecast, const auto& tenths_of) {
  Panel<Count> truth = forecast;
  for (FacilityId i{0}; i.value() < truth.facilities(); ++i) {
    for (Count& patients : truth.row(i)) patients = (patients * tenths_of(i) + 5) / 10;
  }
  return truth;
}

Wave colorado() {
  app::CaseOptions options;
  options.path = SURGEFLOW_SOURCE_DIR "/datasets/colorado/sharing.toml";
  options.overrides = {"horizon.periods=" + std::to_string(kDays)};
  Case whole = app::load_case(options).planning_case;
  Panel<Count> forecast = epidemic::forecast_patients(whole);
  LaneTable lanes = transit::make_lane_table(whole.facilities, whole.transit);
  return {std::move(whole), std::move(lanes), forecast, fixed_outlook(forecast)};
}

/// What sharing can avoid, and what a policy leaves of it.
struct Regret {
  Total avoidable = 0;
  Total left = 0;
};

const Options kTwoDaysFrozen{.every = 1, .frozen_periods = 2};

Regret regret_of(const Wave& wave, const Outcome& planned) {
  const Total none = play(wave, Policy::none, kTwoDaysFrozen, kWarmPlanner).without;
  const Total best = play(wave, Policy::foresight, kTwoDaysFrozen, kWarmPlanner).without;
  return {none - best, planned.without - best};
}

void expect_stable(const Survival& survival) {
  EXPECT_GT(survival.mornings, kDays / 2);
  EXPECT_GE(survival.surviving * 10, survival.devices * 8);
  EXPECT_LE(survival.frozen_cut * 50, survival.frozen);
}

// More come everywhere: the forecast is wrong, but not about who is worse off than others.
TEST(ColoradoReplay, ThreeInTenMore) {
  Wave wave = colorado();
  wave.truth = changed_by(wave.truth, [](FacilityId) { return 13; });
  const Outcome planned = play(wave, Policy::plan, kTwoDaysFrozen, kWarmPlanner);
  expect_stable(planned.survival);
  const Regret regret = regret_of(wave, planned);
  EXPECT_GT(regret.avoidable, 0);
  EXPECT_LE(regret.left * 20, regret.avoidable);
}

// A forecast that never learns which counties are worse off costs more than one in twenty; the same
// days planned by a forecast that is scaled by what came cost less.
TEST(ColoradoReplay, ThreeInTenMoreHereAndFewerThere) {
  Wave wave = colorado();
  const Panel<Count> forecast = wave.truth;
  wave.truth = changed_by(forecast, [](FacilityId i) { return i.value() % 2 == 0 ? 13 : 7; });
  const Outcome fixed = play(wave, Policy::plan, kTwoDaysFrozen, kWarmPlanner);
  expect_stable(fixed.survival);
  wave.outlook = scaled_outlook(wave.truth, forecast);
  const Outcome scaled = play(wave, Policy::plan, kTwoDaysFrozen, kWarmPlanner);
  EXPECT_LT(scaled.without, fixed.without);
  const Regret regret = regret_of(wave, scaled);
  EXPECT_LE(regret.left * 20, regret.avoidable) << fixed.without << " " << scaled.without;
}

}  // namespace
}  // namespace surgeflow::replay
