// SPDX-License-Identifier: Apache-2.0
// A solved case and who solved it, as the document that a plan file holds.
#pragma once

#include "app/solution.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/model/case.hpp"
#include "surgeflow/model/instance.hpp"

namespace surgeflow::app {

/// With the summary that follows from these; its lanes are those that the instance holds. Ranks,
/// threads, the case's checksum, and the seconds before and after the solve are the caller's to
/// add.
[[nodiscard]] archive::PlanDocument make_plan_document(Case planning_case, Instance instance,
                                                       Solution solution,
                                                       archive::Provenance provenance);

}  // namespace surgeflow::app
