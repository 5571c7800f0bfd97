// SPDX-License-Identifier: Apache-2.0
// The primal-dual method.
#pragma once

#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

class PrimalDualSolver final : public Solver {
 public:
  [[nodiscard]] std::string_view name() const override { return "primal_dual"; }
  [[nodiscard]] SolveResult solve(const Instance& instance,
                                  const SolveControl& control) const override;
};

}  // namespace surgeflow::flow
