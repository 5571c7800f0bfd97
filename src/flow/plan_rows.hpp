// SPDX-License-Identifier: Apache-2.0
// The part of a plan that one of many ranks holds.
#pragma once

#include "surgeflow/flow/plan.hpp"
#include "surgeflow/model/lane_table.hpp"

namespace surgeflow {

/// Rows of some facilities, [facility of the range, period]: what a plan was made from, what it
/// says and what follows.
struct PlanRows {
  FacilityRange facilities;
  Panel<Count> demand;
  Panel<Count> arrivals;
  Panel<Count> treated;
  PlanTrace trace;
  Potentials potentials;
};

}  // namespace surgeflow
