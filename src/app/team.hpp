// SPDX-License-Identifier: Apache-2.0
// Ranks that solve together: the root runs the command, the others do what it asks them to.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "app/available_memory.hpp"
#include "app/by_regions.hpp"
#include "app/exit_code.hpp"
#include "app/sweep_work.hpp"
#include "comm/session.hpp"
#include "lagrangian/lagrangian.hpp"
#include "lagrangian/spread_lanes.hpp"
#include "surgeflow/archive/plan_file.hpp"

namespace surgeflow::app {

/// The root's hold on the other ranks. They wait, without using their cores, until they are asked
/// to work or let go.
class Team {
 public:
  explicit Team(const comm::Communicator& ranks) : ranks_(&ranks) {}
  ~Team() = default;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  [[nodiscard]] int ranks() const { return ranks_->size(); }

  // What all ranks do together. What a rank throws ends the work of all: the root rethrows its own
  // exception, or comm::OtherRankFailed.

  /// With what each has available; the root's first.
  [[nodiscard]] std::vector<Machine> machines();
  // `threads` are those of each rank.
  /// Every rank makes the lane rows of its facilities and keeps them.
  [[nodiscard]] SpreadLanes spread_lanes(const lagrangian::LaneSource& source, int threads);
  /// `problem` with the root's rows.
  [[nodiscard]] SolveResult solve_by_regions(const lagrangian::Problem& problem,
                                             const SolveControl& control);
  [[nodiscard]] std::vector<KnownLane> find_lanes(const LaneTable& own,
                                                  std::span<const Shipment> shipments);
  [[nodiscard]] LaneCheck check_lanes(const LaneTable& own, Potentials& potentials, int threads);
  void visit_rows(const LaneTable& own,
                  const std::function<void(std::span<const std::uint8_t>)>& visit);

  void write_plan(const std::filesystem::path& path, const archive::PlanDocument& document);

  /// `cases` are those of the order.
  [[nodiscard]] comm::Dealing plan_blocks(const SweepOrder& order, const SweepCases& cases,
                                          const comm::DealControl& control);
  [[nodiscard]] sweep::MergedSweep merge_parts(const SweepOrder& order, const SweepCases& cases);
  [[nodiscard]] epidemic::EnsembleDemand forecast_ensemble(
      const SweepOrder& order, const SweepCases& cases, const epidemic::EnsembleControl& control);

  /// Lets the others go, once, at the end of the command; how the root's part of the run ended.
  [[nodiscard]] comm::Outcome dismiss(ExitCode code);

 private:
  enum class Task : std::int32_t;
  struct Order;
  template <class Work>
  auto together(Order order, Work&& work);
  friend void serve(const comm::Communicator& ranks, const std::atomic<bool>& interrupt);

  const comm::Communicator* ranks_;
  comm::End end_ = comm::End::in_order;
};

/// What a rank other than the root does until it is let go.
void serve(const comm::Communicator& ranks, const std::atomic<bool>& interrupt);

}  // namespace surgeflow::app
