// SPDX-License-Identifier: Apache-2.0
// The interface of every method that solves the base model, and how to get one.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "surgeflow/core/log_sink.hpp"
#include "surgeflow/core/stop.hpp"
#include "surgeflow/flow/plan.hpp"
#include "surgeflow/flow/step_record.hpp"
#include "surgeflow/model/instance.hpp"
#include "surgeflow/model/limits.hpp"

namespace surgeflow {

enum class SolveStatus {
  optimal,      ///< potentials prove that no plan is better
  gap_reached,  ///< as near to its bound as was asked for; the bound is true
  time_limit,   ///< stopped by the time limit: best plan so far, true bound
  interrupted,  ///< stopped by an interrupt: best plan so far, true bound
};

/// The outcome of a solve. The plan is always feasible and the potentials always give a true bound,
/// whatever the status.
struct SolveResult {
  SolveStatus status = SolveStatus::optimal;
  Plan plan;
  Potentials potentials;
  PlanValue value;
  /// No plan treats more than bound.treated; none that treats as many moves less than
  /// bound.movement.
  PlanValue bound;
  std::int64_t iterations = 0;
  std::vector<StepRecord> steps = {};  ///< of a method that works in steps
  /// Multipliers of limits; patients in `potentials` are then in units of 1 / resolution. Nothing
  /// where the plan had no limits.
  std::optional<LimitPrices> prices = {};
  /// Within limits, on lanes of different costs: the plan before its movement was lowered.
  std::optional<Plan> searched = {};
};

/// Plan and potentials of a related instance, for a solve to start from: the same facilities in the
/// same order and as many periods, with whatever else changed (demand, stock, arrivals, lanes). Any
/// numbers are allowed; the nearer they are to the optimum the less is left to do.
struct WarmStart {
  Plan plan;
  Potentials potentials;
};

/// What solves over the same lanes and periods leave for each other, one after the other: what was
/// made from the lanes, and memory. Give it to every solve of a series (scenarios, changes of a
/// case): it pays only for what differs. Other lanes or another horizon are made anew. The answers
/// are the same with and without. For one solve at a time.
struct Workspace {
  struct Contents {
    virtual ~Contents() = default;
  };
  std::unique_ptr<Contents> contents;  ///< the solver's own
};

/// What a caller may set for one solve; defaults suit a library call.
struct SolveControl {
  StopCondition stop;
  LogSink* log = &silent_log();
  /// Where to start from; nullptr starts cold. The answer is optimal either way; among plans of
  /// equal value a warm start may find another one. The reference solver ignores it. A shape other
  /// than the instance's throws std::invalid_argument.
  const WarmStart* warm = nullptr;
  /// What to take over from the last solve and leave for the next; nullptr keeps nothing.
  Workspace* workspace = nullptr;
  /// For what gains by threads (tables of lanes, pricing of lanes with costs); the same plan on any
  /// number.
  int threads = 1;
};

/// A method for the base model. Solvers keep no state between calls but in a workspace, and are
/// safe to use from several threads with one object each.
class Solver {
 public:
  virtual ~Solver() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual SolveResult solve(const Instance& instance,
                                          const SolveControl& control) const = 0;
};

/// "primal_dual": implicit lanes, any size. "reference": explicit arcs, small instances.
/// Throws std::invalid_argument for another name.
[[nodiscard]] std::unique_ptr<Solver> make_solver(std::string_view name);

[[nodiscard]] std::vector<std::string_view> solver_names();

/// Makes in a workspace what a solve with it would make first: tables of the instance's lanes, and
/// memory. Meanwhile another thread may read what else the solve is to know.
void prepare(const Instance& instance, Workspace& workspace);

/// Solves with the method that suits the instance.
[[nodiscard]] SolveResult solve(const Instance& instance, const SolveControl& control = {});

}  // namespace surgeflow
