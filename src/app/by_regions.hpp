// SPDX-License-Identifier: Apache-2.0
// A case planned by regions on all ranks: each holds the lanes of its own facilities.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "app/available_memory.hpp"
#include "app/checkpoints.hpp"
#include "app/environment.hpp"
#include "surgeflow/archive/plan_file.hpp"
#include "surgeflow/flow/certificate.hpp"
#include "surgeflow/flow/solver.hpp"
#include "surgeflow/model/case.hpp"

namespace surgeflow::app {

/// The machines that all ranks run on, the root's first; this process's alone where it has no ranks
/// at hand.
[[nodiscard]] std::vector<Machine> machines_of(const Environment& environment);

/// The root's rows of a lane table that is spread over ranks.
struct SpreadLanes {
  LaneTable own;
  std::int64_t lanes = 0;  ///< of all ranks
};

/// `rule` with the facilities of the case, or of a plan file.
[[nodiscard]] SpreadLanes spread_lanes(const Environment& environment,
                                       std::span<const Facility> facilities,
                                       const TransitRule& rule, int threads);

/// Goes on from the checkpoint of an earlier run where there is one.
[[nodiscard]] SolveResult solve_by_regions(const Environment& environment,
                                           const Case& planning_case, const Instance& instance,
                                           const SolveControl& control, Checkpoints& checkpoints,
                                           double checkpoint_every_seconds);

/// What the certificate says of lanes, every rank looking at its own. `instance` is told of the
/// lanes that the plan's shipments take; the rest of the certificate needs no more of them.
[[nodiscard]] LaneCheck check_lanes_by_regions(const Environment& environment, Instance& instance,
                                               const Plan& plan, Potentials& potentials,
                                               int threads);

/// The checksum of a lane table, as a plan file records it; of the rows of all ranks where it is
/// spread over them.
[[nodiscard]] std::string lanes_sha256(const Environment& environment, const LaneTable& own);

/// The plan file, every rank writing the rows of its own facilities.
void write_plan_by_regions(const Environment& environment, const std::filesystem::path& path,
                           const archive::PlanDocument& document);

}  // namespace surgeflow::app
