// SPDX-License-Identifier: Apache-2.0
// The factory of solvers.
#include "surgeflow/flow/solver.hpp"

#include <stdexcept>
#include <string>

#include "flow/primal_dual/primal_dual.hpp"
#include "flow/primal_dual/solver_state.hpp"
#include "flow/reference/reference.hpp"

namespace surgeflow {

std::unique_ptr<Solver> make_solver(std::string_view name) {
  if (name == "primal_dual") return std::make_unique<flow::PrimalDualSolver>();
  if (name == "reference") return std::make_unique<flow::ReferenceSolver>();
  throw std::invalid_argument("unknown solver '" + std::string(name) +
                              "'; known: primal_dual, reference");
}

std::vector<std::string_view> solver_names() { return {"primal_dual", "reference"}; }

void prepare(const Instance& instance, Workspace& workspace) {
  // Lanes with costs are looked at one by one, without tables.
  if (instance.lanes().has_costs()) return;
  SolveControl control;
  control.workspace = &workspace;
  const flow::StateLoan made(instance, control);
}

SolveResult solve(const Instance& instance, const SolveControl& control) {
  return make_solver("primal_dual")->solve(instance, control);
}

}  // namespace surgeflow
