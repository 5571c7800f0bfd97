// SPDX-License-Identifier: Apache-2.0
// The way from a case file to an instance, shared by every command that plans or forecasts.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "surgeflow/epidemic/demand.hpp"
#include "surgeflow/formats/case_file.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace CLI {
class App;
}

namespace surgeflow::app {

/// Which case, and what is changed in it.
struct CaseOptions {
  std::string path;
  std::vector<std::string> overrides;  ///< "section.key=VALUE"
};

/// Adds CASE and --set.
void declare_case_options(CLI::App& app, CaseOptions& options);

struct LoadedCase {
  formats::CaseFile file;
  Case planning_case;
};

/// Reads without checking. Throws InputError with every finding.
[[nodiscard]] formats::CaseFile read_case_file(const CaseOptions& options);
/// Checks what was read; likewise.
[[nodiscard]] LoadedCase check_case_file(formats::CaseFile file);
/// Both, for cases of any size that the machine holds.
[[nodiscard]] LoadedCase load_case(const CaseOptions& options);

/// Throws InputError where a case asks for fewer shipments, which few commands make.
void refuse_consolidation(const LoadedCase& loaded);
/// The same of a least size of shipments, which `surgeflow plan` alone keeps.
void refuse_least_size(const LoadedCase& loaded);
/// The same of a case that makes shares even.
void refuse_fairness(const LoadedCase& loaded);

/// The case as numbers. `planning_case` gives devices, turnaround, in-processing, arrivals, and the
/// rules.
[[nodiscard]] Instance make_instance(const Case& planning_case, Panel<Count> demand,
                                     LaneTable lanes);
/// The same with other rules than the case's.
[[nodiscard]] Instance make_instance(const Case& planning_case, const Rules& rules,
                                     Panel<Count> demand, LaneTable lanes);

/// Every setting of a case after defaults and overrides, one "section.key = value" a line.
[[nodiscard]] std::string resolved_settings(const CaseStatement& statement);

/// Labels of all periods and ids of all facilities, for messages.
[[nodiscard]] std::vector<std::string> period_labels(const Horizon& horizon);
[[nodiscard]] std::vector<std::string> facility_ids(const std::vector<Facility>& facilities);

/// Distinct regions; facilities that state none count as one.
[[nodiscard]] std::int64_t count_regions(const std::vector<Facility>& facilities);

}  // namespace surgeflow::app
