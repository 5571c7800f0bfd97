// SPDX-License-Identifier: Apache-2.0
// From yesterday's plan file to this morning's case, and to its plan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/prepare.hpp"
#include "app/solution.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/core/log_sink.hpp"
#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/formats/actuals_files.hpp"
#include "surgeflow/rolling/execute.hpp"
#include "surgeflow/rolling/history.hpp"
#include "surgeflow/rolling/replan.hpp"

namespace surgeflow::app {

/// What is asked for.
struct ReplanRequest {
  std::string plan_path;     ///< yesterday's plan
  std::string actuals_path;  ///< empty: all went as planned
  Date at{};
  std::int32_t frozen_periods = 1;
  std::int64_t change_cost = 1;  ///< movement that a device on its old order may cost
  int threads = 1;
  StopCondition stop{};
};

/// Where all stands in the morning; nothing is solved yet.
struct Morning {
  Case planning_case;  ///< from today on
  Instance instance;   ///< without orders
  rolling::OpenOrders orders;
  WarmStart warm;                ///< what is left of yesterday's plan
  rolling::Execution execution;  ///< since yesterday's plan began
  rolling::History history;      ///< since the chain began, without today's re-plan
  std::vector<rolling::ComingDevices> coming;
  formats::SeenFiles seen;
  archive::WarmFile from;
};

/// Reads the plan and what was seen, and carries the plan out up to `request.at`.
/// Throws InputError where the plan is none, is altered, or is one of another case; where the date
/// is outside the plan or the case; and as read_actuals does. The workspace is prepared for the
/// day's solves, on another thread where there is one.
[[nodiscard]] Morning begin_day(const ReplanRequest& request, const Case& whole_case,
                                Workspace& workspace, LogSink& log);

/// Solves the morning and keeps what can be kept of the orders, then makes shipments fewer where
/// the case asks for that. `record` tells what changed.
struct DayPlan {
  Solution solution;
  rolling::ReplanRecord record;
  std::optional<Consolidation> consolidation;
};
[[nodiscard]] DayPlan plan_day(const Morning& morning, const ReplanRequest& request,
                               SolveControl control);

/// One line of the chain's history.
[[nodiscard]] rolling::ReplanEntry entry_of(const Morning& morning, const ReplanRequest& request,
                                            const DayPlan& plan);

}  // namespace surgeflow::app
