// SPDX-License-Identifier: Apache-2.0
// Rounds of search and augmentation until everything is balanced.
#include "flow/primal_dual/stages.hpp"

#include <algorithm>
#include <utility>

#include "flow/primal_dual/listed_lanes.hpp"
#include "flow/primal_dual/priced_lanes.hpp"
#include "flow/primal_dual/recovery.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"
#include "flow/stop_status.hpp"

namespace surgeflow::flow {
namespace {

/// Rounds after which the least excess so far counts as not falling any more.
constexpr std::int64_t kStalledRounds = 50;

}  // namespace

template <class Lanes>
StageOutcome Balancer<Lanes>::run(Residual<Lanes>& residual, std::string_view activity,
                                  const SolveControl& control, std::int64_t most_rounds) {
  StageOutcome outcome;
  const auto first_excess = static_cast<double>(residual.excess());
  double done = 0.0;
  bool lowered = false;  // by the round before
  Total least_excess = residual.excess();
  std::int64_t since_least = 0;
  while (residual.excess() > 0 && outcome.rounds < most_rounds) {
    outcome.stopped = control.stop.check();
    if (outcome.stopped != StopReason::none) return outcome;
    ++outcome.rounds;
    done = std::max(done, 1.0 - static_cast<double>(residual.excess()) / first_excess);
    control.log->progress(activity, done);
    since_least = residual.excess() < least_excess ? 0 : since_least + 1;
    least_excess = std::min(least_excess, residual.excess());
    const bool stalled = since_least >= kStalledRounds;
    const EarlySteps early = stalled ? EarlySteps::that_cancel_nothing : EarlySteps::that_pay;
    if (search_.run(residual, early) == Search<Lanes>::Outcome::lower) {
      const bool far = lowered || stalled || Lanes::kLongSteps;
      residual.lower_potentials(search_.closed_set(),
                                far ? residual.room(search_.closed_set()) : 1);
      lowered = true;
    } else {
      lowered = false;
      augmentation_.run(residual, search_);
    }
  }
  outcome.balanced = residual.excess() == 0;
  return outcome;
}

template <class Lanes>
SolveResult result_of(const Residual<Lanes>& residual, const StageOutcome& outcome,
                      std::optional<Plan> fallback) {
  const Instance& instance = residual.network().instance();
  SolveResult result;
  result.status = status_of(outcome.stopped);
  if (outcome.stopped == StopReason::none) {
    // Optimal, and so as good as any fallback.
    result.plan = flows_as_plan(residual, std::move(fallback).value_or(Plan{}));
  } else {
    result.plan = make_feasible(instance, flows_as_plan(residual));
    if (fallback && value_of(instance, *fallback).better_than(value_of(instance, result.plan))) {
      result.plan = std::move(*fallback);
    }
  }
  result.value = value_of(instance, result.plan);
  result.potentials = potentials_of(residual);
  // Balanced flows are worth what the potentials say, where those have lanes cost what they do.
  const bool met = outcome.balanced && !instance.lanes().has_costs();
  result.bound = met ? result.value : bound_of(residual);
  result.iterations = outcome.rounds;
  return result;
}

template class Balancer<TiledLanes>;
template class Balancer<ListedLanes>;
template class Balancer<PricedLanes>;
template SolveResult result_of(const Residual<TiledLanes>&, const StageOutcome&,
                               std::optional<Plan>);
template SolveResult result_of(const Residual<ListedLanes>&, const StageOutcome&,
                               std::optional<Plan>);

}  // namespace surgeflow::flow
