// SPDX-License-Identifier: Apache-2.0
// The reference method: explicit arcs, written for reading.
#pragma once

#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

class ReferenceSolver final : public Solver {
 public:
  [[nodiscard]] std::string_view name() const override { return "reference"; }
  [[nodiscard]] SolveResult solve(const Instance& instance,
                                  const SolveControl& control) const override;
};

}  // namespace surgeflow::flow
