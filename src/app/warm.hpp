// SPDX-License-Identifier: Apache-2.0
// An earlier plan, laid over a case, for the search to start from.
//
// Facilities are matched by their ids and periods by their dates; what the earlier plan does not
// know starts from nothing:
//
//   potentials    of the same date; those of the plan's first period before its horizon and those
//                 of its last one after it; 0 at facilities that it does not know
//   treated       of the same date; 0 outside the plan's horizon
//   shipments     of the same date between facilities that both know. What left before the case
//                 starts leaves in its first period: its devices are in the case's stock at the
//                 origin, where a case states them. What leaves after the case's end is left out.
//
// The rest is the solver's: lanes that are gone, devices that are fewer, other demand.
#pragma once

#include <string>

#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/core/log_sink.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::app {

struct WarmPlan {
  WarmStart start;  ///< in the shape of the case
  archive::WarmFile file;
};

/// Reads a plan file and aligns it. Throws InputError where the file is no
/// plan file or damaged, or the plan is not one for this case.
[[nodiscard]] WarmPlan read_warm_plan(const std::string& path, const Case& planning_case,
                                      LogSink& log);

/// Of the file's bytes. Throws SystemError where it can not be read.
[[nodiscard]] std::string file_sha256(const std::string& path);

/// The alignment alone; `path` is for messages. Throws InputError where no facility is in both, the
/// periods differ in length, or the horizons share no period.
[[nodiscard]] WarmStart align(const archive::EarlierPlan& earlier, const Case& planning_case,
                              const std::string& path, LogSink& log);

}  // namespace surgeflow::app
