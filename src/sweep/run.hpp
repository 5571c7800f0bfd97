// SPDX-License-Identifier: Apache-2.0
// The blocks of a sweep, planned by the threads of all ranks, each into its part.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "archive/sweep_part.hpp"
#include "comm/communicator.hpp"
#include "comm/deal.hpp"
#include "sweep/blocks.hpp"
#include "sweep/part_folder.hpp"

namespace surgeflow::sweep {

/// A scenario that is planned, for the next one to start from where that is near.
struct Neighbour {
  Panel<Count> demand;
  WarmStart plan;
};

/// Plans scenarios one after the other; one for each thread.
class ScenarioPlanner {
 public:
  ScenarioPlanner() = default;
  ScenarioPlanner(const ScenarioPlanner&) = delete;
  ScenarioPlanner& operator=(const ScenarioPlanner&) = delete;
  virtual ~ScenarioPlanner() = default;

  /// The next scenario follows this one; nothing: it is the first, and starts cold.
  virtual void follow(std::optional<Neighbour> before) = 0;
  /// A scenario that follows the one before, with the certificate's consent.
  [[nodiscard]] virtual archive::ScenarioOutcome plan(std::int64_t scenario) = 0;
  /// What the last scenario leaves; to be taken once.
  [[nodiscard]] virtual WarmStart take_state() = 0;
};

struct SweepRun {
  const PartFolder* parts = nullptr;
  std::vector<Block> blocks;  ///< those to be planned; the root's count on all ranks
  std::function<std::unique_ptr<ScenarioPlanner>()> make_planner;
};

/// Collective: the same blocks on all ranks. Each scenario at hand is finished where `control.stop`
/// ends the run early, and the rest of its block left for later.
[[nodiscard]] comm::Dealing run_blocks(const SweepRun& run, const comm::DealControl& control,
                                       const comm::Communicator& ranks);

}  // namespace surgeflow::sweep
