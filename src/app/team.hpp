// SPDX-License-Identifier: Apache-2.0
// Ranks that solve together: the root runs the command, the others do what it asks them to.
#pragma once

#include <atomic>

#include "app/exit_code.hpp"
#include "comm/session.hpp"
#include "lagrangian/lagrangian.hpp"

namespace surgeflow::app {

/// The root's hold on the other ranks. They wait, without using their cores, until they are asked
/// to solve or let go.
class Team {
 public:
  explicit Team(const comm::Communicator& ranks) : ranks_(&ranks) {}
  ~Team() = default;
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  [[nodiscard]] int ranks() const { return ranks_->size(); }
  /// All ranks together. What a rank throws ends the work of all: the root rethrows its own
  /// exception, or comm::OtherRankFailed.
  [[nodiscard]] SolveResult solve_by_regions(const lagrangian::Problem& problem,
                                             const SolveControl& control);
  /// Lets the others go, once, at the end of the command; how the root's part of the run ended.
  [[nodiscard]] comm::Outcome dismiss(ExitCode code);

 private:
  const comm::Communicator* ranks_;
  comm::End end_ = comm::End::in_order;
};

/// What a rank other than the root does until it is let go.
void serve(const comm::Communicator& ranks, const std::atomic<bool>& interrupt, int threads);

}  // namespace surgeflow::app
