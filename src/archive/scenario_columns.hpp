// SPDX-License-Identifier: Apache-2.0
// The numbers of scenarios as columns: name, unit and meaning of each.
#pragma once

#include "archive/label.hpp"
#include "surgeflow/archive/scenario_numbers.hpp"

namespace surgeflow::archive {

/// A column of whole numbers.
struct ScenarioColumn {
  const char* name;
  std::int64_t ScenarioNumbers::*member;
  Label label;
};

inline constexpr ScenarioColumn kScenarioColumns[] = {
    {"demand", &ScenarioNumbers::demand, {"patients", "patients who need a device"}},
    {"treated", &ScenarioNumbers::treated, {"patients", "patients given a device"}},
    {"unmet", &ScenarioNumbers::unmet, {"patients", "patients left without a device"}},
    {"unmet_without_sharing",
     &ScenarioNumbers::unmet_without_sharing,
     {"patients", "patients left without a device where nothing is shared"}},
    {"units_shipped", &ScenarioNumbers::units_shipped, {"devices", "devices shipped"}},
    {"shipments", &ScenarioNumbers::shipments, {"1", "shipments"}},
    {"movement_cost", &ScenarioNumbers::movement_cost, {"1", "movement in units of lane cost"}},
    {"bound_unmet",
     &ScenarioNumbers::bound_unmet,
     {"patients", "no plan leaves fewer patients without a device"}},
    {"certified", &ScenarioNumbers::certified, {"1", "1: the plan is proved optimal"}},
    {"iterations", &ScenarioNumbers::iterations, {"1", "rounds of the solver"}},
};

inline constexpr const char* kGapName = "gap";
inline constexpr Label kGapLabel{"1", "(unmet - bound_unmet) / max(1, demand - bound_unmet)"};

}  // namespace surgeflow::archive
