// SPDX-License-Identifier: Apache-2.0
// What the root asks of the other ranks, said by broadcasts.
#include "app/team.hpp"

namespace surgeflow::app {
namespace {

enum class Task : std::int32_t { solve_by_regions, go };

}  // namespace

SolveResult Team::solve_by_regions(const lagrangian::Problem& problem,
                                   const SolveControl& control) {
  try {
    (void)ranks_->broadcast_value(Task::solve_by_regions);
    return lagrangian::solve_by_regions(problem, control, *ranks_);
  } catch (const comm::OtherRankFailed&) {
    end_ = comm::End::echo;
    throw;
  } catch (...) {
    end_ = comm::End::failed;
    throw;
  }
}

comm::Outcome Team::dismiss(ExitCode code) {
  // Ranks that failed together have left already.
  if (end_ == comm::End::in_order) (void)ranks_->broadcast_value(Task::go);
  return {.end = end_, .code = static_cast<int>(code)};
}

void serve(const comm::Communicator& ranks, const std::atomic<bool>& interrupt, int threads) {
  const SolveControl control{.stop = StopCondition({}, &interrupt), .threads = threads};
  while (ranks.broadcast_value(Task::go) == Task::solve_by_regions) {
    (void)lagrangian::solve_by_regions({}, control, ranks);
  }
}

}  // namespace surgeflow::app
