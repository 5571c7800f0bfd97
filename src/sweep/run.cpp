// SPDX-License-Identifier: Apache-2.0
// Deals blocks to threads and writes what they make of them.
#include "sweep/run.hpp"

#include <atomic>
#include <utility>

namespace surgeflow::sweep {
namespace {

/// What the next scenario of a part follows. Takes the state.
std::optional<Neighbour> last_of(archive::SweepPart& part) {
  std::optional<WarmStart> state = std::exchange(part.state, std::nullopt);
  if (!state) return std::nullopt;
  const std::size_t demand = archive::number_of(archive::ScenarioPanel::demand);
  return Neighbour{part.outcomes.back().panels[demand], std::move(*state)};
}

void plan_block(const PartFolder& parts, const Block& block, ScenarioPlanner& planner,
                const std::atomic<bool>& stopped) {
  archive::SweepPart part = parts.begun(block);
  planner.follow(last_of(part));
  const std::size_t before = part.outcomes.size();
  while (!part.is_complete() && !stopped.load(std::memory_order_relaxed)) {
    part.outcomes.push_back(
        planner.plan(block.first + static_cast<std::int64_t>(part.outcomes.size())));
  }
  if (part.outcomes.size() == before) return;
  if (!part.is_complete()) part.state = planner.take_state();
  archive::write_sweep_part(parts.part_path(block), part);
}

}  // namespace

comm::Dealing run_blocks(const SweepRun& run, const comm::DealControl& control,
                         const comm::Communicator& ranks) {
  std::vector<std::unique_ptr<ScenarioPlanner>> planners(static_cast<std::size_t>(control.workers));
  std::atomic<bool> stopped = false;
  comm::DealControl own = control;
  own.stop = [&] {
    if (control.stop && control.stop()) stopped.store(true, std::memory_order_relaxed);
    return stopped.load(std::memory_order_relaxed);
  };
  const comm::Dealing dealing = comm::deal(
      ranks, static_cast<std::int64_t>(run.blocks.size()), own, [&](int worker, std::int64_t item) {
        std::unique_ptr<ScenarioPlanner>& planner = planners[static_cast<std::size_t>(worker)];
        if (!planner) planner = run.make_planner();
        plan_block(*run.parts, run.blocks[static_cast<std::size_t>(item)], *planner, stopped);
      });
  return dealing;
}

}  // namespace surgeflow::sweep
