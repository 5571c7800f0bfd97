// SPDX-License-Identifier: Apache-2.0
// What a solve works with, and what a workspace keeps of it for the next.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "flow/primal_dual/network.hpp"
#include "flow/primal_dual/residual.hpp"
#include "flow/primal_dual/stages.hpp"
#include "flow/primal_dual/tiled_lanes.hpp"
#include "surgeflow/flow/solver.hpp"

namespace surgeflow::flow {

struct SolverState {
  explicit SolverState(const Instance& instance, int threads = 1)
      : network(instance, threads), lanes(network), residual(lanes), balancer(network) {}
  SolverState(const SolverState&) = delete;  // its parts point to each other
  SolverState& operator=(const SolverState&) = delete;

  Network network;
  TiledLanes lanes;
  Residual<TiledLanes> residual;
  Balancer<TiledLanes> balancer;
  std::vector<Count> treated;  ///< room for a number for each node
};

/// The state for an instance for as long as this object lives: that of the workspace where it fits,
/// a new one otherwise, made on the control's threads, which the workspace keeps.
class StateLoan {
 public:
  StateLoan(const Instance& instance, const SolveControl& control);
  [[nodiscard]] SolverState& operator*() const { return *state_; }

 private:
  std::unique_ptr<SolverState> own_;
  SolverState* state_ = nullptr;
};

}  // namespace surgeflow::flow
